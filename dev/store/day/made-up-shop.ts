// A believable shop from a seed: 13 months of seasonal, promoted, sometimes sold-out trade that ends at `now`, with a morning's work
// waiting: orders to ship (some with a bad address or an open payment), returns to decide, shelves that run low.
import { FAMILIES, type Family, FIRST_NAMES, LAST_NAMES, PROMOTIONS, STREETS, TOWNS } from './catalog.ts';
import { Chance } from './chance.ts';
import type { History, PastCustomer, PastOrder, PastProduct, PastReturn } from './history.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** 13 months, so that each season is there and one month can be held against its last year. */
const DAYS = 395;
const LOCATIONS = [
  {
    key: 'warehouse',
    name: 'Bristol warehouse',
    address1: '4 Dock Way',
    city: 'Bristol',
    zip: 'BS1 6XG',
    countryCode: 'GB',
  },
  {
    key: 'leeds',
    name: 'Leeds shop',
    address1: '18 Thornton Arcade',
    city: 'Leeds',
    zip: 'LS1 6LQ',
    countryCode: 'GB',
  },
  { key: 'bath', name: 'Bath shop', address1: '7 Walcot Street', city: 'Bath', zip: 'BA1 5BN', countryCode: 'GB' },
];

interface Item {
  sku: string;
  family: Family;
  price: number;
  /** Mean units a day before season, promotion and weekday. */
  base: number;
  onHand: number;
  onOrder: { units: number; arrives: number }[];
}

/** The same seed and day tell the same story. `now` is UTC milliseconds. Only the last `days` of it are lived through: few make a small shop. */
export function makeUpShop(seed: number, now: number, days = DAYS): History {
  const chance = new Chance(`shop ${seed}`);
  const start = Math.floor(now / DAY) * DAY - (DAYS - 1) * DAY;
  const { products, items } = makeCatalog(chance, start);
  const customers = makeCustomers(chance, start);
  const orders: PastOrder[] = [];
  for (let day = DAYS - days; day < DAYS; day++) {
    const midnight = start + day * DAY;
    receive(items, day);
    orders.push(...sellFor(chance, items, customers, midnight, day, Math.min(midnight + DAY, now)));
    reorder(chance, items, day, midnight);
  }
  orders.sort((a, b) => (a.at < b.at ? -1 : 1));
  ship(chance, orders, now);
  spoilSome(chance, orders);
  return {
    shop: { name: 'Fernhill Supply', currency: 'GBP', timeZone: 'Europe/London' },
    locations: LOCATIONS,
    products,
    customers,
    orders,
    returns: sendBack(chance, orders, items, now),
    stock: items.flatMap((item) => [
      {
        sku: item.sku,
        location: 'warehouse',
        available: item.onHand,
        incoming: item.onOrder.reduce((sum, one) => sum + one.units, 0),
      },
      { sku: item.sku, location: 'leeds', available: chance.whole(0, 6) },
      { sku: item.sku, location: 'bath', available: chance.whole(0, 4) },
    ]),
    setAside: [],
  };
}

function makeCatalog(chance: Chance, start: number): { products: PastProduct[]; items: Item[] } {
  const items: Item[] = [];
  const products = FAMILIES.flatMap((family) =>
    family.names.map((title): PastProduct => {
      const price = Math.round(chance.whole(...family.price) / 50) * 50 - 1;
      // A few products carry most of the trade (Zipf-like).
      const popularity = 1.2 / (1 + chance.whole(0, 40));
      const code = title
        .split(' ')
        .map((word) => word.slice(0, 3).toUpperCase())
        .join('');
      const variants = family.options.map((option, index) => {
        const sku = `${family.type.slice(0, 2).toUpperCase()}-${code}-${index + 1}`;
        const own = price + index * 100;
        const base = popularity * (0.5 + chance.next());
        items.push({
          sku,
          family,
          price: own,
          base,
          onHand: Math.ceil(base * (family.leadDays + 20)) + 3,
          onOrder: [],
        });
        return {
          sku,
          title: family.options.length === 1 ? 'Default Title' : option,
          price: own,
          cost: Math.round(own * (0.35 + 0.15 * chance.next())),
          barcode: `50${String(items.length).padStart(11, '0')}`,
          grams: family.grams[index % family.grams.length]!,
          tariffCode: family.tariffCode,
          origin: family.origin,
        };
      });
      const final = family.type === 'Gifts' && title === 'Advent Calendar';
      return {
        title,
        vendor: family.vendor,
        type: family.type,
        tags: final ? ['final-sale'] : [],
        createdAt: iso(start),
        variants,
      };
    }),
  );
  return { products, items };
}

