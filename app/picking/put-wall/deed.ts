// The put wall: a wave that was picked all together is sorted into its orders.
//
// Someone takes an item off the cart and scans it; a pigeonhole lights up, and the unit goes there. Each order that is begun has a
// pigeonhole of its own. When all of an order lies in it, it lights up as complete, somebody carries it to packing, and the
// pigeonhole is free for the next order. A unit that the cart should hold and does not is missing: that is said, and the order goes
// without it. A unit too many is laid aside. An order that no pigeonhole is left for waits: its units go into the waiting tote, and
// come again as soon as a pigeonhole is free.
//
// Meanwhile the shop goes on: an order is canceled, edited or held, and fewer of its units are wanted. No more is asked for it; what
// lies in its pigeonhole, or still on the cart, beyond what is wanted goes back to its bin.
//
// The ledger of what was said only grows. Everything else is folded from it (ledger.ts).
import type { WhyChanged } from '../floor/scan.ts';
import type { BackInto } from '../pick.ts';

/** Units of one line of an order that lie on the cart. Tasks stand in the order of the walk. */
export type WallTask = {
  id: string;
  orderId: string;
  /** what is scanned for it: units of one item cannot be told apart */
  item: string;
  /** units picked, above 0 */
  units: number;
};

export const whyAside = ['not-wanted', 'wall-full'] as const;
export type WhyAside = (typeof whyAside)[number];

/** What happened. Units are whole and above 0; pigeonholes are counted from 0, by rows from the top. */
export type WallDeed =
  /** said by the shop: what lay on the cart when sorting began, units by task */
  | { kind: 'begun'; units: Record<string, number> }
  /** said by the shop: from now on so many are wanted, 0 or above */
  | { kind: 'wanted'; task: string; units: number; because: WhyChanged }
  /** said by the shop: all that was picked of the order is packed, from wherever it lay */
  | { kind: 'packed'; order: string }
  | { kind: 'put'; task: string; slot: number; units: number }
  /** a unit that no pigeonhole was there for */
  | { kind: 'aside'; item: string; why: WhyAside }
  /** units that are not on the cart, though they were picked */
  | { kind: 'missing'; task: string; units: number }
  /** units beyond what is wanted, out of the order's pigeonhole or, null, off the cart, were brought to their bins: `into`, which the server says; absent in scans
   * from before lines were parted, which had one */
  | { kind: 'put-back'; task: string; slot: number | null; units: number; into?: readonly BackInto[] }
  /** a complete order was carried to packing */
  | { kind: 'cleared'; order: string }
  | { kind: 'undone'; scan: string };

/** A deed with who did it. `id` is the tablet's own; `device` is null for what the shop said. */
export type WallScan = { id: string; device: string | null; deed: WallDeed };

/** What an item is told by: its inventory item, or what stands on the order where the item is gone. */
export const itemOf = (line: { inventoryItemId: string | null; sku: string | null; title: string }): string =>
  line.inventoryItemId ?? `${line.sku ?? ''} ${line.title}`;
