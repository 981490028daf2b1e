import { type Cents, cents } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';
import { createFulfillmentOrders } from '../fulfillment/fulfillment-order.ts';
import { soldVariant } from '../products/product.ts';
import { shopOf } from '../shop/domain.ts';
import type { Amount, Discount, LineItem, Order, OrderTransaction, ShippingLine, TaxLine } from './order.ts';
import { lineGross, minus, share, zero } from './totals.ts';

export interface NewLine {
  title?: string | null;
  variantTitle?: string | null;
  sku?: string | null;
  vendor?: string | null;
  productId?: string | null;
  variantId?: string | null;
  quantity: number;
  price?: Amount | undefined;
  taxLines?: TaxLine[];
  requiresShipping?: boolean | null;
  taxable?: boolean | null;
  giftCard?: boolean | null;
  customAttributes?: LineItem['customAttributes'];
  /** A discount on this line alone. */
  discount?: { title: string; value: Discount['value'] } | undefined;
}

export interface NewOrder extends Partial<Omit<Order, 'id' | 'number' | 'shippingLines' | 'discounts'>> {
  lines: NewLine[];
  shippingLines?: Omit<ShippingLine, 'id' | 'discounted'>[];
  transactions?: (Partial<OrderTransaction> & { kind: string; amount: Amount })[];
  /** Discounts on the whole order. */
  discounts?: Discount[];
  /** Whether tracked units are taken from stock. */
  takeStock?: boolean;
  /** Told as orders/create unless false (loading history). */
  tell?: boolean;
}

/**
 * Takes an order into the shop: number, lines, payments, stock and fulfillment orders. Used by orderCreate, draft orders, the emulated
 * admin and history loading; validation of API input comes before.
 */
export function takeOrder(world: World, given: NewOrder): Order {
  const shop = shopOf(world);
  const now = world.timestamp();
  const number = world.count('order', 1001);
  const {
    lines,
    transactions = [],
    shippingLines = [],
    discounts = [],
    takeStock = true,
    tell = true,
    ...rest
  } = given;
  const currency = rest.currency ?? shop.currencyCode;
  const order: Order = world.insert('Order', {
    name: `#${number}`,
    number,
    email: null,
    phone: null,
    note: null,
    poNumber: null,
    customerId: null,
    taxesIncluded: shop.taxesIncluded,
    createdAt: now,
    updatedAt: now,
    processedAt: now,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    test: false,
    edited: false,
    sourceName: null,
    sourceIdentifier: null,
    customAttributes: [],
    shippingAddress: null,
    billingAddress: null,
    givenFinancialStatus: null,
    confirmationNumber: confirmation(world),
    locationId: null,
    ...rest,
    currency,
    presentmentCurrency: rest.presentmentCurrency ?? currency,
    tags: sortTags(rest.tags ?? []),
    discounts: [],
    shippingLines: shippingLines.map((line) => ({ ...line, id: world.newId('ShippingLine'), discounted: line.price })),
  });
  const made = lines.map((line) => addLine(world, order, line));
  applyDiscounts(world, order, made, lines, discounts);
  for (const transaction of transactions) addTransaction(world, order, transaction);
  createFulfillmentOrders(world, order, made, { uncounted: !takeStock });
  if (tell) {
    world.emit('orders/create', order.id);
    if (transactions.length)
      for (const one of world.where('OrderTransaction', 'orderId', order.id))
        world.emit('order_transactions/create', one.id);
  }
  return order;
}

/** Adds a line to an order; what is not given comes from its variant. */
export function addLine(world: World, order: Order, line: NewLine): LineItem {
  const sold = line.variantId ? soldVariant(world, line.variantId) : undefined;
  return world.insert('LineItem', {
    orderId: order.id,
    title: line.title ?? sold?.title ?? '',
    variantTitle: line.variantTitle ?? sold?.variantTitle ?? null,
    sku: line.sku ?? sold?.variant.sku ?? null,
    vendor: line.vendor ?? sold?.vendor ?? null,
    productId: line.productId ?? sold?.variant.productId ?? null,
    variantId: line.variantId ?? null,
    quantity: line.quantity,
    removed: 0,
    removedAfterFulfillment: 0,
    fulfilled: 0,
    refunded: 0,
    price: line.price ?? { shop: sold?.variant.price ?? 0 },
    taxLines: line.taxLines ?? [],
    allocations: [],
    requiresShipping: line.requiresShipping ?? sold?.requiresShipping ?? true,
    taxable: line.taxable ?? sold?.variant.taxable ?? true,
    giftCard: line.giftCard ?? false,
    customAttributes: line.customAttributes ?? [],
  });
}

