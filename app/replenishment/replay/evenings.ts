import { dayAfter } from './result.ts';

/** A change of the stock that was the last of its day. */
export type Change = { day: string; available: number };

/**
 * Units on the shelf each evening from `since` to the day before `until`; what is promised away is not there, so never below
 * zero. `before` is what lay there until the first change; `since` is the first evening of which anything is known.
 */
export function eveningsOf(since: string, until: string, before: number, changes: readonly Change[]): number[] {
  const evenings: number[] = [];
  let available = before;
  let next = 0;
  for (let day = since; day < until; day = dayAfter(day, 1)) {
    for (; next < changes.length && changes[next]!.day <= day; next++) available = changes[next]!.available;
    evenings.push(Math.max(0, available));
  }
  return evenings;
}
