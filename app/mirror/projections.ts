// Topic + payload → what changes. Pure: the same delivery always says the same, whoever folds it and whenever.
import type { Entry } from '../events/vocabulary.ts';
import { type Json, objectOrNull, ownId, PayloadProblem, reference, referenceOrNull } from './payload.ts';
import { fulfillmentFromPayload } from './projections/fulfillment.ts';
import { availableFromPayload, disconnectedFromPayload, inventoryItemFromPayload } from './projections/inventory.ts';
import { editFromPayload, orderFromPayload } from './projections/order.ts';
import { productFromPayload } from './projections/product.ts';
import { refundFromPayload } from './projections/refund.ts';
import { customerFromPayload } from './projections/store.ts';
import type { Ask, Grave, GraveKind, RereadKind, Rows } from './rows.ts';

/** What one delivery asks for. */
export type Changes = {
  rows?: Rows;
  /** to be read again through the gateway, because the payload is thin or cannot be trusted to be whole */
  asks?: Ask[];
  graves?: Grave[];
  /** what is not told by the rows */
  entries?: Entry[];
  /** what concerns the installation rather than the store */
  life?: Life;
};

export type Life =
  | { is: 'uninstalled' }
  | { is: 'scopes-changed'; scopes: string[] }
  | { is: 'shop-redact' }
  /** customerId null: an order without a customer account */
  | { is: 'customer-redact'; customerId: string | null; orderIds: string[] }
  | { is: 'data-request'; customerId: string | null; orderIds: string[] }
  | { is: 'bulk-finished'; operationId: string };

export type Delivery = {
  topic: string;
  payload: Json;
  /** X-Shopify-Triggered-At, to the microsecond */
  heardAt: string;
  /** the shop's currency; null until the shop was read, then what needs it is read instead of taken from the payload */
  currency: string | null;
};

type Rule = (delivery: Delivery) => Changes;

const order: Rule = ({ payload, heardAt }) => ({ rows: orderFromPayload(payload, heardAt) });

/** Which parcels are to be sent changed too, and no topic says so. */
const orderAndParcels: Rule = (delivery) => ({
  ...order(delivery),
  asks: [{ kind: 'OrderParcels', id: ownId(delivery.payload) }],
});

const parcel: Rule = ({ payload, heardAt }) => {
  const row = fulfillmentFromPayload(payload, heardAt);
  return { rows: { fulfillments: [row] }, asks: [{ kind: 'OrderParcels', id: row.orderId }] };
};

const product: Rule = ({ payload, heardAt, currency }) => {
  const ask: Ask = { kind: 'Product', id: ownId(payload) };
  if (currency === null) return { asks: [ask, { kind: 'Shop', id: 'self' }] };
  const { product: row, complete } = productFromPayload(payload, heardAt, currency);
  // Cut to its first hundred variants it would delete the others until they are read: then it only says that there is news.
  return complete ? { rows: { products: [row] } } : { asks: [ask] };
};

const inventoryItem: Rule = ({ payload, heardAt, currency }) => {
  const ask: Ask = { kind: 'InventoryItem', id: ownId(payload) };
  if (currency === null) return { asks: [ask, { kind: 'Shop', id: 'self' }] };
  const row = inventoryItemFromPayload(payload, heardAt, currency);
  return row ? { rows: { inventoryItems: [row] } } : { asks: [ask] };
};

const newInventoryItem: Rule = (delivery) => ({
  ...inventoryItem(delivery),
  asks: [{ kind: 'InventoryItem', id: ownId(delivery.payload) }],
});

const level =
  (read: typeof availableFromPayload): Rule =>
  ({ payload, heardAt }) => {
    const row = read(payload, heardAt);
    return { rows: { available: [row] }, asks: [{ kind: 'InventoryItem', id: row.inventoryItemId }] };
  };

const customer: Rule = ({ payload, heardAt }) => ({ rows: { customers: [customerFromPayload(payload, heardAt)] } });

const gone =
  (kind: GraveKind): Rule =>
  ({ payload, heardAt }) => ({ graves: [{ kind, id: ownId(payload), deletedAt: heardAt }] });

const again =
  (kind: RereadKind): Rule =>
  ({ payload }) => ({ asks: [{ kind, id: ownId(payload) }] });

/** Thin deltas: every object of this kind that the payload names is read again. One that says something but names none is not understood. */
const againEachNamed =
  (kind: RereadKind): Rule =>
  ({ payload }) => {
    const named = idsNamed(payload, kind);
    if (named.length === 0 && Object.keys(payload).length > 0)
      throw new PayloadProblem(`The payload names no ${kind}; replay it once a rule reads what it does name`);
    return { asks: named.map((id) => ({ kind, id })) };
  };

const discount: Rule = ({ payload, heardAt }) => {
  const discountId = ownId(payload);
  return {
    entries: [
      {
        type: 'discount.changed',
        key: `discount.changed:${discountId}:${heardAt}`,
        subject: `Discount/${discountId}`,
        at: heardAt,
        asOf: heardAt,
        data: { discountId },
      },
    ],
  };
};

const nothing: Rule = () => ({});

