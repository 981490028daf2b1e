// Where a picker is with the one thing the phone shows: at the bin, at the item, at the tote. What is scanned is held against
// it: right, wrong, or one more.
import type { PhoneTask } from './floor-api.ts';
import type { Stop } from './next.ts';
import type { Deed } from './scan.ts';

export type StepName = 'bin' | 'item' | 'tote';

/** `counted`: units in the hand, not in a tote yet. */
export type Place = { task: string; kind: Stop['kind']; step: StepName; counted: number };

export type Heard =
  | { is: 'at-bin' | 'counted'; place: Place }
  | { is: 'done'; deed: Deed }
  | { is: 'wrong-bin' | 'wrong-item' | 'wrong-tote' | 'too-many' };

/** Begins with a stop. Who stands at its bin already need not scan it again. */
export function beginAt(stop: Stop, bin: string | null): Place {
  const there = stop.task.bin === null || stop.task.bin === bin;
  return { task: stop.task.id, kind: stop.kind, step: stop.kind === 'put-back' || there ? 'item' : 'bin', counted: 0 };
}

/** The place that was kept, if it still is about this stop, with no more in the hand than is wanted. */
export function goOn(kept: Place | null, stop: Stop, bin: string | null): Place {
  if (kept?.task !== stop.task.id || kept.kind !== stop.kind) return beginAt(stop, bin);
  const counted = Math.min(kept.counted, stop.units);
  return { ...kept, counted, step: kept.step === 'tote' && counted === 0 ? 'item' : kept.step };
}

/**
 * What a scanned or typed text means here. An item scanned on the way to its bin proves the bin: not every shelf has a barcode.
 * `asksTote`: whether there is more than one tote that it could go into.
 */
export function hear(place: Place, stop: Stop, task: PhoneTask, text: string, asksTote: boolean): Heard {
  const isItem = isSame(text, task.barcode) || isSame(text, task.sku);
  if (stop.kind === 'put-back')
    return isItem || isSame(text, task.bin) ? { is: 'done', deed: putBack(stop) } : { is: 'wrong-item' };
  if (isItem) {
    if (place.counted >= stop.units) return { is: 'too-many' };
    return count({ ...place, step: 'item' }, stop, place.counted + 1, asksTote);
  }
  switch (place.step) {
    case 'bin':
      return isSame(text, task.bin) ? { is: 'at-bin', place: { ...place, step: 'item' } } : { is: 'wrong-bin' };
    case 'item':
      return isSame(text, task.bin) ? { is: 'at-bin', place } : { is: 'wrong-item' };
    case 'tote':
      return isTote(text, stop.tote) ? { is: 'done', deed: picked(stop, place.counted) } : { is: 'wrong-tote' };
  }
}

/** So many are in the hand now; with all of them the tote is next. */
export function count(place: Place, stop: Stop, counted: number, asksTote: boolean): Heard {
  if (counted < stop.units) return { is: 'counted', place: { ...place, step: 'item', counted } };
  if (!asksTote) return { is: 'done', deed: picked(stop, stop.units) };
  return { is: 'counted', place: { ...place, step: 'tote', counted: stop.units } };
}

export const picked = (stop: Stop, units: number): Deed => ({
  kind: 'picked',
  task: stop.task.id,
  units,
  tote: stop.tote,
});

export const putBack = (stop: Stop): Deed => ({
  kind: 'put-back',
  task: stop.task.id,
  units: stop.units,
  tote: stop.tote,
});

/** Case does not count; nor does the zero that makes a UPC an EAN. */
export function isSame(text: string, name: string | null): boolean {
  if (name === null || name === '') return false;
  const plain = (one: string) =>
    one
      .trim()
      .toLowerCase()
      .replace(/^0+(?=\d{11,}$)/, '');
  return plain(text) === plain(name);
}

/** A tote's label may say more than its number: "3", "tote 3", "T-03". */
export function isTote(text: string, tote: string): boolean {
  if (isSame(text, tote)) return true;
  const number = /^(?:t|tote|kiste|bac)?[\s-]*0*(\d+)$/i.exec(text.trim())?.[1];
  return number !== undefined && number === tote;
}
