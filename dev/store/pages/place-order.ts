import type { Shops } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';
import { act, ask, type Data } from './merchant.ts';

export interface NewOrder {
  /** Units by variant gid. */
  quantities: Map<string, number>;
  customerId?: string | undefined;
  email?: string | undefined;
  paid: boolean;
  address: Record<string, string> | undefined;
  note?: string | undefined;
  /** Where it came from: "web", "dev_store_admin". */
  source: string;
  /** Price of shipping as the API writes money. */
  shipping?: string | undefined;
}

/** Places an order through the shop's own orderCreate, taking its stock; answers the order's gid or what the shop objects to. */
export function placeOrder(
  at: { shops: Shops; world: World },
  order: NewOrder,
): { id?: string; name?: string; problems: string[] } {
  const wanted = [...order.quantities].filter(([, quantity]) => quantity > 0);
  if (wanted.length === 0) return { problems: ['Choose at least one product.'] };
  const { data, problems } = ask(
    at,
    'query($ids: [ID!]!) { shop { currencyCode } nodes(ids: $ids) { ... on ProductVariant { id price } } }',
    { ids: wanted.map(([id]) => id) },
  );
  if (problems.length) return { problems };
  const prices = new Map<string, number>(
    (data.nodes as Data[]).filter(Boolean).map((variant) => [variant.id, Math.round(Number(variant.price) * 100)]),
  );
  if (wanted.some(([id]) => !prices.has(id))) return { problems: ['A chosen product is not sold any more.'] };
  const shipping = Math.round(Number(order.shipping ?? 0) * 100);
  const total = wanted.reduce((sum, [id, quantity]) => sum + prices.get(id)! * quantity, shipping);
  const shopMoney = (cents: number) => ({
    shopMoney: { amount: (cents / 100).toFixed(2), currencyCode: data.shop.currencyCode },
  });
  const { payload, problems: refused } = act(
    at,
    `mutation($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
      orderCreate(order: $order, options: $options) { order { id name } userErrors { field message } } }`,
    {
      order: {
        lineItems: wanted.map(([variantId, quantity]) => ({ variantId, quantity, requiresShipping: true })),
        ...(order.customerId ? { customer: { toAssociate: { id: order.customerId } } } : {}),
        ...(order.email ? { email: order.email } : {}),
        ...(order.address ? { shippingAddress: order.address, billingAddress: order.address } : {}),
        ...(order.note ? { note: order.note } : {}),
        ...(shipping
          ? { shippingLines: [{ title: 'Standard', code: 'STANDARD', priceSet: shopMoney(shipping) }] }
          : {}),
        sourceName: order.source,
        financialStatus: order.paid ? 'PAID' : 'PENDING',
        ...(order.paid
          ? { transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'bogus', amountSet: shopMoney(total) }] }
          : {}),
      },
      options: { inventoryBehaviour: 'DECREMENT_OBEYING_POLICY' },
    },
  );
  return { ...(payload.order ?? {}), problems: refused };
}

/** Addresses for a quick order: one that arrives, and ones that a careful shop stops. */
export const ADDRESSES: Record<string, { label: string; address?: Record<string, string> }> = {
  good: {
    label: 'Complete address',
    address: {
      firstName: 'Ada',
      lastName: 'Brandt',
      address1: 'Lindenstrasse 12',
      city: 'Berlin',
      zip: '10969',
      countryCode: 'DE',
      phone: '+49 30 5550123',
    },
  },
  incomplete: {
    label: 'No house number, no postcode',
    address: { firstName: 'Ada', lastName: 'Brandt', address1: 'Lindenstrasse', city: 'Berlin', countryCode: 'DE' },
  },
  wrong: {
    label: 'Postcode of another country',
    address: {
      firstName: 'Ada',
      lastName: 'Brandt',
      address1: 'Lindenstrasse 12',
      city: 'Berlin',
      zip: 'SW1A 1AA',
      countryCode: 'DE',
    },
  },
  none: { label: 'No shipping address' },
};
