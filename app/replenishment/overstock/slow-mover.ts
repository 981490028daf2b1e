// The quarterly look at what has slowed down: a quarter against the same quarter of the year before.

/** "2026-Q3". */
export type Quarter = string;

/** The last quarter that is over on `today` (YYYY-MM-DD). */
export function lastQuarter(today: string): Quarter {
  const quarters = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3) - 1;
  return quarterAt(quarters);
}

/** The same quarter of the year before. */
export function yearBefore(quarter: Quarter): Quarter {
  return `${Number(quarter.slice(0, 4)) - 1}${quarter.slice(4)}`;
}

const quarterAt = (index: number): Quarter => `${Math.floor(index / 4)}-Q${(index % 4) + 1}`;

/** Its first day, and the first day after it. */
export function spanOf(quarter: Quarter): { from: string; to: string } {
  const first = Number(quarter.slice(0, 4)) * 12 + (Number(quarter.slice(6)) - 1) * 3;
  const day = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  return { from: day(first), to: day(first + 3) };
}

export const reviewDecisions = {
  keep: 'Keep as it is',
  markdown: 'Mark down',
  bundle: 'Bundle',
  return: 'Return to vendor',
  discontinue: 'Discontinue',
} as const;
export type ReviewDecision = keyof typeof reviewDecisions;

/** By so much sales must have fallen, and so unlikely must it be that nothing changed. */
const FALLEN = 0.3;
const BY_CHANCE = 0.05;

/**
 * Whether sales have slowed: by 30 % or more, and by more than chance explains. If nothing had changed, each of the units of
 * both quarters would be as likely to fall into either: the chance of so few in the later one is a binomial tail with p = ½
 * (the exact test of two Poisson rates: Przyborowski, Wilenski, 1940).
 */
export function hasSlowed(sold: number, soldBefore: number): boolean {
  if (soldBefore <= 0 || sold > soldBefore * (1 - FALLEN)) return false;
  return lowerTail(Math.max(0, sold), Math.max(0, sold) + soldBefore) < BY_CHANCE;
}

/** P(X ≤ k) for X binomial with n trials and p = ½, summed from logarithms so that large n do not underflow. */
export function lowerTail(k: number, n: number): number {
  let log = -n * Math.LN2;
  let sum = Math.exp(log);
  for (let i = 1; i <= k; i += 1) {
    log += Math.log(n - i + 1) - Math.log(i);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}
