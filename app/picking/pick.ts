// What was picked: at each stop of the walk a count of at most what was asked; the rest is short.
import type { Allocation } from './wave.ts';

/** `id`: of an allocation (wave.ts). */
export type Picked = { id: string; picked: number; short: number; dropped: number };

/**
 * Reads the counts typed for a wave's walk, keyed by allocation id. Every allocation needs a whole number from 0 to its quantity. Answers
 * one entry for each with picked + short = quantity, or a sentence for each that is wrong.
 */
export function readPicks(
  walk: readonly Pick<Allocation, 'id' | 'quantity'>[],
  typed: ReadonlyMap<string, string>,
): { ok: true; picks: Picked[] } | { ok: false; problems: Record<string, string> } {
  const picks: Picked[] = [];
  const problems: Record<string, string> = {};
  for (const { id, quantity } of walk) {
    const text = typed.get(id)?.trim() ?? '';
    const picked = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(picked) || picked > quantity) problems[id] = `Enter how many were picked, from 0 to ${quantity}`;
    else picks.push({ id, picked, short: quantity - picked, dropped: 0 });
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, picks };
}

/**
 * The parts of one line once so many of its units are picked, short for the others: as they are but for the difference, which the last
 * parts of the walk bear first. Nobody knows from which bin a unit came that is found to be missing later.
 */
export function recount(parts: readonly Allocation[], picked: number): Picked[] {
  let more = picked - parts.reduce((sum, one) => sum + one.picked, 0);
  return parts
    .toReversed()
    .map((one) => {
      const here = Math.min(one.quantity - one.dropped, Math.max(0, one.picked + more));
      more -= here - one.picked;
      return { id: one.id, picked: here, short: one.quantity - one.dropped - here, dropped: one.dropped };
    })
    .toReversed();
}

type Part = { quantity: number; picked: number; short: number; dropped: number };

/**
 * The parts of one line, in the order of the walk, of which units go back to their bins: picked no more, but dropped. Below 0: they are
 * taken out again. Only parts that change are answered.
 */
export function putBack<P extends Part>(parts: readonly P[], units: number): P[] {
  const back = dealtBack(parts, units);
  return parts.flatMap((part, at) =>
    back[at] === 0 ? [] : [{ ...part, picked: part.picked - back[at]!, dropped: part.dropped + back[at]! }],
  );
}

/** How many of the units that go back come from each part of a line: nobody knows from which bin one came, so the walk's last give first. */
export function dealtBack(parts: readonly { picked: number; dropped: number }[], units: number): number[] {
  let open = units;
  return parts
    .toReversed()
    .map(({ picked, dropped }) => {
      const back = Math.max(-dropped, Math.min(picked, open));
      open -= back;
      return back;
    })
    .toReversed();
}

export type BackInto = { bin: string | null; units: number };

/** The bins that units of one line go back to, by its parts in the order of the walk. */
export function binsBack(
  parts: readonly { bin: string | null; picked: number; dropped: number }[],
  units: number,
): BackInto[] {
  const back = dealtBack(parts, units);
  return parts.flatMap(({ bin }, at) => (back[at] === 0 ? [] : [{ bin, units: back[at]! }]));
}