export function addTransaction(
  world: World,
  order: Order,
  { kind, amount, ...rest }: Partial<OrderTransaction> & { kind: string; amount: Amount },
): OrderTransaction {
  const now = world.timestamp();
  return world.insert('OrderTransaction', {
    orderId: order.id,
    kind,
    status: rest.status ?? 'SUCCESS',
    gateway: rest.gateway ?? null,
    amount,
    parentId: rest.parentId ?? null,
    createdAt: rest.createdAt ?? now,
    processedAt: rest.processedAt ?? now,
    test: rest.test ?? order.test,
    refundId: rest.refundId ?? null,
  });
}

/** The worth of a discount on an amount; never more than the amount. */
export function discountOn(value: Discount['value'], base: Amount): Amount {
  if ('percentage' in value) return share(base, value.percentage, 100);
  const shop = Math.min(value.amount, base.shop);
  return base.shop === 0 ? zero : share(base, shop, base.shop);
}

/** Spreads an amount over lines by their worth; the last takes the rounding. */
export function spread(total: Amount, over: Amount[]): Amount[] {
  const worth = over.reduce((sum, one) => sum + one.shop, 0);
  let left = total;
  return over.map((one, index) => {
    const part = index === over.length - 1 ? left : share(total, one.shop, worth);
    left = minus(left, part);
    return part;
  });
}

function applyDiscounts(world: World, order: Order, made: LineItem[], given: NewLine[], discounts: Discount[]): void {
  const all: Discount[] = [];
  const allocations = made.map((): LineItem['allocations'] => []);
  for (const [index, { discount }] of given.entries()) {
    if (!discount) continue;
    all.push({ kind: 'MANUAL', title: discount.title, target: 'LINE_ITEM', value: discount.value });
    allocations[index]!.push({ discount: all.length - 1, amount: discountOn(discount.value, lineGross(made[index]!)) });
  }
  let { shippingLines } = order;
  for (const discount of discounts) {
    all.push(discount);
    const position = all.length - 1;
    if (discount.target === 'SHIPPING_LINE') {
      shippingLines = shippingLines.map((line) => ({
        ...line,
        discounted: minus(line.price, discountOn(discount.value, line.price)),
      }));
      continue;
    }
    const worth = made.map((line, index) =>
      allocations[index]!.reduce((rest, one) => minus(rest, one.amount), lineGross(line)),
    );
    const base = worth.reduce(
      (sum, one) => ({
        shop: sum.shop + one.shop,
        presentment: (sum.presentment ?? 0) + (one.presentment ?? one.shop),
      }),
      zero,
    );
    for (const [index, part] of spread(discountOn(discount.value, base), worth).entries())
      if (part.shop) allocations[index]!.push({ discount: position, amount: part });
  }
  if (all.length === 0) return;
  world.patch('Order', order, { discounts: all, shippingLines });
  for (const [index, line] of made.entries()) world.patch('LineItem', line, { allocations: allocations[index]! });
}

/** Trimmed, without doubles, in the order Shopify answers them. */
export function sortTags(tags: string[]): string[] {
  const known = new Map<string, string>();
  for (const tag of tags.flatMap((one) => one.split(',')).map((one) => one.trim()))
    if (tag && !known.has(tag.toLowerCase())) known.set(tag.toLowerCase(), tag);
  return [...known.values()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

/** Reads a MoneyBagInput; presentment falls back to shop money. */
export function readBag(input: {
  shopMoney: { amount: string; currencyCode: string };
  presentmentMoney?: { amount: string; currencyCode: string } | null;
}): Amount {
  const shop: Cents = cents(input.shopMoney.amount);
  return input.presentmentMoney ? { shop, presentment: cents(input.presentmentMoney.amount) } : { shop };
}

function confirmation(world: World): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from({ length: 9 }, () => letters[Math.floor(world.chance() * letters.length)]).join('');
}
