// Why a parcel does not leave now: a sentence for the admin's pages, and what it is made of for phones, which say it in their own language.
import type { WhyUnits } from '../ship.ts';
import type { TrackingFault } from './carriers.ts';

export type Refusal = { says: string } & (
  | { code: 'no-parcel' | 'empty' }
  | { code: 'open' | 'shipped' | 'given-up' | 'label-asked' | 'label-unknown' | 'being-sent'; parcel: number }
  | { code: 'wave-canceled' | 'wave-not-picked' | 'left-out'; wave: number }
  | { code: 'changed'; because: WhyUnits }
  | { code: 'not-packed'; units: number }
  | { code: 'tracking'; fault: TrackingFault }
);

export const refused = (refusal: Refusal) => ({ ok: false, problem: refusal.says, refusal }) as const;
