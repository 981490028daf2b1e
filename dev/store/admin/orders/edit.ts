import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolver, Resolvers } from '../../kernel/context.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { type Cents, cents, padded } from '../../kernel/money.ts';
import { restId, restTime } from '../../kernel/rest.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import {
  createFulfillmentOrders,
  extendFulfillmentOrders,
  reduceFulfillmentOrders,
} from '../fulfillment/fulfillment-order.ts';
import { soldVariant } from '../products/product.ts';
import { shopOf } from '../shop/domain.ts';
import { taxLine } from './fields.ts';
import {
  type Amount,
  currentQuantity,
  type Discount,
  type LineItem,
  linesOf,
  type Order,
  type TaxLine,
  touch,
} from './order.ts';
import { addLine, discountOn } from './taking.ts';
import { activeShipping, bag, lineDiscount, minus, plus, share, taxTotal, totalsOf, zero } from './totals.ts';

/** A line of an order being edited. */
interface EditLine {
  /** The order line's number, or a UUID for an added line. */
  tail: string;
  /** null for an added line. */
  lineItemId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  quantity: number;
  before: number;
  price: Amount;
  requiresShipping: boolean;
  taxable: boolean;
  restock: boolean;
  /** A discount staged in this edit; its value is per unit. */
  discount: { tail: string; stagedId: string; description: string; value: Discount['value'] } | null;
}

interface EditShipping {
  tail: string;
  title: string;
  price: Amount;
  stagedStatus: 'NONE' | 'ADDED' | 'REMOVED';
  shippingLineId: string | null;
}

/** An edit in progress; commit turns it into changes of the order. */
interface CalculatedOrder {
  id: string;
  orderId: string;
  committed: boolean;
  lines: EditLine[];
  shipping: EditShipping[];
}

declare module '../../kernel/world.ts' {
  interface Tables {
    CalculatedOrder: CalculatedOrder;
  }
}

type InEdit<T> = T & { edit: CalculatedOrder };

const orderOf = (world: World, edit: CalculatedOrder): Order => world.get('Order', edit.orderId)!;
const sourceLine = (world: World, line: EditLine): LineItem | undefined => world.get('LineItem', line.lineItemId);

/** What discounts take off the line's units: those it was sold with and the one staged now. */
function discountOf(world: World, line: EditLine): Amount {
  const source = sourceLine(world, line);
  const sold = source ? lineDiscount(source, line.quantity) : zero;
  const staged = line.discount ? times(discountOn(line.discount.value, line.price), line.quantity) : zero;
  return plus(sold, staged);
}

function times(amount: Amount, count: number): Amount {
  return { shop: amount.shop * count, presentment: (amount.presentment ?? amount.shop) * count };
}

function lineTotal(world: World, line: EditLine): Amount {
  return minus(times(line.price, line.quantity), discountOf(world, line));
}

/** Tax of the line's units as they stand in the edit, in proportion to their net price. */
function lineTaxes(world: World, line: EditLine): TaxLine[] {
  const source = sourceLine(world, line);
  if (!source) return [];
  const soldNet = minus(times(source.price, source.quantity), lineDiscount(source)).shop;
  const net = lineTotal(world, line).shop;
  return source.taxLines.map((tax) => ({ ...tax, price: share(tax.price, net, soldNet) }));
}

function subtotal(world: World, edit: CalculatedOrder): Amount {
  return plus(...edit.lines.map((line) => lineTotal(world, line)));
}

function total(world: World, edit: CalculatedOrder): Amount {
  const order = orderOf(world, edit);
  const shipping = plus(...edit.shipping.filter((one) => one.stagedStatus !== 'REMOVED').map((one) => one.price));
  const shippingTax = plus(...activeShipping(order).map((line) => taxTotal(line.taxLines)));
  const tax = plus(shippingTax, ...edit.lines.map((line) => taxTotal(lineTaxes(world, line))));
  const sum = plus(subtotal(world, edit), shipping);
  return order.taxesIncluded ? sum : plus(sum, tax);
}

