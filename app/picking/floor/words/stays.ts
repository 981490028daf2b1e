// Why a parcel does not leave, as a phone says it.
import type { Refusal } from '../../hand-off/refusal.ts';
import type { PackWords } from './pack-words.ts';
import type { Words } from './words.ts';

/** `order`: the name of the parcel's order. */
export function whyItStays(refusal: Refusal | undefined, order: string, words: Words, pack: PackWords): string {
  const { stays, stopped } = pack;
  if (!refusal) return stays.unreadable;
  switch (refusal.code) {
    case 'no-parcel':
      return stays.none;
    case 'empty':
      return stays.empty;
    case 'not-packed':
      return stays.notPacked(refusal.units);
    case 'tracking':
      return stays.tracking[refusal.fault];
    case 'changed': {
      const { because } = refusal;
      const what = because === 'not-allowed' ? stopped.notAllowed : `${words.because[because](order)}.`;
      return `${what} ${stopped.todo[because]}`;
    }
    case 'wave-canceled':
    case 'wave-not-picked':
    case 'left-out':
      return stays.wave[refusal.code](refusal.wave);
    default:
      return stays.parcel[refusal.code](refusal.parcel);
  }
}