const rules: Record<string, Rule> = {
  'orders/create': orderAndParcels,
  'orders/updated': order,
  'orders/paid': order,
  'orders/cancelled': orderAndParcels,
  'orders/fulfilled': order,
  'orders/partially_fulfilled': order,
  'orders/delete': gone('Order'),
  'orders/edited': ({ payload, heardAt }) => {
    const edit = editFromPayload(payload);
    return {
      asks: [
        { kind: 'Order', id: edit.orderId },
        { kind: 'OrderParcels', id: edit.orderId },
      ],
      entries: [
        {
          type: 'order.edited',
          key: `order.edited:${edit.editId}`,
          subject: `Order/${edit.orderId}`,
          at: edit.committedAt,
          asOf: heardAt,
          data: { orderId: edit.orderId },
        },
      ],
    };
  },
  'refunds/create': ({ payload, heardAt, currency }) => {
    const orderId = reference(payload, 'order_id');
    if (currency === null)
      return {
        asks: [
          { kind: 'Order', id: orderId },
          { kind: 'OrderParcels', id: orderId },
          { kind: 'Shop', id: 'self' },
        ],
      };
    const row = refundFromPayload(payload, heardAt, currency);
    const asks: Ask[] = [{ kind: 'OrderParcels', id: orderId }];
    if (row.returnId) asks.push({ kind: 'Return', id: row.returnId });
    return { rows: { refunds: [row] }, asks };
  },
  'fulfillments/create': parcel,
  'fulfillments/update': parcel,
  'fulfillment_events/create': nothing,
  'fulfillment_events/delete': nothing,
  'products/create': product,
  'products/update': product,
  'products/delete': ({ payload, heardAt }) => {
    const productId = ownId(payload);
    return {
      graves: [{ kind: 'Product', id: productId, deletedAt: heardAt }],
      entries: [
        {
          type: 'product.deleted',
          key: `product.deleted:${productId}`,
          subject: `Product/${productId}`,
          at: heardAt,
          asOf: heardAt,
          data: { productId },
        },
      ],
    };
  },
  'variants/in_stock': nothing,
  'variants/out_of_stock': nothing,
  'inventory_items/create': newInventoryItem,
  'inventory_items/update': inventoryItem,
  'inventory_items/delete': gone('InventoryItem'),
  'inventory_levels/update': level(availableFromPayload),
  'inventory_levels/connect': level(availableFromPayload),
  'inventory_levels/disconnect': level(disconnectedFromPayload),
  'locations/create': again('Location'),
  'locations/update': again('Location'),
  'locations/activate': again('Location'),
  'locations/deactivate': again('Location'),
  'locations/delete': gone('Location'),
  'customers/create': customer,
  'customers/update': customer,
  'customers/enable': customer,
  'customers/disable': customer,
  'customers/delete': gone('Customer'),
  'discounts/create': discount,
  'discounts/update': discount,
  'discounts/delete': discount,
  'shop/update': () => ({ asks: [{ kind: 'Shop', id: 'self' }] }),
  'app/uninstalled': () => ({ life: { is: 'uninstalled' } }),
  'app/scopes_update': ({ payload }) => ({
    life: { is: 'scopes-changed', scopes: Array.isArray(payload.current) ? payload.current.map(String) : [] },
  }),
  'bulk_operations/finish': ({ payload }) => ({ life: { is: 'bulk-finished', operationId: ownId(payload) } }),
  'shop/redact': () => ({ life: { is: 'shop-redact' } }),
  'customers/redact': ({ payload }) => ({
    life: { is: 'customer-redact', customerId: customerIn(payload), orderIds: ids(payload.orders_to_redact) },
  }),
  'customers/data_request': ({ payload }) => ({
    life: {
      is: 'data-request',
      customerId: customerIn(payload),
      orderIds: ids(payload.orders_requested),
    },
  }),
};

/** Every topic that has a rule by name; families with many members (fulfillment_orders/…) are matched by their beginning. */
export const TOPICS: readonly string[] = Object.keys(rules);

const families: [RegExp, Rule][] = [
  [/^fulfillment_orders\//, againEachNamed('FulfillmentOrder')],
  [/^fulfillment_holds\//, againEachNamed('FulfillmentOrder')],
  [/^returns\//, againEachNamed('Return')],
  [/^reverse_deliveries\//, againEachNamed('Return')],
];

/** Throws PayloadProblem with the reason when the topic has no rule or the payload cannot be understood. */
export function project(delivery: Delivery): Changes {
  const rule = Object.hasOwn(rules, delivery.topic)
    ? rules[delivery.topic]
    : families.find(([beginning]) => beginning.test(delivery.topic))?.[1];
  if (!rule) throw new PayloadProblem(`No rule for the topic "${delivery.topic}": drop its subscription or add a rule`);
  return rule(delivery);
}

function idsNamed(value: unknown, kind: string): string[] {
  const found = new Set<string>();
  const pattern = new RegExp(`^gid://shopify/${kind}/(\\d+)$`);
  const walk = (part: unknown) => {
    if (typeof part === 'string') {
      const id = pattern.exec(part)?.[1];
      if (id) found.add(id);
    } else if (Array.isArray(part)) part.forEach(walk);
    else if (part && typeof part === 'object')
      for (const [field, inner] of Object.entries(part)) {
        if (field === 'fulfillment_order_id' && kind === 'FulfillmentOrder')
          found.add(reference(part as Json, 'fulfillment_order_id'));
        else walk(inner);
      }
  };
  walk(value);
  return [...found];
}

function customerIn(payload: Json): string | null {
  const customer = objectOrNull(payload.customer, 'customer');
  return customer && referenceOrNull(customer, 'id');
}

function ids(value: unknown): string[] {
  return Array.isArray(value) ? value.map((id) => reference({ id } as Json, 'id')) : [];
}
