// What the units in a parcel are worth: what the customer pays for them, after discounts and without shipping. Papers declare it, the
// station insures and photographs by it.
import { spread } from '../../lib/money.ts';

export type SoldLine = {
  id: string;
  /** as ordered */
  quantity: number;
  unitPrice: bigint;
  /** given on this line alone, for all its units */
  discount: bigint;
};

/**
 * What each line's units cost together, in minor units, by line id. A line carries its own discount; a discount on the whole order
 * shows as the lines together being more than `subtotal` (Shopify's subtotalPrice), and is spread over them by value. The sum is the
 * subtotal wherever the lines come to as much or more.
 */
export function netOfLines(lines: readonly SoldLine[], subtotal: bigint): Map<string, bigint> {
  const own = lines.map(({ quantity, unitPrice, discount }) => {
    const net = unitPrice * BigInt(quantity) - discount;
    return net > 0n ? net : 0n;
  });
  const sum = own.reduce((all, net) => all + net, 0n);
  const kept = subtotal < 0n ? 0n : subtotal < sum ? subtotal : sum;
  const shares = sum === 0n ? own : spread(kept, own);
  return new Map(lines.map((line, index) => [line.id, shares[index]!]));
}

/**
 * What `units` of a line's `quantity` are worth when `before` of them went into earlier parcels. The parts of all parcels together
 * are `net` exactly; no two units differ by more than one minor unit.
 */
export function worthOfUnits(net: bigint, quantity: number, before: number, units: number): bigint {
  if (quantity <= 0) return 0n;
  const to = (count: number) => (net * BigInt(Math.min(count, quantity))) / BigInt(quantity);
  return to(before + units) - to(before);
}

/** By fulfillment-order line: its order line, what all units of that cost together (minor units), and how many those are. */
export type Prices = ReadonlyMap<string, { line: string; net: bigint; quantity: number }>;

/** All discounts off, those on the whole order too. `subtotal`: of the order after them; `lineOf`: order lines by fulfillment-order line. */
export function pricesOf(order: {
  lines: readonly SoldLine[];
  subtotal: bigint;
  lineOf: ReadonlyMap<string, string>;
}): Prices {
  const nets = netOfLines(order.lines, order.subtotal);
  const quantities = new Map(order.lines.map((line) => [line.id, line.quantity]));
  return new Map(
    [...order.lineOf].map(([id, line]) => [
      id,
      { line, net: nets.get(line) ?? 0n, quantity: quantities.get(line) ?? 0 },
    ]),
  );
}

/**
 * What each parcel of an order is worth, in minor units. `parcels`: all of the order that were not given up, those packed first in
 * front, with their units by fulfillment-order line; a line without a price counts nothing. Parcels that hold all units of a line are
 * worth exactly the line together.
 */
export function worthOfParcels(
  parcels: readonly Iterable<readonly [line: string, units: number]>[],
  prices: Prices,
): bigint[] {
  const packed = new Map<string, number>();
  return parcels.map((units) => {
    let sum = 0n;
    for (const [id, count] of units) {
      const price = prices.get(id);
      if (!price) continue;
      const before = packed.get(price.line) ?? 0;
      packed.set(price.line, before + count);
      sum += worthOfUnits(price.net, price.quantity, before, count);
    }
    return sum;
  });
}
