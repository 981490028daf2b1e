// What a packer does next with an order: one thing.
import { isSame } from '../../floor/step.ts';
import { missingOf, openParcel, type Packing } from './ledger.ts';
import { notYet, type SealTerms, toPutBack } from './sealing.ts';
import type { PackLine } from './station-api.ts';

/** What stands on the screen. */
export type Step = 'begin' | 'put-back' | 'scan' | 'box' | 'weigh' | 'photo' | 'seal' | 'packed';

/**
 * `plan`: units by line that go into the parcel that is open, where the goods need several boxes; null: all of them go in.
 * `closing`: the packer said that the rest goes into another parcel; `despite`: that the weight is right though the shop doubts it.
 */
export function stepOf(
  packing: Packing,
  terms: SealTerms,
  plan: ReadonlyMap<string, number> | null,
  { closing, despite }: { closing: boolean; despite: boolean },
): Step {
  const parcel = openParcel(packing);
  const missing = missingOf(packing);
  if (!parcel) return missing.length === 0 ? 'packed' : 'begin';
  if (toPutBack(packing, terms).length > 0 || (terms.cameBack && missing.length === 0 && parcel.units.size === 0))
    return 'put-back';
  if (parcel.units.size === 0) return 'scan';
  const more = restGoesOn(packing, plan, closing);
  if (missing.length > 0 && !more) return 'scan';
  const [first] = notYet(packing, terms, { more, despite });
  if (first === 'no-box') return 'box';
  if (first === 'not-weighed' || first === 'weight-off') return 'weigh';
  return first === 'no-photo' ? 'photo' : 'seal';
}

/** Whether what is not in the open parcel goes into another one: all that was planned for it is in, or the packer said so. */
export function restGoesOn(packing: Packing, plan: ReadonlyMap<string, number> | null, closing: boolean): boolean {
  const parcel = openParcel(packing);
  if (!parcel || missingOf(packing).length === 0) return false;
  if (closing) return parcel.units.size > 0;
  return plan !== null && [...plan].every(([line, units]) => (parcel.units.get(line) ?? 0) >= units);
}

export type HeardItem =
  | { is: 'one'; line: PackLine; done: number }
  /** it was planned for the next parcel */
  | { is: 'later'; line: PackLine }
  /** all of it is packed already */
  | { is: 'too-many'; line: PackLine }
  | { is: 'wrong-item' };

/** What a scanned or typed text means while units are put in. Of two lines of one item the one that still wants some. */
export function hearItem(
  packing: Packing,
  lines: readonly PackLine[],
  plan: ReadonlyMap<string, number> | null,
  text: string,
): HeardItem {
  const named = lines.filter(({ barcode, sku }) => isSame(text, barcode) || isSame(text, sku));
  const left = new Map(missingOf(packing).map(({ id, units }) => [id, units]));
  const line = named.find(({ id }) => left.has(id));
  const inIt = line && (openParcel(packing)?.units.get(line.id) ?? 0);
  if (line && plan && (inIt ?? 0) >= (plan.get(line.id) ?? 0)) return { is: 'later', line };
  if (line) return { is: 'one', line, done: line.units - (left.get(line.id) ?? 0) + 1 };
  return named[0] ? { is: 'too-many', line: named[0] } : { is: 'wrong-item' };
}
