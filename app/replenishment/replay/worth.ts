// Outcomes in money: exact, in minor units.
import type { Outcome } from './replay.ts';

export type UnitMoney = { price: bigint; unitCost: bigint; holdingPermille: number };

/** Half away from zero. */
function divided(amount: bigint, by: bigint): bigint {
  const twice = 2n * (amount < 0n ? -amount : amount) + by;
  const whole = twice / (2n * by);
  return amount < 0n ? -whole : whole;
}

/** The margin of the units that were asked for and not there. */
export function lostMargin({ asked, sold }: Outcome, { price, unitCost }: UnitMoney): bigint {
  return BigInt(asked - sold) * (price - unitCost);
}

/** What lay on the shelf on an average evening, at cost. */
export function cashInStock({ stockDays, days }: Outcome, { unitCost }: UnitMoney): bigint {
  return days > 0 ? divided(BigInt(stockDays) * unitCost, BigInt(days)) : 0n;
}

/** What one rule would have brought beyond another: the margin of what it sold more, less the cost of holding more. */
export function gainOver(ours: Outcome, other: Outcome, { price, unitCost, holdingPermille }: UnitMoney): bigint {
  const margin = BigInt(ours.sold - other.sold) * (price - unitCost);
  const held = BigInt(ours.stockDays - other.stockDays) * unitCost * BigInt(holdingPermille);
  return margin - divided(held, 365_000n);
}
