// Plays a past into an empty shop, on the shop's own clock: products and stock first, then orders, parcels and returns in the
// order in which they happened. Nobody is told (load before anyone listens); the shop ends at the present.
import { addCustomer, type Customer } from '../admin/customers/customer.ts';
import { shipAll } from '../admin/fulfillment/fulfillment.ts';
import { fulfillmentOrdersOf, isLive } from '../admin/fulfillment/fulfillment-order.ts';
import { levelAt, stockAt } from '../admin/inventory/level.ts';
import { addLocation, type Location } from '../admin/locations/location.ts';
import type { Order } from '../admin/orders/order.ts';
import { takeOrder } from '../admin/orders/taking.ts';
import { shopOf } from '../admin/shop/domain.ts';
import type { World } from '../kernel/world.ts';
import type { History, PastCustomer, PastOrder, PastProduct, PastReturn, PastVariant } from './history.ts';
import { chosenBy } from './shipping.ts';
import { takeBack } from './take-back.ts';

interface Loaded {
  people: Map<string, PastCustomer>;
  locations: Map<string, Location>;
  items: Map<string, { variantId: string; itemId: string }>;
  customers: Map<string, Customer>;
  orders: Map<string, Order>;
}

type Act = { at: string; rank: number; order?: PastOrder; parcel?: PastOrder; goods?: PastReturn };

/** `progress` hears how many of all acts are done, now and then. */
export function loadHistory(
  world: World,
  history: History,
  progress: (done: number, of: number) => void = () => {},
): void {
  const begin = history.products.map((one) => one.createdAt).sort()[0];
  if (begin) world.setClock(Date.parse(begin));
  const loaded = furnishShop(world, history);
  const acts = actsOf(history);
  for (const [index, act] of acts.entries()) {
    world.setClock(Date.parse(act.at));
    world.transaction(() => {
      if (act.order) placeOrder(world, loaded, act.order);
      if (act.parcel) sendParcel(world, loaded, act.parcel);
      if (act.goods) takeBack(world, loaded.orders.get(act.goods.order)!, act.goods);
    });
    world.settle();
    if (index % 2000 === 0) progress(index, acts.length);
  }
  setShelves(world, loaded, history);
  world.setClock(undefined);
  progress(acts.length, acts.length);
}

function furnishShop(world: World, history: History): Loaded {
  const { name, currency, timeZone } = history.shop;
  world.patch('Shop', shopOf(world), { name, currencyCode: currency, ianaTimezone: timeZone, taxesIncluded: true });
  for (const bare of world.all('Location')) world.remove('Location', bare);
  const locations = new Map(
    history.locations.map(({ key, name: title, ...address }) => [key, addLocation(world, { name: title, address })]),
  );
  const items = new Map<string, { variantId: string; itemId: string }>();
  for (const product of history.products) {
    world.setClock(Date.parse(product.createdAt));
    for (const [sku, made] of addProduct(world, product)) {
      items.set(sku, made);
      for (const location of locations.values()) stockAt(world, made.itemId, location);
    }
  }
  const people = new Map(history.customers.map((one) => [one.key, one]));
  return { people, locations, items, customers: new Map(), orders: new Map() };
}

function addProduct(world: World, past: PastProduct): [string, { variantId: string; itemId: string }][] {
  const now = world.timestamp();
  const plain = past.variants.length === 1 && past.variants[0]?.title === 'Default Title';
  const option = {
    id: world.newId('ProductOption'),
    name: plain ? 'Title' : 'Kind',
    position: 1,
    values: past.variants.map((variant) => ({ id: world.newId('ProductOptionValue'), name: variant.title })),
  };
  const product = world.insert('Product', {
    title: past.title,
    handle: handleOf(world, past),
    descriptionHtml: '',
    vendor: past.vendor,
    productType: past.type,
    status: 'ACTIVE',
    tags: past.tags,
    templateSuffix: null,
    options: [option],
    imageUrl: null,
    isGiftCard: false,
    createdAt: now,
    updatedAt: now,
    publishedAt: now,
  });
  return past.variants.map((variant, index) => [
    variant.sku,
    addVariant(world, product.id, option, variant, index, now),
  ]);
}

