// Parcels in words: badges, weights, measures.
import type { Parcel } from '../picking/hand-off/parcel.ts';

type Shown = Pick<Parcel, 'state' | 'handOff' | 'collectedAt' | 'labelState' | 'commandId'> & {
  outcome: { state: string } | null;
};

/** A parcel's one badge: what it waits for, or what is wrong. */
export function parcelState(parcel: Shown): {
  says: string;
  tone?: 'success' | 'attention' | 'warning' | 'critical' | 'info';
} {
  const { outcome } = parcel;
  if (outcome?.state === 'unknown') return { says: 'Unknown', tone: 'warning' };
  if (outcome?.state === 'failed') return { says: 'Refused', tone: 'critical' };
  switch (parcel.state) {
    case 'open':
      return { says: 'Being packed' };
    case 'given-up':
      return { says: 'Given up' };
    case 'sealed':
      if (parcel.labelState === 'asked') return { says: 'Buying label', tone: 'info' };
      if (parcel.labelState === 'failed') return { says: 'No label', tone: 'critical' };
      if (parcel.labelState === 'unknown') return { says: 'Label unknown', tone: 'warning' };
      return { says: 'Waiting', tone: 'attention' };
    case 'shipped': {
      const way = outcome?.state === 'queued' || outcome?.state === 'sending' ? 'info' : 'success';
      if (parcel.handOff !== 'pickup') return { says: 'Shipped', tone: way };
      return { says: parcel.collectedAt ? 'Collected' : 'Ready for pickup', tone: way };
    }
  }
}

export const weightWords = (grams: number | null) =>
  grams === null ? 'Not weighed' : grams < 1000 ? `${grams} g` : `${(grams / 1000).toFixed(2)} kg`;

/** "Small box, 30 × 20 × 10 cm" */
export function boxWords(parcel: {
  boxName: string | null;
  length: number | null;
  width: number | null;
  height: number | null;
}) {
  const { boxName, length, width, height } = parcel;
  const measures =
    length === null || width === null || height === null
      ? null
      : `${[length, width, height].map((millimetres) => Number((millimetres / 10).toFixed(1))).join(' × ')} cm`;
  return [boxName, measures].filter(Boolean).join(', ') || 'No box';
}

export const wayWords: Record<string, string> = {
  SHIPPING: 'By a carrier',
  PICK_UP: 'Collected by the customer',
  LOCAL: 'Local delivery',
  PICKUP_POINT: 'To a pickup point',
};
