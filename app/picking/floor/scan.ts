// The floor: what a picker does with a phone in the hand, one scan at a time.
//
// The phone says: go to bin A-04-2, take 2 of the blue kettle, put them into tote 3. The picker scans the bin, the kettle, the
// tote. What is not there is short, with the reason; what cannot be reached now is skipped and comes again at the end; a tote that
// is full is swapped. Any scan can be undone. Between two scans the shop goes on: an order is canceled, edited or held, and then
// fewer are wanted; what is in a tote beyond what is wanted has to go back, and the phone says so: "put back 1 blue kettle,
// tote 3". Phones lose their connection in a cold aisle and two people may walk one wave: each scan has an id of its own and
// stands in its phone's own order, so that the ledger takes each once.
//
// The ledger only grows. Everything else is folded from it (ledger.ts): what is in which tote, what is short, what is owed back.

export const shortReasons = ['not-found', 'damaged', 'wrong-item'] as const;
export type ShortReason = (typeof shortReasons)[number];

export const wrongScans = ['bin', 'item', 'tote', 'too-many'] as const;
export type WrongScan = (typeof wrongScans)[number];

/** Why the shop wants fewer than before, or as many again. */
export const whyChanged = ['canceled', 'edited', 'held', 'moved', 'fulfilled', 'gone', 'again', 'wave-over'] as const;
export type WhyChanged = (typeof whyChanged)[number];

/** Longest name of a tote, in characters. */
export const longestTote = 80;

/** One line of an order at one bin: what the walk asks for. `position` is its place in the walk, from 1. */
export type Task = {
  id: string;
  orderId: string;
  bin: string | null;
  position: number;
  /** units wanted when the wave was released, above 0 */
  quantity: number;
  /** where its units belong: a tote for each order, or one for all */
  tote: string;
};

/** What happened. Units are whole and above 0, for `wanted` 0 or above. */
export type Deed =
  | { kind: 'took'; task: string }
  | { kind: 'picked'; task: string; units: number; tote: string }
  | { kind: 'short'; task: string; units: number; reason: ShortReason }
  | { kind: 'skipped'; task: string }
  /** something else was scanned than this task asked for: nothing comes of it but the count */
  | { kind: 'wrong'; task: string; what: WrongScan }
  | { kind: 'put-back'; task: string; units: number; tote: string }
  | { kind: 'swapped-tote'; from: string; to: string }
  | { kind: 'undone'; scan: string }
  /** said by the shop, not by a phone: from now on so many are wanted */
  | { kind: 'wanted'; task: string; units: number; because: WhyChanged };

/** A deed with who did it. `id` is the phone's own; `device` is null for what the shop said. */
export type Scan = { id: string; device: string | null; deed: Deed };