function makeCustomers(chance: Chance, start: number): PastCustomer[] {
  return Array.from({ length: 900 }, (_, index) => {
    const firstName = chance.pick(FIRST_NAMES);
    const lastName = chance.pick(LAST_NAMES);
    return {
      key: `c${index}`,
      firstName,
      lastName,
      email: `${firstName}.${lastName}.${index}@example.com`.toLowerCase(),
      createdAt: iso(start),
    };
  });
}

/** Units a day that customers want of an item: season, promotion, weekday. */
function wanted(item: Item, midnight: number, day: number): number {
  const date = new Date(midnight);
  const month = date.getUTCMonth() + 1 + date.getUTCDate() / 31;
  const season =
    1 + item.family.swing * Math.max(0, Math.cos(((month - item.family.peakMonth - 0.5) / 12) * 2 * Math.PI)) ** 3;
  const weekday = [1.25, 0.95, 0.85, 0.9, 0.95, 1.05, 1.15][date.getUTCDay()] ?? 1;
  const daysAgo = DAYS - 1 - day;
  const promotion = PROMOTIONS.find(
    (each) => each.type === item.family.type && daysAgo <= each.fromDaysAgo && daysAgo > each.fromDaysAgo - each.days,
  );
  return item.base * season * weekday * (promotion?.uplift ?? 1);
}

/** The day's orders; a customer who finds a thing sold out leaves it. */
function sellFor(
  chance: Chance,
  items: Item[],
  customers: PastCustomer[],
  midnight: number,
  day: number,
  until: number,
): PastOrder[] {
  const basket: { item: Item; quantity: number }[] = [];
  for (const item of items) {
    const want = chance.poisson(wanted(item, midnight, day));
    const sold = Math.min(want, item.onHand);
    item.onHand -= sold;
    for (let left = sold; left > 0; ) {
      const quantity = Math.min(left, chance.next() < 0.85 ? 1 : 2);
      basket.push({ item, quantity });
      left -= quantity;
    }
  }
  const orders: PastOrder[] = [];
  shuffle(chance, basket);
  while (basket.length > 0) {
    const size = Math.min(basket.length, chance.next() < 0.55 ? 1 : chance.whole(2, 4));
    const lines = merge(basket.splice(0, size));
    const at = midnight + (7 + 15 * ((chance.next() + chance.next()) / 2)) * HOUR;
    if (at > until) {
      // Not placed yet: it stays on the shelf.
      for (const line of lines) line.item.onHand += line.quantity;
      continue;
    }
    const customer = chance.pick(customers);
    const [city, zip] = chance.pick(TOWNS);
    orders.push({
      key: `${day}-${orders.length}`,
      at: iso(at),
      customer: customer.key,
      countryCode: 'GB',
      address: {
        name: `${customer.firstName} ${customer.lastName}`,
        address1: `${chance.whole(1, 180)} ${chance.pick(STREETS)}`,
        city,
        zip: `${zip}${chance.pick(['AB', 'DE', 'HN', 'QT'])}`,
      },
      lines: lines.map(({ item, quantity }) => ({ sku: item.sku, quantity, price: item.price })),
      paid: true,
      shippedAt: null,
      location: 'warehouse',
    });
  }
  return orders;
}