const orderEditBegin: Resolver = (_, { id }: { id: string }, { world }) => {
  const order = world.get('Order', id);
  if (!order) return refuse(userError(['id'], 'The order does not exist.'), 'calculatedOrder', 'orderEditSession');
  if (order.cancelledAt)
    return refuse(userError(null, 'The order cannot be edited.'), 'calculatedOrder', 'orderEditSession');
  const edit = world.insert('CalculatedOrder', {
    orderId: order.id,
    committed: false,
    lines: linesOf(world, order.id).map((line) => ({
      tail: gidTail(line.id),
      lineItemId: line.id,
      variantId: line.variantId,
      title: line.title,
      variantTitle: line.variantTitle,
      sku: line.sku,
      quantity: currentQuantity(line),
      before: currentQuantity(line),
      price: line.price,
      requiresShipping: line.requiresShipping,
      taxable: line.taxable,
      restock: false,
      discount: null,
    })),
    shipping: activeShipping(order).map((line) => ({
      tail: gidTail(line.id),
      title: line.title,
      price: line.discounted,
      stagedStatus: 'NONE' as const,
      shippingLineId: line.id,
    })),
  });
  return { calculatedOrder: edit, orderEditSession: sessionOf(edit), userErrors: [] };
};

const sessionOf = (edit: CalculatedOrder) => ({ id: gid('OrderEditSession', gidTail(edit.id)) });

/** Wraps the steps of an edit: finds it (by its own id or its session's) and answers it beside what the step adds. */
function step<A extends { id: string }>(
  code: string | null,
  work: (edit: CalculatedOrder, args: A, ctx: Ctx) => UserError | Record<string, unknown>,
  ...nullFields: string[]
): Resolver {
  const nulls = ['calculatedOrder', 'orderEditSession', ...nullFields];
  return (_, args: A, ctx) => {
    const edit = ctx.world.get('CalculatedOrder', gid('CalculatedOrder', gidTail(args.id)));
    if (!edit || edit.committed)
      return refuse(userError(['id'], 'The calculated order does not exist.', code), ...nulls);
    const answer = work(edit, args, ctx);
    if ('message' in answer) return refuse(answer as unknown as UserError, ...nulls);
    return { calculatedOrder: edit, orderEditSession: sessionOf(edit), userErrors: [], ...answer };
  };
}

function writeLine(world: World, edit: CalculatedOrder, line: EditLine, changes: Partial<EditLine>): InEdit<EditLine> {
  const changed = { ...line, ...changes };
  world.patch('CalculatedOrder', edit, { lines: edit.lines.map((one) => (one === line ? changed : one)) });
  return { ...changed, edit };
}

const findLine = (edit: CalculatedOrder, id: string) => edit.lines.find((line) => line.tail === gidTail(id));

const wrongCurrency = (order: Order, currencyCode: string) => currencyCode !== order.presentmentCurrency;

interface MoneyInput {
  amount: string;
  currencyCode: string;
}

/** Amounts of an edit are in presentment money; shop money follows the order's own rate. */
function readPrice(order: Order, price: MoneyInput): Amount {
  const presentment = cents(price.amount);
  if (order.currency === order.presentmentCurrency) return { shop: presentment };
  return { shop: presentment, presentment };
}

const orderEditAddVariant = step(
  null,
  (edit, args: { id: string; variantId: string; quantity: number; allowDuplicates?: boolean | null }, { world }) => {
    if (gidTail(args.variantId) === '0')
      return userError(['variantId'], "can't convert Integer[0] to a positive Integer to use as an untrusted id");
    const sold = soldVariant(world, args.variantId);
    if (!sold) return userError(['variantId'], 'The variant does not exist in the shop.');
    if (args.quantity < 1) return userError(['quantity'], 'must be greater than 0');
    if (!args.allowDuplicates && edit.lines.some((line) => line.variantId === args.variantId))
      return userError(['id'], `${sold.title} was not added because it's already on the order.`);
    const line: EditLine = {
      tail: world.uuid(),
      lineItemId: null,
      variantId: args.variantId,
      title: sold.title,
      variantTitle: sold.variantTitle,
      sku: sold.variant.sku,
      quantity: args.quantity,
      before: 0,
      price: { shop: sold.variant.price },
      requiresShipping: sold.requiresShipping,
      taxable: sold.variant.taxable,
      restock: false,
      discount: null,
    };
    world.patch('CalculatedOrder', edit, { lines: [...edit.lines, line] });
    return { calculatedLineItem: { ...line, edit } };
  },
  'calculatedLineItem',
);

