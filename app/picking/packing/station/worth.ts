/** By line: what all units of its order line cost, in minor units, and how many those are. */
export type Prices = ReadonlyMap<string, { total: bigint; units: number }>;

/** What these units are worth, in minor units, each line rounded down; a line without a price counts nothing. */
export function worthOf(units: Iterable<readonly [line: string, units: number]>, prices: Prices): bigint {
  let sum = 0n;
  for (const [line, count] of units) {
    const price = prices.get(line);
    if (price && price.units > 0) sum += (price.total * BigInt(count)) / BigInt(price.units);
  }
  return sum;
}
