// A small made-up shop: what stands before the app is installed and the trouble begins.
import type { Admin, Any } from './admin.ts';
import type { Chance } from './chance.ts';

export type Sold = { productId: string; variantId: string; itemId: string; price: string };
export type SmallShop = { locations: string[]; sold: Sold[]; customers: string[]; orders: string[] };

const TITLES = [
  'Kettle',
  'Apron',
  'Lamp',
  'Basket',
  'Candle',
  'Tray',
  'Mug',
  'Blanket',
  'Clock',
  'Stool',
  'Vase',
  'Rug',
];

/** Products with stock at every location, customers, and `orders` orders that wait. */
export async function furnish(admin: Admin, draw: Chance, orders: number): Promise<SmallShop> {
  const { locations: places } = await admin('{ locations(first: 10) { nodes { id } } }');
  const locations: string[] = places.nodes.map((one: Any) => one.id);
  const sold: Sold[] = [];
  for (let number = 0; number < 36; number += 1) {
    const title = `${TITLES[number % TITLES.length]} ${number + 1}`;
    const { productCreate } = await admin(
      `mutation($product: ProductCreateInput!) { productCreate(product: $product) {
        product { id variants(first: 1) { nodes { id inventoryItem { id } } } } userErrors { field message } } }`,
      { product: { title, vendor: 'House', productType: 'Home', tags: ['made-up', `group-${number % 5}`] } },
    );
    const { id: productId, variants } = productCreate.product;
    const { id: variantId, inventoryItem } = variants.nodes[0];
    const price = (5 + draw.whole(0, 4000) / 100).toFixed(2);
    await admin(
      `mutation($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkUpdate(productId: $productId, variants: $variants) { userErrors { field message } } }`,
      {
        productId,
        variants: [{ id: variantId, price, inventoryItem: { sku: `CH-${number + 1}`, tracked: true, cost: '2.50' } }],
      },
    );
    for (const locationId of locations) {
      await admin(
        `mutation($inventoryItemId: ID!, $locationId: ID!, $key: String!) {
          inventoryActivate(inventoryItemId: $inventoryItemId, locationId: $locationId) @idempotent(key: $key) {
            userErrors { field message } } }`,
        { inventoryItemId: inventoryItem.id, locationId, key: draw.uuid() },
      );
    }
    await admin(
      `mutation($input: InventorySetQuantitiesInput!, $key: String!) {
        inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } } }`,
      {
        key: draw.uuid(),
        input: {
          name: 'available',
          reason: 'correction',
          quantities: locations.map((locationId) => ({
            inventoryItemId: inventoryItem.id,
            locationId,
            quantity: draw.whole(200, 2000),
            changeFromQuantity: null,
          })),
        },
      },
    );
    sold.push({ productId, variantId, itemId: inventoryItem.id, price });
  }
  const customers: string[] = [];
  for (let number = 0; number < 20; number += 1) {
    const { customerCreate } = await admin(
      'mutation($input: CustomerInput!) { customerCreate(input: $input) { customer { id } userErrors { field message } } }',
      { input: { email: `buyer-${number}@example.com`, firstName: 'Buyer', lastName: `No ${number}` } },
    );
    customers.push(customerCreate.customer.id);
  }
  const shop: SmallShop = { locations, sold, customers, orders: [] };
  for (let number = 0; number < orders; number += 1) shop.orders.push(await order(admin, draw, shop));
  return shop;
}

/** Places an order of one to three lines; two in three are paid at once. */
export async function order(
  admin: Admin,
  draw: Chance,
  shop: SmallShop,
  wish: { quantity?: number; paid?: boolean } = {},
): Promise<string> {
  const first = draw.whole(0, shop.sold.length - 1);
  const count = wish.quantity ? 1 : draw.whole(1, 3);
  const lines = Array.from({ length: count }, (_, index) => ({
    sold: shop.sold[(first + index) % shop.sold.length]!,
    quantity: wish.quantity ?? draw.whole(1, 5),
  }));
  const total = lines.reduce((sum, line) => sum + Number(line.sold.price) * line.quantity, 0).toFixed(2);
  const paid = wish.paid ?? draw.next() < 0.67;
  const customer = draw.whole(0, shop.customers.length);
  const address = {
    firstName: 'Buyer',
    lastName: `No ${customer}`,
    address1: `${draw.whole(1, 99)} High Street`,
    city: 'Ottawa',
    provinceCode: 'ON',
    countryCode: 'CA',
    zip: 'K1A 0B1',
  };
  const currencyCode = 'CAD';
  const { orderCreate } = await admin(
    `mutation($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
      orderCreate(order: $order, options: $options) { order { id } userErrors { field message } } }`,
    {
      options: { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' },
      order: {
        lineItems: lines.map(({ sold, quantity }) => ({
          variantId: sold.variantId,
          quantity,
          requiresShipping: true,
        })),
        shippingAddress: address,
        ...(shop.customers[customer] ? { customer: { toAssociate: { id: shop.customers[customer] } } } : {}),
        tags: [`lane-${draw.whole(1, 3)}`],
        ...(paid
          ? {
              transactions: [
                {
                  kind: 'SALE',
                  status: 'SUCCESS',
                  gateway: 'manual',
                  amountSet: { shopMoney: { amount: total, currencyCode } },
                },
              ],
            }
          : { financialStatus: 'PENDING' }),
      },
    },
  );
  return orderCreate.order.id;
}