const orderEditAddCustomItem = step(
  null,
  (
    edit,
    args: {
      id: string;
      title: string;
      quantity: number;
      price: MoneyInput;
      requiresShipping?: boolean | null;
      taxable?: boolean | null;
    },
    { world },
  ) => {
    const order = orderOf(world, edit);
    if (args.title.trim() === '') return userError(['title'], "can't be blank");
    if (args.quantity < 1) return userError(['quantity'], 'must be greater than 0');
    if (wrongCurrency(order, args.price.currencyCode))
      return userError(['price'], `The price must be in ${order.presentmentCurrency}.`);
    if (cents(args.price.amount) < 0) return userError(['price'], 'must be greater than or equal to 0');
    const line: EditLine = {
      tail: world.uuid(),
      lineItemId: null,
      variantId: null,
      title: args.title,
      variantTitle: null,
      sku: null,
      quantity: args.quantity,
      before: 0,
      price: readPrice(order, args.price),
      requiresShipping: args.requiresShipping ?? false,
      taxable: args.taxable ?? false,
      restock: false,
      discount: null,
    };
    world.patch('CalculatedOrder', edit, { lines: [...edit.lines, line] });
    return { calculatedLineItem: { ...line, edit } };
  },
  'calculatedLineItem',
);

const orderEditSetQuantity = step(
  null,
  (edit, args: { id: string; lineItemId: string; quantity: number; restock?: boolean | null }, { world }) => {
    const line = findLine(edit, args.lineItemId);
    if (!line) return userError(['lineItemId'], 'The line item does not exist on the order.');
    if (args.quantity < 0) return userError(['quantity'], 'must be greater than or equal to 0');
    const fulfilled = sourceLine(world, line)?.fulfilled ?? 0;
    if (args.quantity < Math.min(fulfilled, line.before))
      return userError(['quantity'], 'Fulfilled items cannot be removed by an edit.');
    if (line.lineItemId === null && args.quantity === 0) {
      world.patch('CalculatedOrder', edit, { lines: edit.lines.filter((one) => one !== line) });
      return { calculatedLineItem: { ...line, quantity: 0, edit } };
    }
    return {
      calculatedLineItem: writeLine(world, edit, line, { quantity: args.quantity, restock: args.restock ?? false }),
    };
  },
  'calculatedLineItem',
);

interface DiscountInput {
  description?: string | null;
  fixedValue?: MoneyInput | null;
  percentValue?: number | null;
}

function readDiscount(order: Order, input: DiscountInput): Discount['value'] | UserError {
  if (input.fixedValue) {
    if (wrongCurrency(order, input.fixedValue.currencyCode))
      return userError(['discount', 'fixedValue'], `The discount must be in ${order.presentmentCurrency}.`);
    return { amount: cents(input.fixedValue.amount) as Cents };
  }
  if (input.percentValue == null) return userError(['discount'], 'A value must be given for the discount.');
  if (input.percentValue <= 0 || input.percentValue > 100)
    return userError(['discount', 'percentValue'], 'must be between 0 and 100');
  return { percentage: input.percentValue };
}

const orderEditAddLineItemDiscount = step(
  null,
  (edit, args: { id: string; lineItemId: string; discount: DiscountInput }, { world }) => {
    const line = findLine(edit, args.lineItemId);
    if (!line) return userError(['id'], 'The line item does not exist on the order.');
    const value = readDiscount(orderOf(world, edit), args.discount);
    if ('message' in value) return value;
    const staged = {
      tail: world.uuid(),
      stagedId: world.newId('OrderStagedChangeAddLineItemDiscount'),
      description: args.discount.description ?? '',
      value,
    };
    return {
      calculatedLineItem: writeLine(world, edit, line, { discount: staged }),
      addedDiscountStagedChange: {
        id: staged.stagedId,
        description: staged.description,
        value: pricing(orderOf(world, edit), value),
      },
    };
  },
  'calculatedLineItem',
  'addedDiscountStagedChange',
);

