// What units are worth to whoever insures, photographs or declares them: what the customer pays for them, as on the papers.
import { netOfLines, type SoldLine } from '../../papers/worth.ts';

/** By fulfillment-order line: what all units of its order line cost, in minor units, and how many those are. */
export type Prices = ReadonlyMap<string, { total: bigint; units: number }>;

/** All discounts off, those on the whole order too. `subtotal`: of the order after them; `lineOf`: order lines by fulfillment-order line. */
export function pricesOf(order: {
  lines: readonly SoldLine[];
  subtotal: bigint;
  lineOf: ReadonlyMap<string, string>;
}): Prices {
  const nets = netOfLines(order.lines, order.subtotal);
  const units = new Map(order.lines.map((line) => [line.id, line.quantity]));
  return new Map(
    [...order.lineOf].map(([id, line]) => [id, { total: nets.get(line) ?? 0n, units: units.get(line) ?? 0 }]),
  );
}

/** What these units are worth, in minor units, each line rounded down; a line without a price counts nothing. */
export function worthOf(units: Iterable<readonly [line: string, units: number]>, prices: Prices): bigint {
  let sum = 0n;
  for (const [line, count] of units) {
    const price = prices.get(line);
    if (price && price.units > 0) sum += (price.total * BigInt(count)) / BigInt(price.units);
  }
  return sum;
}
