import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Series } from './panel.ts';

export type Product = Series & { price: number };

/** Codes of postage, fees, samples and vouchers. */
const NOT_PRODUCTS = /^(POST|DOT|M|C2|D|S|BANK CHARGES|AMAZONFEE|CRUK|B|GIFT_.*)$/;
const DAY_MS = 86_400_000;

/**
 * Reads the real retailer's lines (UCI "Online Retail") into units sold by product and day; `price` is the average paid. Sales
 * are lines of plain invoices with units and a price; a cancellation of the same units of the same product on the same day
 * takes its sale back, for nobody packs those.
 */
export async function readRetailer(file: string): Promise<Product[]> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  const products = new Map<string, { units: Map<number, number>; total: number; revenue: number }>();
  const sales = new Map<string, number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for await (const line of lines) {
    // The fields in question stand before and after the description, the only one that may hold commas.
    const fields = line.split(',');
    const invoice = fields[0]!;
    const code = fields[1]!.toUpperCase();
    const quantity = Number(fields.at(-5));
    const price = Number(fields.at(-3));
    const canceled = invoice.startsWith('C');
    if (!/^C?\d+$/.test(invoice) || NOT_PRODUCTS.test(code) || !(price > 0) || quantity > 0 === canceled) continue;
    const day = Date.parse(`${fields.at(-4)!.slice(0, 10)}T00:00:00Z`) / DAY_MS;
    const sale = `${day} ${code} ${Math.abs(quantity)}`;
    const times = sales.get(sale) ?? 0;
    if (canceled && times === 0) continue;
    sales.set(sale, times + (canceled ? -1 : 1));
    const product = products.get(code) ?? { units: new Map<number, number>(), total: 0, revenue: 0 };
    products.set(code, product);
    product.units.set(day, (product.units.get(day) ?? 0) + quantity);
    product.total += quantity;
    product.revenue += quantity * price;
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  return [...products].map(([id, { units, total, revenue }]) => ({
    id,
    sold: Float64Array.from({ length: last - first + 1 }, (_, day) => units.get(first + day) ?? 0),
    price: total > 0 ? revenue / total : 0,
  }));
}