/** Takes a staged discount away; `code` only where the payload's error type has one. */
const removeDiscount = (code: string | null) =>
  step(
    code,
    (edit, args: { id: string; discountApplicationId: string }, { world }) => {
      const line = edit.lines.find((one) => one.discount?.tail === gidTail(args.discountApplicationId));
      if (!line) return userError(['discountApplicationId'], 'The discount does not exist on the order.', code);
      return { calculatedLineItem: writeLine(world, edit, line, { discount: null }) };
    },
    'calculatedLineItem',
  );

const orderEditUpdateDiscount = step(
  'INVALID',
  (edit, args: { id: string; discountApplicationId: string; discount: DiscountInput }, { world }) => {
    const line = edit.lines.find((one) => one.discount?.tail === gidTail(args.discountApplicationId));
    if (!line?.discount)
      return userError(['discountApplicationId'], 'The discount does not exist on the order.', 'INVALID');
    const value = readDiscount(orderOf(world, edit), args.discount);
    if ('message' in value) return value;
    writeLine(world, edit, line, {
      discount: { ...line.discount, value, description: args.discount.description ?? line.discount.description },
    });
    return {};
  },
);

const orderEditAddShippingLine = step(
  'INVALID',
  (edit, { shippingLine }: { id: string; shippingLine: { title?: string | null; price: MoneyInput } }, { world }) => {
    const order = orderOf(world, edit);
    if (wrongCurrency(order, shippingLine.price.currencyCode))
      return userError(['shippingLine', 'price'], `The price must be in ${order.presentmentCurrency}.`, 'INVALID');
    const added: EditShipping = {
      tail: world.uuid(),
      title: shippingLine.title ?? '',
      price: readPrice(order, shippingLine.price),
      stagedStatus: 'ADDED',
      shippingLineId: null,
    };
    world.patch('CalculatedOrder', edit, { shipping: [...edit.shipping, added] });
    return { calculatedShippingLine: { ...added, edit } };
  },
  'calculatedShippingLine',
);

const orderEditUpdateShippingLine = step(
  'INVALID',
  (
    edit,
    args: { id: string; shippingLineId: string; shippingLine: { title?: string | null; price?: MoneyInput | null } },
    { world },
  ) => {
    const order = orderOf(world, edit);
    const line = edit.shipping.find((one) => one.tail === gidTail(args.shippingLineId) && one.stagedStatus === 'ADDED');
    if (!line)
      return userError(
        ['shippingLineId'],
        "The shipping line can't be updated because it doesn't exist or wasn't added during this edit.",
        'INVALID',
      );
    const { title, price } = args.shippingLine;
    if (price && wrongCurrency(order, price.currencyCode))
      return userError(['shippingLine', 'price'], `The price must be in ${order.presentmentCurrency}.`, 'INVALID');
    const changed = { ...line, title: title ?? line.title, price: price ? readPrice(order, price) : line.price };
    world.patch('CalculatedOrder', edit, { shipping: edit.shipping.map((one) => (one === line ? changed : one)) });
    return {};
  },
);

const orderEditRemoveShippingLine = step('INVALID', (edit, args: { id: string; shippingLineId: string }, { world }) => {
  const line = edit.shipping.find((one) => one.tail === gidTail(args.shippingLineId) && one.stagedStatus !== 'REMOVED');
  if (!line)
    return userError(
      ['shippingLineId'],
      "The shipping line can't be removed because it doesn't exist or has already been removed.",
      'INVALID',
    );
  world.patch('CalculatedOrder', edit, {
    shipping:
      line.stagedStatus === 'ADDED'
        ? edit.shipping.filter((one) => one !== line)
        : edit.shipping.map((one) => (one === line ? { ...one, stagedStatus: 'REMOVED' as const } : one)),
  });
  return {};
});

