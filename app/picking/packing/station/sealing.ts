// Whether a parcel may be sealed, and what to do first if not.
import { type CameBack, tooMuchIn } from './came-back.ts';
import type { PickedLine } from './deed.ts';
import { missingOf, openParcel, type PackedParcel, type Packing } from './ledger.ts';
import { holdAgainst, type Tolerance, type WeighedLine, type Weighing } from './weight.ts';

/** What a station has to know of the shop to judge a parcel. */
export type SealTerms = Tolerance & {
  weigh: boolean;
  /** this order's goods are photographed */
  photo: boolean;
  /** the boxes of the shop, empty and with filling, in grams */
  boxes: readonly { id: string; grams: number }[];
  /** by line */
  goods: ReadonlyMap<string, { title: string; grams: number | null }>;
  /** null while the wave is not over */
  cameBack: CameBack | null;
};

/** What has to go back from the open parcel to its bin before it is sealed. */
export function toPutBack(packing: Packing, { cameBack }: Pick<SealTerms, 'cameBack'>): PickedLine[] {
  const parcel = openParcel(packing);
  return parcel && cameBack ? tooMuchIn(parcel, packing, cameBack) : [];
}

export type NotYet =
  | 'no-parcel'
  | 'empty'
  | 'too-much'
  | 'missing'
  | 'no-box'
  | 'not-weighed'
  | 'weight-off'
  | 'no-photo';

/** What is left to do before the open parcel may be sealed, in the order in which a packer does it. */
export function notYet(
  packing: Packing,
  terms: SealTerms,
  { more, despite }: { more: boolean; despite: boolean },
): NotYet[] {
  const parcel = openParcel(packing);
  if (!parcel) return ['no-parcel'];
  const left: NotYet[] = [];
  if (parcel.units.size === 0) left.push('empty');
  if (toPutBack(packing, terms).length > 0) left.push('too-much');
  if (!more && missingOf(packing).length > 0) left.push('missing');
  if (parcel.box === null && terms.boxes.length > 0) left.push('no-box');
  if (parcel.grams === null) {
    if (terms.weigh) left.push('not-weighed');
  } else if (!despite && weighingOf(parcel, terms)?.is === 'off') left.push('weight-off');
  if (terms.photo && parcel.photos.length === 0) left.push('no-photo');
  return left;
}

export const linesOf = (parcel: PackedParcel, terms: Pick<SealTerms, 'goods'>): WeighedLine[] =>
  [...parcel.units].map(([line, units]) => {
    const { title, grams } = terms.goods.get(line) ?? { title: '', grams: null };
    return { title, units, grams };
  });

/** Grams of its box; null when none is chosen, or one that the shop no longer has. Its own wrapping weighs nothing we know. */
export function boxGramsOf(parcel: PackedParcel, { boxes }: Pick<SealTerms, 'boxes'>): number | null {
  if (parcel.box === null || parcel.box.id === null) return null;
  return boxes.find(({ id }) => id === parcel.box?.id)?.grams ?? null;
}

/** Its weight held against what it should be; null when it was not weighed. */
export function weighingOf(parcel: PackedParcel, terms: SealTerms): Weighing | null {
  if (parcel.grams === null) return null;
  const boxGrams = boxGramsOf(parcel, terms);
  if (boxGrams === null) return { is: 'unknown' };
  return holdAgainst(linesOf(parcel, terms), boxGrams, parcel.grams, terms);
}
