// Landed cost: what a unit costs once freight, duty and fees are spread over the lines.

/**
 * Spreads `amount` over shares in proportion to `weights`, so that the parts sum to it exactly: each part is rounded down,
 * then the largest remainders get one more (Hamilton's method; ties go to the earlier). Weights that are all zero count alike.
 * Amount and weights are not negative.
 */
export function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) return [];
  const even = weights.every((weight) => weight === 0n);
  const shares = even ? weights.map(() => 1n) : weights;
  const whole = shares.reduce((sum, share) => sum + share, 0n);
  const parts = shares.map((share) => (amount * share) / whole);
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (amount * share) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) parts[index]! += 1n;
  return parts;
}

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