function addVariant(
  world: World,
  productId: string,
  option: { id: string; values: { id: string }[] },
  past: PastVariant,
  index: number,
  now: string,
): { variantId: string; itemId: string } {
  const variantId = world.newId('ProductVariant');
  const itemId = world.newId('InventoryItem');
  world.insert('ProductVariant', {
    id: variantId,
    productId,
    inventoryItemId: itemId,
    title: past.title,
    sku: past.sku,
    barcode: past.barcode,
    price: past.price,
    compareAtPrice: null,
    taxable: true,
    inventoryPolicy: 'DENY',
    position: index + 1,
    selected: [{ optionId: option.id, valueId: option.values[index]!.id }],
    createdAt: now,
    updatedAt: now,
  });
  world.insert('InventoryItem', {
    id: itemId,
    variantId,
    sku: past.sku,
    tracked: true,
    requiresShipping: true,
    cost: past.cost,
    countryCodeOfOrigin: past.origin ?? null,
    provinceCodeOfOrigin: null,
    harmonizedSystemCode: past.tariffCode ?? null,
    weight: { value: (past.grams ?? 300) / 1000, unit: 'KILOGRAMS' },
    createdAt: now,
    updatedAt: now,
  });
  return { variantId, itemId };
}

/** Everything that happened, oldest first; at the same moment orders come before parcels, parcels before returns. */
function actsOf(history: History): Act[] {
  const acts: Act[] = [
    ...history.orders.map((order): Act => ({ at: order.at, rank: 0, order })),
    ...history.orders.flatMap((order): Act[] =>
      order.shippedAt ? [{ at: order.shippedAt, rank: 1, parcel: order }] : [],
    ),
    ...history.returns.map((goods): Act => ({ at: goods.at, rank: 2, goods })),
  ];
  return acts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank));
}

function placeOrder(world: World, loaded: Loaded, past: PastOrder): void {
  const customer = past.customer ? customerOf(world, loaded, past.customer) : null;
  const [firstName, ...rest] = (past.address?.name ?? '').split(' ');
  const total = past.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const order = takeOrder(world, {
    email: customer?.email ?? null,
    customerId: customer?.id ?? null,
    sourceName: 'web',
    shippingLines: chosenBy(loaded.orders.size),
    shippingAddress:
      past.address || past.countryCode
        ? {
            firstName: firstName ?? null,
            lastName: rest.join(' ') || null,
            address1: past.address?.address1 ?? null,
            city: past.address?.city ?? null,
            zip: past.address?.zip ?? null,
            countryCode: past.countryCode,
          }
        : null,
    lines: past.lines.map((line) => ({
      variantId: loaded.items.get(line.sku)!.variantId,
      quantity: line.quantity,
      price: { shop: line.price },
    })),
    ...(past.paid
      ? { transactions: [{ kind: 'SALE', gateway: 'shopify_payments', amount: { shop: total } }] }
      : { givenFinancialStatus: 'PENDING' }),
    tell: false,
  });
  loaded.orders.set(past.key, order);
}

function customerOf(world: World, loaded: Loaded, key: string): Customer {
  const known = loaded.customers.get(key);
  if (known) return known;
  const past = loaded.people.get(key);
  const made = addCustomer(world, {
    firstName: past?.firstName ?? null,
    lastName: past?.lastName ?? null,
    email: past?.email ?? null,
    state: 'ENABLED',
  });
  loaded.customers.set(key, made);
  return made;
}

function sendParcel(world: World, loaded: Loaded, past: PastOrder): void {
  const order = loaded.orders.get(past.key)!;
  for (const one of fulfillmentOrdersOf(world, order.id)) if (isLive(one)) shipAll(world, order, one);
}

/** The last word on stock: what the past says is sellable now. What open orders have taken stays committed beside it. */
function setShelves(world: World, loaded: Loaded, history: History): void {
  for (const { sku, location, available, incoming = 0 } of history.stock) {
    const item = loaded.items.get(sku);
    const place = loaded.locations.get(location);
    const level = item && place ? levelAt(world, item.itemId, place.id) : undefined;
    if (level) world.patch('InventoryLevel', level, { available, incoming });
  }
}

function handleOf(world: World, past: PastProduct): string {
  const plain = past.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return world.where('Product', 'handle', plain).length > 0
    ? `${plain}-${world.count(`handle ${plain}`)}`
    : plain || 'product';
}