const orderEditCommit: Resolver = (
  _,
  args: { id: string; notifyCustomer?: boolean | null; staffNote?: string | null },
  { world },
) => {
  const edit = world.get('CalculatedOrder', gid('CalculatedOrder', gidTail(args.id)));
  if (!edit || edit.committed) return refuse(userError(['id'], 'The calculated order does not exist.'), 'order');
  const order = orderOf(world, edit);
  const changed = edit.lines.filter((line) => line.quantity !== line.before || line.discount);
  const shippingChanged = edit.shipping.some((line) => line.stagedStatus !== 'NONE');
  if (changed.length === 0 && !shippingChanged)
    return refuse(userError(['id'], 'There must be at least one change to be made.'), 'order');

  const wasClosed = order.closedAt !== null;
  const additions: { id: string; delta: number }[] = [];
  const removals: { id: string; delta: number }[] = [];
  for (const line of changed) applyLine(world, order, line, additions, removals);
  if (shippingChanged) applyShipping(world, order, edit.shipping);
  world.patch('CalculatedOrder', edit, { committed: true });
  touch(world, order, { edited: true, closedAt: null });
  const { outstanding } = totalsOf(world, order);
  world.emit('orders/edited', order.id, {
    extra: {
      order_edit: {
        id: restId(edit.id),
        app_id: null,
        created_at: restTime(world.timestamp(), shopOf(world).timezoneOffsetMinutes),
        committed_at: restTime(world.timestamp(), shopOf(world).timezoneOffsetMinutes),
        notify_customer: args.notifyCustomer ?? false,
        order_id: restId(order.id),
        staff_note: args.staffNote ?? '',
        user_id: null,
        line_items: { additions: additions.map(restDelta), removals: removals.map(restDelta) },
        discounts: { line_item: { additions: [], removals: [] } },
        shipping_lines: { additions: [], removals: [] },
      },
    },
  });
  const messages = ['Order updated'];
  if (wasClosed) messages.push('Order unarchived');
  if (args.notifyCustomer) messages.push(outstanding.shop > 0 ? 'Invoice sent' : 'Notification sent');
  return { order, successMessages: messages, userErrors: [] };
};

const restDelta = ({ id, delta }: { id: string; delta: number }) => ({ id: restId(id), delta });

function applyLine(
  world: World,
  order: Order,
  line: EditLine,
  additions: { id: string; delta: number }[],
  removals: { id: string; delta: number }[],
): void {
  let target = sourceLine(world, line);
  if (!target) {
    target = addLine(world, order, {
      title: line.title,
      variantTitle: line.variantTitle,
      sku: line.sku,
      variantId: line.variantId,
      quantity: line.quantity,
      price: line.price,
      requiresShipping: line.requiresShipping,
      taxable: line.taxable,
    });
    additions.push({ id: target.id, delta: line.quantity });
    createFulfillmentOrders(world, order, [target]);
  } else if (line.quantity > line.before) {
    const more = line.quantity - line.before;
    const { quantity } = target;
    // Tax and discounts of a line are those of all its units: they grow with it.
    world.patch('LineItem', target, {
      quantity: quantity + more,
      taxLines: target.taxLines.map((tax) => ({ ...tax, price: share(tax.price, quantity + more, quantity) })),
    });
    additions.push({ id: target.id, delta: more });
    extendFulfillmentOrders(world, order, target, more);
  } else if (line.quantity < line.before) {
    const fewer = line.before - line.quantity;
    world.patch('LineItem', target, { removed: target.removed + fewer });
    removals.push({ id: target.id, delta: fewer });
    reduceFulfillmentOrders(world, target.id, fewer, line.restock);
  }
  if (!line.discount) return;
  const { description, value } = line.discount;
  const perUnit = discountOn(value, line.price);
  world.patch('Order', order, {
    discounts: [...order.discounts, { kind: 'MANUAL', title: description, target: 'LINE_ITEM', value }],
  });
  const gross = times(line.price, target.quantity).shop;
  const net = gross - times(perUnit, target.quantity).shop;
  world.patch('LineItem', target, {
    allocations: [
      ...target.allocations,
      { discount: order.discounts.length - 1, amount: times(perUnit, target.quantity) },
    ],
    taxLines: target.taxLines.map((tax) => ({ ...tax, price: share(tax.price, net, gross) })),
  });
}

