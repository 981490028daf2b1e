// Landed cost: what a unit costs once freight, duty and fees are spread over the lines.
import { spread } from '../../lib/money.ts';

export type Landed = {
  /** what the line's units cost at the supplier */
  goods: bigint;
  /** its part of the extra costs */
  extra: bigint;
  /** goods and extra together by unit, rounded to the nearest minor unit; null without units */
  perUnit: bigint | null;
};

/** The landed cost of each line: extra costs are spread by value. All amounts in minor units of one currency. */
export function landedCosts(
  lines: readonly { units: number; unitCost: bigint }[],
  extraCosts: readonly { amount: bigint }[],
): Landed[] {
  const goods = lines.map((line) => line.unitCost * BigInt(line.units));
  const extra = spread(
    extraCosts.reduce((sum, cost) => sum + cost.amount, 0n),
    goods,
  );
  return lines.map(({ units }, index) => {
    const sum = goods[index]! + extra[index]!;
    const count = BigInt(units);
    return {
      goods: goods[index]!,
      extra: extra[index]!,
      perUnit: units > 0 ? (sum * 2n + count) / (count * 2n) : null,
    };
  });
}
