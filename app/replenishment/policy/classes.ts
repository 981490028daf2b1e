// Which products matter, how they sell, and which stock is doubtful.

export const abc = ['A', 'B', 'C'] as const;
export type Abc = (typeof abc)[number];

/**
 * ABC classes by value (revenue or margin over the same time): the biggest that together reach 80 % are A, up to 95 % B, the
 * rest C. The product that crosses a line still belongs to the better class; what brings nothing is C. One class per value,
 * in the order given. (Pareto analysis: Dickie, "ABC inventory analysis shoots for dollars", 1951.)
 */
export function abcClasses(values: readonly number[], cuts = { a: 0.8, b: 0.95 }): Abc[] {
  const positive = values.map((value) => Math.max(0, value));
  const total = positive.reduce((sum, value) => sum + value, 0);
  const classes = new Array<Abc>(values.length).fill('C');
  let reached = 0;
  for (const i of [...positive.keys()].sort((a, b) => positive[b]! - positive[a]! || a - b)) {
    if (positive[i] === 0) break;
    const share = reached / total;
    classes[i] = share < cuts.a - 1e-12 ? 'A' : share < cuts.b - 1e-12 ? 'B' : 'C';
    reached += positive[i]!;
  }
  return classes;
}

export const patterns = ['smooth', 'erratic', 'intermittent', 'lumpy', 'none'] as const;
export type Pattern = (typeof patterns)[number];

/**
 * How regularly something sells: ADI = periods per period with demand, CV² = squared coefficient of variation of the demands
 * that are not zero. Cut-offs 1.32 and 0.49 (Syntetos, Boylan, Croston, "On the categorization of demand patterns", Journal of the
 * Operational Research Society 56, 2005). `null` periods (closed, out of stock) count for nothing.
 */
export function demandPattern(periods: readonly (number | null)[]): { pattern: Pattern; adi: number; cv2: number } {
  const known = periods.filter((units) => units !== null);
  const demands = known.filter((units) => units > 0);
  if (demands.length === 0) return { pattern: 'none', adi: Number.POSITIVE_INFINITY, cv2: 0 };
  const adi = known.length / demands.length;
  const mean = demands.reduce((sum, units) => sum + units, 0) / demands.length;
  const cv2 = demands.reduce((sum, units) => sum + (units - mean) ** 2, 0) / demands.length / mean ** 2;
  const rare = adi >= 1.32;
  const uneven = cv2 >= 0.49;
  return { pattern: rare ? (uneven ? 'lumpy' : 'intermittent') : uneven ? 'erratic' : 'smooth', adi, cv2 };
}

/** New until it was for sale for `newDays`; without a first day it is not known to be old. */
export function isNew(firstDay: number | null, today: number, newDays = 90): boolean {
  return firstDay === null || today - firstDay < newDays;
}

/**
 * The chance that stock which is really there sold nothing for so long: (1 − p)ⁿ, with p the share of days in stock on which
 * it used to sell and n the days since it last did. Small, and the shelf is probably empty: count it.
 */
export function silenceChance(sellingDayShare: number, daysWithoutSale: number): number {
  return (1 - Math.min(1, Math.max(0, sellingDayShare))) ** Math.max(0, daysWithoutSale);
}

/** Stock on paper that has been silent for longer than chance explains (1 %). */
export function isPhantomSuspect(onPaper: number, sellingDayShare: number, daysWithoutSale: number): boolean {
  return onPaper > 0 && silenceChance(sellingDayShare, daysWithoutSale) < 0.01;
}