function applyShipping(world: World, order: Order, shipping: EditShipping[]): void {
  const removed = new Set(shipping.filter((one) => one.stagedStatus === 'REMOVED').map((one) => one.shippingLineId));
  world.patch('Order', order, {
    shippingLines: [
      ...order.shippingLines.map((line) => (removed.has(line.id) ? { ...line, removed: true } : line)),
      ...shipping
        .filter((one) => one.stagedStatus === 'ADDED')
        .map(({ title, price }) => ({
          id: world.newId('ShippingLine'),
          title,
          code: 'custom',
          source: null,
          price,
          discounted: price,
          taxLines: [],
        })),
    ],
  });
}

function pricing(order: Order, value: Discount['value']) {
  return 'percentage' in value
    ? { __typename: 'PricingPercentageValue', percentage: value.percentage }
    : { __typename: 'MoneyV2', ...bag(order, { shop: value.amount }).presentmentMoney };
}

const moneyOf =
  <T extends object>(pick: (world: World, source: InEdit<T>) => Amount): Resolver =>
  (source: InEdit<T>, _, { world }) =>
    bag(orderOf(world, source.edit), pick(world, source));

const linesIn = (edit: CalculatedOrder, lines: EditLine[]) => lines.map((line) => ({ ...line, edit }));

export const editFields: Resolvers = {
  Mutation: {
    orderEditBegin,
    orderEditAddVariant,
    orderEditAddCustomItem,
    orderEditSetQuantity,
    orderEditAddLineItemDiscount,
    orderEditRemoveDiscount: removeDiscount('INVALID'),
    orderEditRemoveLineItemDiscount: removeDiscount(null),
    orderEditUpdateDiscount,
    orderEditAddShippingLine,
    orderEditUpdateShippingLine,
    orderEditRemoveShippingLine,
    orderEditCommit,
  },
  CalculatedOrder: {
    originalOrder: (edit: CalculatedOrder, _, { world }) => orderOf(world, edit),
    lineItems: (edit: CalculatedOrder, args: PageArgs) =>
      connection(linesIn(edit, edit.lines), args, { id: (line) => line.tail }),
    addedLineItems: (edit: CalculatedOrder, args: PageArgs) =>
      connection(
        linesIn(
          edit,
          edit.lines.filter((line) => line.lineItemId === null),
        ),
        args,
        { id: (line) => line.tail },
      ),
    shippingLines: (edit: CalculatedOrder) => edit.shipping.map((line) => ({ ...line, edit })),
    subtotalLineItemsQuantity: (edit: CalculatedOrder) => edit.lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotalPriceSet: (edit: CalculatedOrder, _, { world }) => bag(orderOf(world, edit), subtotal(world, edit)),
    totalPriceSet: (edit: CalculatedOrder, _, { world }) => bag(orderOf(world, edit), total(world, edit)),
    totalOutstandingSet: (edit: CalculatedOrder, _, { world }) => {
      const order = orderOf(world, edit);
      const { received, refunded } = totalsOf(world, order);
      return bag(order, minus(total(world, edit), minus(received, refunded)));
    },
    cartDiscountAmountSet: () => null,
    taxLines: (edit: CalculatedOrder, _, { world }) =>
      edit.lines.flatMap((line) => lineTaxes(world, line)).map((tax) => taxLine(orderOf(world, edit), tax)),
    notificationPreviewTitle: (edit: CalculatedOrder, _, { world }) => `Order ${orderOf(world, edit).name} updated`,
    notificationPreviewHtml: () => '<p>Your order was updated.</p>',
    addedDiscountApplications: (edit: CalculatedOrder, args: PageArgs, { world }) =>
      connection(
        edit.lines.flatMap((line) => (line.discount ? [application(orderOf(world, edit), line.discount)] : [])),
        args,
      ),
    stagedChanges: (edit: CalculatedOrder, args: PageArgs, { world }) =>
      connection(
        edit.lines.flatMap((line) => stagedChanges(orderOf(world, edit), { ...line, edit })),
        args,
        { id: (one) => String(one.id ?? one.__typename) },
      ),
  },
  CalculatedLineItem: {
    id: (line: EditLine) => gid('CalculatedLineItem', line.tail),
    variant: (line: EditLine, _, { world }) => world.get('ProductVariant', line.variantId) ?? null,
    editableQuantity: (line: EditLine, _, { world }) => line.quantity - (sourceLine(world, line)?.fulfilled ?? 0),
    editableQuantityBeforeChanges: (line: EditLine, _, { world }) =>
      line.before - (sourceLine(world, line)?.fulfilled ?? 0),
    originalUnitPriceSet: moneyOf<EditLine>((_, line) => line.price),
    discountedUnitPriceSet: moneyOf<EditLine>((world, line) =>
      line.quantity === 0 ? line.price : share(lineTotal(world, line), 1, line.quantity),
    ),
    editableSubtotalSet: moneyOf<EditLine>((world, line) => lineTotal(world, line)),
    uneditableSubtotalSet: moneyOf<EditLine>(() => zero),
    hasStagedLineItemDiscount: (line: EditLine) => line.discount !== null,
    calculatedDiscountAllocations: (line: InEdit<EditLine>, _, { world }) => {
      if (!line.discount) return [];
      const order = orderOf(world, line.edit);
      return [
        {
          allocatedAmountSet: bag(order, times(discountOn(line.discount.value, line.price), line.quantity)),
          discountApplication: application(order, line.discount),
        },
      ];
    },
    discountAllocations: () => [],
    customAttributes: (line: EditLine, _, { world }) => sourceLine(world, line)?.customAttributes ?? [],
    restockable: (line: EditLine) => line.variantId !== null,
    restocking: (line: EditLine) => line.restock,
    image: () => null,
    stagedChanges: (line: InEdit<EditLine>, _, { world }) => stagedChanges(orderOf(world, line.edit), line),
  },
  CalculatedShippingLine: {
    id: (line: EditShipping) => gid('CalculatedShippingLine', line.tail),
    price: moneyOf<EditShipping>((_, line) => line.price),
  },
};

