// The packing station: what a packer does with an order whose goods lie there, one scan at a time.
//
// The order opens with what was picked for it. Each unit is scanned into a parcel; a wrong one is said at once. The parcel gets a
// box, is weighed, photographed where the shop wants that, and sealed. What does not fit goes into another parcel. A sealed parcel
// can be opened again until it has left.
//
// A parcel that Shopify refused after its wave was over comes back here: what is wanted no more is put back to its bin for good, and
// the rest is sealed anew; or the parcel is given up, and all of it goes back.
//
// One station has an order at a time. Another one is told who has it, and may take it over; what the first says from then on is
// refused. All that was done is an entry of the order's proof, which only grows; how the order stands is folded from it.

export const wrongItems = ['item', 'too-many'] as const;
export type WrongItem = (typeof wrongItems)[number];

/** What happened. Units are whole and above 0, grams whole. Lines are named by their fulfillment-order line, boxes by their id. */
export type Deed =
  /** begins with the order, or goes on with it; `over`: whoever else has it */
  | { kind: 'opened'; over: boolean }
  | { kind: 'scanned'; line: string; units: number }
  /** put in without a scan, by someone who may */
  | { kind: 'forced'; line: string; units: number }
  /** taken out of the parcel again */
  | { kind: 'took-back'; line: string; units: number }
  /** something was scanned that does not belong into it, or more than were picked: nothing comes of it but the count */
  | { kind: 'wrong'; what: WrongItem }
  /** looked for and not found at the station: short, and packed only if it is found after all */
  | { kind: 'missing'; line: string; units: number }
  | { kind: 'found'; line: string; units: number }
  /** null: no box of the shop's, its own wrapping */
  | { kind: 'chose-box'; box: string | null }
  | { kind: 'did-not-fit'; box: string }
  | { kind: 'did-fit'; box: string }
  | { kind: 'weighed'; grams: number }
  /** the SHA-256 of the JPEG, in hex */
  | { kind: 'photographed'; photo: string }
  /** the next parcel of the order, after one was sealed */
  | { kind: 'new-parcel' }
  /** `more`: what is not in goes into another parcel; `despite`: the scale says otherwise, and someone who may says it is right */
  | { kind: 'sealed'; more: boolean; despite: boolean }
  | { kind: 'opened-again'; over: boolean }
  /** taken out of the parcel and brought back to its bin: the order wants it no more */
  | { kind: 'put-back'; line: string; units: number }
  /** all that is in it goes back to its bins */
  | { kind: 'gave-up'; over: boolean }
  /** taken out of a parcel that lay ready for its customer, and brought back to its bin: the order was edited */
  | { kind: 'taken-out'; line: string; units: number };

/** What a station may say; the rest is said in the admin alone. */
export type StationDeed = Exclude<Deed, { kind: 'taken-out' }>;

/** A deed at a station with the parcel that it is about. `id` is the station's own. */
export type Entry = { id: string; parcel: string; station: string; deed: Deed };

/** One line of the order and the units of it that were picked. */
export type PickedLine = { id: string; units: number };

/** Units by line that were taken out of parcels that lay ready. */
export function takenOut(deeds: Iterable<Deed>): Map<string, number> {
  const units = new Map<string, number>();
  for (const deed of deeds)
    if (deed.kind === 'taken-out') units.set(deed.line, (units.get(deed.line) ?? 0) + deed.units);
  return units;
}

/** Units by line that are said to be missing at the station, and were not found since; those above 0. */
export function missingSaid(deeds: Iterable<Deed>): Map<string, number> {
  const units = new Map<string, number>();
  for (const deed of deeds) {
    if (deed.kind !== 'missing' && deed.kind !== 'found') continue;
    const sum = (units.get(deed.line) ?? 0) + (deed.kind === 'missing' ? deed.units : -deed.units);
    if (sum > 0) units.set(deed.line, sum);
    else units.delete(deed.line);
  }
  return units;
}
