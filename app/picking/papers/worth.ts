// What the units in a parcel are worth: what the customer pays for them, after discounts and without shipping.
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