function application(order: Order, discount: NonNullable<EditLine['discount']>) {
  return {
    __typename: 'CalculatedManualDiscountApplication',
    id: gid('CalculatedManualDiscountApplication', discount.tail),
    allocationMethod: 'EACH',
    appliedTo: 'LINE',
    description: discount.description,
    targetSelection: 'EXPLICIT',
    targetType: 'LINE_ITEM',
    value: pricing(order, discount.value),
  };
}

function stagedChanges(
  order: Order,
  line: InEdit<EditLine>,
): ({ __typename: string; id?: string } & Record<string, unknown>)[] {
  const changes: ({ __typename: string; id?: string } & Record<string, unknown>)[] = [];
  const delta = line.quantity - line.before;
  if (line.lineItemId === null)
    changes.push(
      line.variantId
        ? { __typename: 'OrderStagedChangeAddVariant', quantity: line.quantity }
        : {
            __typename: 'OrderStagedChangeAddCustomItem',
            title: line.title,
            quantity: line.quantity,
            originalUnitPrice: padded(line.price.shop),
          },
    );
  else if (delta > 0) changes.push({ __typename: 'OrderStagedChangeIncrementItem', delta, lineItem: line.lineItemId });
  else if (delta < 0)
    changes.push({
      __typename: 'OrderStagedChangeDecrementItem',
      delta: -delta,
      restock: line.restock,
      lineItem: line.lineItemId,
    });
  if (line.discount)
    changes.push({
      __typename: 'OrderStagedChangeAddLineItemDiscount',
      id: line.discount.stagedId,
      description: line.discount.description,
      value: pricing(order, line.discount.value),
    });
  return changes;
}