function merge(picked: { item: Item; quantity: number }[]): { item: Item; quantity: number }[] {
  const lines = new Map<Item, number>();
  for (const { item, quantity } of picked) lines.set(item, (lines.get(item) ?? 0) + quantity);
  return [...lines].map(([item, quantity]) => ({ item, quantity }));
}

function receive(items: Item[], day: number): void {
  for (const item of items) {
    for (const delivery of item.onOrder) if (delivery.arrives <= day) item.onHand += delivery.units;
    item.onOrder = item.onOrder.filter((delivery) => delivery.arrives > day);
  }
}

/** The buyer looks once a week, orders for the lead time and five weeks more, and some suppliers are late: so things sell out. */
function reorder(chance: Chance, items: Item[], day: number, midnight: number): void {
  if (day % 7 !== 3) return;
  for (const item of items) {
    const rate = wanted(item, midnight, day);
    const position = item.onHand + item.onOrder.reduce((sum, one) => sum + one.units, 0);
    if (position > rate * (item.family.leadDays + 10) || chance.next() < 0.2) continue;
    const late = chance.next() < 0.15 ? chance.whole(5, 20) : 0;
    item.onOrder.push({
      units: Math.max(6, Math.ceil((rate * (item.family.leadDays + 35)) / 6) * 6),
      arrives: day + item.family.leadDays + chance.whole(-2, 3) + late,
    });
  }
}

/** Orders leave on the afternoon of the next weekday; those of the last day or so are the work that waits. */
function ship(chance: Chance, orders: PastOrder[], now: number): void {
  for (const order of orders) {
    const placed = Date.parse(order.at);
    let leaves = Math.floor(placed / DAY) * DAY + DAY + (13 + 4 * chance.next()) * HOUR;
    if (chance.next() < 0.08) leaves += DAY * chance.whole(1, 3);
    while ([0, 6].includes(new Date(leaves).getUTCDay())) leaves += DAY;
    order.shippedAt = leaves < now - 20 * HOUR ? iso(leaves) : null;
  }
}

/** What a morning brings: an address without a postcode, a street without a number, a payment not yet made. */
function spoilSome(chance: Chance, orders: PastOrder[]): void {
  const open = orders.filter((order) => order.shippedAt === null);
  for (const [index, order] of open.entries()) {
    if (!order.address) continue;
    if (index % 11 === 4) order.address.zip = '';
    else if (index % 13 === 6) order.address.address1 = chance.pick(STREETS);
    else if (index % 9 === 2) order.paid = false;
  }
}

function sendBack(chance: Chance, orders: PastOrder[], items: Item[], now: number): PastReturn[] {
  const familyOf = new Map(items.map((item) => [item.sku, item.family]));
  const returns: PastReturn[] = [];
  for (const order of orders) {
    if (!order.shippedAt) continue;
    const lines = order.lines.flatMap((line, index) =>
      chance.next() < (familyOf.get(line.sku)?.returns ?? 0) ? [{ line: index, quantity: 1 }] : [],
    );
    const at = Date.parse(order.shippedAt) + chance.whole(4, 24) * DAY + chance.whole(1, 9) * HOUR;
    if (lines.length === 0 || at >= now) continue;
    const age = now - at;
    returns.push({
      key: `r-${order.key}`,
      at: iso(at),
      order: order.key,
      lines,
      reason: chance.pick(['UNWANTED', 'UNWANTED', 'DEFECTIVE', 'NOT_AS_DESCRIBED', 'WRONG_ITEM', 'SIZE_TOO_SMALL']),
      beforeShipping: false,
      status: age < 3 * DAY ? 'requested' : age < 8 * DAY ? 'open' : 'closed',
    });
  }
  return returns.sort((a, b) => (a.at < b.at ? -1 : 1));
}

function shuffle<T>(chance: Chance, list: T[]): void {
  for (let index = list.length - 1; index > 0; index--) {
    const other = chance.whole(0, index);
    [list[index], list[other]] = [list[other]!, list[index]!];
  }
}

function iso(at: number): string {
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
