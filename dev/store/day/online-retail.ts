// Reads a file in the layout of the UCI data set "Online Retail" (Chen 2015, DOI 10.24432/C5BW33) as a shop's past. What the file
// does not hold (shipping times, stock, locations, addresses, reasons of return) is made up from the row's own key, and said so.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { Chance } from './chance.ts';
import type { History, PastOrder, PastProduct, PastReturn } from './history.ts';
import { fromLocal } from './zone.ts';

const TIME_ZONE = 'Europe/London';
const DAY = 86_400_000;
const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
];
const FEES = new Set(['POST', 'DOT', 'M', 'C2', 'D', 'S', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B']);

/** Country names of the file that Intl does not know by these words. */
const COUNTRIES: Record<string, string> = {
  'United Kingdom': 'GB',
  EIRE: 'IE',
  RSA: 'ZA',
  USA: 'US',
  'Channel Islands': 'JE',
  'Hong Kong': 'HK',
  'Czech Republic': 'CZ',
  Korea: 'KR',
  'United Arab Emirates': 'AE',
};

interface Row {
  invoice: string;
  sku: string;
  description: string;
  quantity: number;
  at: number;
  /** Pence, rounded; `free` tells a true zero from 0.001. */
  price: number;
  free: boolean;
  customer: string | null;
  country: string;
}

/** The past that the file tells, with every row that became nothing counted by its reason. Throws, naming the line, when the layout is another. */
export async function readOnlineRetail(file: string): Promise<History> {
  const setAside = new Map<string, number>();
  const aside = (reason: string) => setAside.set(reason, (setAside.get(reason) ?? 0) + 1);
  const sales = new Map<string, Row[]>();
  const cancellations = new Map<string, Row[]>();
  const seen = new Set<string>();
  let doubles = 0;
  for await (const row of rowsOf(file, aside)) {
    const key = `${row.invoice}|${row.sku}|${row.quantity}|${row.at}|${row.price}|${row.customer}|${row.description}`;
    if (seen.has(key)) doubles++;
    else seen.add(key);
    const reason = reasonAgainst(row);
    if (reason) aside(reason);
    else push(row.invoice.startsWith('C') ? cancellations : sales, row.invoice, row);
  }
  seen.clear();
  const orders = [...sales].map(([invoice, rows]) => orderOf(invoice, rows)).sort(byTime);
  const returns = matchReturns(cancellations, sales, orders, aside);
  const products = productsOf(sales);
  const known = new Set(orders.map((order) => order.customer));
  const report = [...setAside].map(([reason, rows]) => ({ reason, rows })).sort((a, b) => b.rows - a.rows);
  if (doubles > 0)
    report.push({ reason: 'exact copy of an earlier row (kept: the same item may be sold twice)', rows: doubles });
  return {
    shop: { name: 'Online Retail', currency: 'GBP', timeZone: TIME_ZONE },
    locations: [
      { key: 'main', name: 'Warehouse', address1: '1 Dock Road', city: 'London', zip: 'E16 1AA', countryCode: 'GB' },
    ],
    products,
    customers: [...known].flatMap((key) =>
      key
        ? [
            {
              key,
              firstName: 'Customer',
              lastName: key,
              email: `customer-${key}@example.com`,
              createdAt: orders[0]?.at ?? new Date(0).toISOString(),
            },
          ]
        : [],
    ),
    orders,
    returns,
    stock: inferStock(orders, products),
    setAside: report,
  };
}

async function* rowsOf(file: string, aside: (reason: string) => void): AsyncGenerator<Row> {
  const raw = createReadStream(file);
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const parser = text.pipe(parse({ columns: false, relax_column_count: true, bom: true }));
  // A file that is missing or is not gzip fails on the stream, not on the parser at its end.
  raw.on('error', (error: Error) => parser.destroy(error));
  text.on('error', (error: Error) => parser.destroy(error));
  let header: string[] | undefined;
  let lastDate = '';
  let at = 0;
  for await (const record of parser as AsyncIterable<string[]>) {
    if (!header) {
      header = record;
      if (COLUMNS.some((name, index) => header![index]?.trim() !== name))
        throw new Error(
          `${file} is not in the "Online Retail" layout: its first line should be ${COLUMNS.join(',')} but is ${record.join(',').slice(0, 120)}`,
        );
      continue;
    }
    const [
      invoice = '',
      code = '',
      description = '',
      quantity = '',
      date = '',
      price = '',
      customer = '',
      country = '',
    ] = record;
    const units = Number(quantity);
    const amount = Number(price);
    if (
      !invoice.trim() ||
      !code.trim() ||
      !Number.isInteger(units) ||
      units === 0 ||
      !Number.isFinite(amount) ||
      !price.trim()
    ) {
      aside('unreadable (invoice, code, quantity or price missing or not a number)');
      continue;
    }
    try {
      // Rows of one invoice follow each other and share their time.
      if (date !== lastDate) [lastDate, at] = [date, fromLocal(date.trim(), TIME_ZONE)];
    } catch {
      aside('unreadable date');
      continue;
    }
    yield {
      invoice: invoice.trim().toUpperCase(),
      sku: code.trim().toUpperCase(),
      description: description.trim(),
      quantity: units,
      at,
      price: Math.round(amount * 100),
      free: amount <= 0,
      customer: customer.trim().replace(/\.0$/, '') || null,
      country: country.trim(),
    };
  }
}

/** Why a row is neither a clean sale nor a product's cancellation; undefined when it is one of them. */
function reasonAgainst(row: Row): string | undefined {
  if (row.invoice.startsWith('A')) return 'bad-debt adjustment (invoice A…)';
  const fee = FEES.has(row.sku) || row.sku.startsWith('GIFT_0001');
  if (row.invoice.startsWith('C')) {
    if (fee) return 'cancelled postage, fee or discount (no product)';
    if (row.quantity > 0) return 'cancellation with a positive quantity';
    return undefined;
  }
  if (!/^\d+$/.test(row.invoice)) return 'invoice number of an unknown form';
  if (row.quantity < 0) return 'stock write-off (negative quantity without cancellation)';
  if (row.free) return 'no price (stock found, gift or note)';
  if (fee) return 'postage, fee, discount or voucher (no product)';
  return undefined;
}

function orderOf(invoice: string, rows: Row[]): PastOrder {
  const first = rows[0]!;
  const at = Math.min(...rows.map((row) => row.at));
  return {
    key: invoice,
    at: new Date(at).toISOString(),
    customer: first.customer,
    countryCode: countryCode(first.country),
    address: null,
    lines: rows.map(({ sku, quantity, price }) => ({ sku, quantity, price })),
    paid: true,
    shippedAt: new Date(shippingTime(invoice, at)).toISOString(),
    location: 'main',
  };
}

/** Made up: parcels leave on weekdays between 14:00 and 17:00 UTC, the same day for early orders, one or two days later for others. */
function shippingTime(invoice: string, at: number): number {
  const chance = new Chance(`ship ${invoice}`);
  const day = Math.floor(at / DAY) * DAY;
  const early = at - day < 10 * 3_600_000 && chance.next() < 0.4;
  let ship = day + (early ? 0 : DAY * (chance.next() < 0.7 ? 1 : 2)) + (14 + chance.next() * 3) * 3_600_000;
  while ([0, 6].includes(new Date(ship).getUTCDay())) ship += DAY;
  return Math.floor(ship / 60_000) * 60_000;
}

interface Sold {
  order: PastOrder;
  line: number;
  at: number;
  left: number;
}

/** Each cancelled line goes to the latest earlier sale of the same customer and code that has units left; the file names no original invoice. */
function matchReturns(
  cancellations: Map<string, Row[]>,
  sales: Map<string, Row[]>,
  orders: PastOrder[],
  aside: (reason: string) => void,
): PastReturn[] {
  const sold = new Map<string, Sold[]>();
  for (const order of orders) {
    const rows = sales.get(order.key) ?? [];
    for (const [line, row] of rows.entries())
      if (row.customer) push(sold, `${row.customer}|${row.sku}`, { order, line, at: row.at, left: row.quantity });
  }
  const returns = new Map<string, PastReturn>();
  for (const [invoice, rows] of [...cancellations].sort((a, b) => a[1][0]!.at - b[1][0]!.at)) {
    for (const row of rows) {
      if (!row.customer) {
        aside('cancellation without a customer (its sale cannot be found)');
        continue;
      }
      const candidates = sold.get(`${row.customer}|${row.sku}`) ?? [];
      const wanted = -row.quantity;
      const found = candidates.findLast((one) => one.at <= row.at && one.left >= wanted);
      if (!found) {
        aside(
          candidates.some((one) => one.at <= row.at)
            ? 'cancellation of more units than an earlier sale has left'
            : 'cancellation without an earlier sale in the file',
        );
        continue;
      }
      found.left -= wanted;
      const at = new Date(row.at).toISOString();
      const beforeShipping = (found.order.shippedAt ?? at) > at;
      const key = `${invoice}|${found.order.key}|${beforeShipping}`;
      const known = returns.get(key);
      const line = { line: found.line, quantity: wanted };
      if (known) known.lines.push(line);
      else {
        const reason = new Chance(`reason ${key}`).pick([
          'UNWANTED',
          'UNWANTED',
          'DEFECTIVE',
          'NOT_AS_DESCRIBED',
          'WRONG_ITEM',
          'OTHER',
        ] as const);
        returns.set(key, { key, at, order: found.order.key, lines: [line], reason, beforeShipping, status: 'closed' });
      }
    }
  }
  return [...returns.values()].sort(byTime);
}

/** One product per code: its most frequent description, its latest usual price. */
function productsOf(sales: Map<string, Row[]>): PastProduct[] {
  const seen = new Map<string, { titles: Map<string, number>; prices: Map<number, number>; firstAt: number }>();
  for (const rows of sales.values())
    for (const row of rows) {
      let code = seen.get(row.sku);
      if (!code) {
        code = { titles: new Map(), prices: new Map(), firstAt: row.at };
        seen.set(row.sku, code);
      }
      if (row.description) code.titles.set(row.description, (code.titles.get(row.description) ?? 0) + 1);
      code.prices.set(row.price, (code.prices.get(row.price) ?? 0) + row.quantity);
      code.firstAt = Math.min(code.firstAt, row.at);
    }
  return [...seen].map(([sku, code]) => {
    const price = mostFrequent(code.prices) ?? 0;
    const title = mostFrequent(code.titles) ?? sku;
    return {
      title,
      vendor: 'Online Retail',
      type: 'Giftware',
      tags: [],
      createdAt: new Date(code.firstAt).toISOString(),
      variants: [{ sku, title: 'Default Title', price, cost: Math.round(price * 0.45), barcode: null }],
    };
  });
}

/** Made up: two to six weeks of the last quarter's sales on the shelf; about one in twelve is sold out. */
function inferStock(orders: PastOrder[], products: PastProduct[]): History['stock'] {
  const end = Date.parse(orders.at(-1)?.at ?? '1970-01-01T00:00:00Z');
  const recent = new Map<string, number>();
  for (const order of orders)
    if (Date.parse(order.at) > end - 90 * DAY)
      for (const line of order.lines) recent.set(line.sku, (recent.get(line.sku) ?? 0) + Math.min(line.quantity, 500));
  return products.flatMap((product) =>
    product.variants.map(({ sku }) => {
      const chance = new Chance(`stock ${sku}`);
      const weeks = 2 + 4 * chance.next();
      const soldOut = chance.next() < 1 / 12;
      return { sku, location: 'main', available: soldOut ? 0 : Math.round(((recent.get(sku) ?? 0) / 13) * weeks) + 1 };
    }),
  );
}

const names = new Intl.DisplayNames('en', { type: 'region' });
let codes: Map<string, string> | undefined;

/** ISO code of a country of the file; null for what is none ("Unspecified", "European Community"). */
function countryCode(country: string): string | null {
  codes ??= regionCodes();
  return COUNTRIES[country] ?? codes.get(country) ?? null;
}

function regionCodes(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return new Map(
    letters.flatMap((a) =>
      letters.flatMap((b): [string, string][] => {
        // Retired codes bear the names of those that replaced them: FX is called France too.
        const code = new Intl.Locale(`und-${a}${b}`).region ?? '';
        const name = names.of(code);
        return name && name !== code ? [[name, code]] : [];
      }),
    ),
  );
}

function mostFrequent<T>(counts: Map<T, number>): T | undefined {
  let best: T | undefined;
  let most = 0;
  for (const [value, count] of counts) if (count > most) [best, most] = [value, count];
  return best;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function byTime(a: { at: string; key: string }, b: { at: string; key: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1;
}
