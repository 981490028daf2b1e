// The rule a shop starts with, and the yardstick every other rule is compared with: two to three weeks of average sales.
import type { ReorderLevels } from './reorder-levels.ts';

/** Buy when two weeks of average sales are left, up to three. It knows neither lead times nor surprises, and promises no fill. */
export function starterRule(dailySales: number, weeks = { from: 2, to: 3 }): Omit<ReorderLevels, 'promisedFill'> {
  const cover = (count: number) => Math.max(0, Math.ceil(dailySales * 7 * count - 1e-9));
  return { reorderPoint: cover(weeks.from), orderUpTo: cover(weeks.to) };
}
