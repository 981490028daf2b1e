// Where goods that came in should go: first to the item's own pick face while there is room, then to a free bin that suits how
// often it is picked, then to any free bin. Each with its reason; a person decides.

export type SalesClass = 'A' | 'B' | 'C';

export type BinRoom = {
  name: string;
  kind: 'pick' | 'reserve';
  /** units that fit; null = nobody said */
  capacity: number | null;
  /** units that lie there of all items; null = unknown */
  held: number | null;
  /** whether this item lies, or is at home, there */
  own: boolean;
  /** whether nothing lies there and nothing is at home there */
  empty: boolean;
  /** metres on foot to packing and back; null = not on the layout */
  metres: number | null;
  /** how near to packing among the pick faces; null = not on the layout */
  zone: SalesClass | null;
};

export type Suggestion = { bin: string; units: number; reason: string };

/** At most so many bins are offered. */
const OFFERED = 4;

/**
 * Bins for `units` of an item of class `itemClass` (null: it has not sold), the best first. The units of a suggestion are what
 * fits there of those that are left after the ones before it; a bin without a capacity takes all.
 */
export function suggestPutAway(units: number, itemClass: SalesClass | null, bins: readonly BinRoom[]): Suggestion[] {
  const suggestions: Suggestion[] = [];
  let left = units;
  const offer = (bin: BinRoom, reason: string) => {
    const room = roomIn(bin);
    if (left <= 0 || suggestions.length >= OFFERED || room <= 0) return;
    const fits = Math.min(left, room);
    suggestions.push({ bin: bin.name, units: fits, reason });
    left -= fits;
  };
  const near = bins.toSorted((a, b) => (a.metres ?? 1e9) - (b.metres ?? 1e9) || (a.name < b.name ? -1 : 1));
  for (const bin of near.filter((one) => one.own && one.kind === 'pick'))
    offer(bin, bin.capacity === null ? 'Its own pick face' : `Its own pick face has room for ${roomIn(bin)}`);
  const free = near.filter((bin) => bin.empty && !bin.own);
  const wanted = itemClass ?? 'C';
  for (const bin of free.filter((one) => one.kind === 'pick' && one.zone === wanted))
    offer(bin, `Free, ${metresOf(bin)}: the part of the floor for ${classWords[wanted]}`);
  for (const bin of near.filter((one) => one.own && one.kind === 'reserve'))
    offer(bin, 'It lies there in reserve already');
  for (const bin of free) if (!suggestions.some((one) => one.bin === bin.name)) offer(bin, `Free, ${metresOf(bin)}`);
  return suggestions;
}

export const classWords: Record<SalesClass, string> = {
  A: 'what sells best (A)',
  B: 'what sells well (B)',
  C: 'what sells seldom (C)',
};

function roomIn(bin: BinRoom): number {
  if (bin.capacity === null) return Number.POSITIVE_INFINITY;
  // Of an unknown amount nobody can say that there is room.
  return bin.held === null ? 0 : Math.max(0, bin.capacity - bin.held);
}

const metresOf = (bin: BinRoom) =>
  bin.metres === null ? 'not on the layout' : `${Math.round(bin.metres)} m from packing`;
