// Which order a scan at the station means: its name, its slot in the put wall, its tote, or an item that it still wants.
import { isSame, isTote } from '../../floor/step.ts';
import { isSlot } from '../../put-wall/slot.ts';
import type { Found, FoundOrder } from './station-api.ts';

export type Findable = FoundOrder & {
  /** every tote that holds something of it */
  totes: readonly string[];
  units: number;
  /** what is still to be packed of it */
  items: readonly { sku: string | null; barcode: string | null }[];
};

/**
 * The orders that a text means, those of the wave that is being packed first. A name, a slot or a tote is meant before an item; of items
 * the orders of a single unit come first, for any of them takes it. `waves` come in the order in which they are packed.
 */
export function findToPack(text: string, orders: readonly Findable[], wave: string | null): Found {
  const here = orders.toSorted((a, b) => Number(b.wave === wave) - Number(a.wave === wave));
  const hash = (name: string) => name.replace(/^#/, '');
  const named = here.filter(({ name }) => isSame(hash(text.trim()), hash(name)));
  if (named.length > 0) return { by: 'order', orders: named.map(bare) };
  const inSlot = here.filter(({ wall }) => wall?.slot && isSlot(text, wall.slot));
  if (inSlot.length > 0) return { by: 'slot', orders: inSlot.map(bare) };
  const inTote = unfinishedFirst(here.filter(({ totes }) => totes.some((tote) => isTote(text, tote))));
  const toteHere = inTote.filter((one) => one.wave === wave);
  if (inTote.length > 0) return { by: 'tote', orders: (toteHere.length > 0 ? toteHere : inTote).map(bare) };
  const wanting = here.filter(
    ({ left, items }) => left > 0 && items.some(({ sku, barcode }) => isSame(text, barcode) || isSame(text, sku)),
  );
  const single = wanting.find(({ units }) => units === 1);
  const orderly = single ? [single] : wanting;
  return { by: orderly.length > 0 ? 'item' : 'nothing', orders: orderly.map(bare) };
}

/** A tote that several orders share, or that comes in several waves, means what is still to be packed. */
function unfinishedFirst(orders: Findable[]): Findable[] {
  const open = orders.filter(({ left }) => left > 0);
  return open.length > 0 ? open : orders;
}

const bare = ({ wave, waveNumber, order, name, tote, wall, left }: Findable): FoundOrder => ({
  ...{ wave, waveNumber, order, name, tote, wall, left },
});
