// How the packing of an order stands, folded from its deeds. The fold is total: a deed is taken or refused with a reason.
import { type Deed, type Entry, missingSaid, type PickedLine } from './deed.ts';

export type PackedParcel = {
  id: string;
  /** units by line, each above 0 */
  units: ReadonlyMap<string, number>;
  /** of these, units that nobody scanned, each above 0 */
  forced: ReadonlyMap<string, number>;
  /** null: none was chosen yet; `id` null: its own wrapping */
  box: { id: string | null } | null;
  /** boxes that did not take it */
  tooSmall: readonly string[];
  /** of what is in it now: a weight does not outlive a change */
  grams: number | null;
  photos: readonly string[];
  sealed: boolean;
};

export type Packing = {
  /** what was picked, less what was put back since, or is missing */
  lines: readonly PickedLine[];
  parcels: readonly PackedParcel[];
  /** the station that has the order */
  holder: string | null;
  /** deeds that were taken, by id */
  taken: ReadonlyMap<string, Entry>;
};

export type Refused =
  | 'held'
  | 'not-open'
  | 'known-parcel'
  | 'unknown-line'
  | 'not-a-number'
  | 'too-many'
  | 'not-in-it'
  | 'empty'
  | 'missing'
  | 'nothing-left'
  | 'another-is-open';

export const nothingPacked = (lines: readonly PickedLine[]): Packing => ({
  lines,
  parcels: [],
  holder: null,
  taken: new Map(),
});

/** Takes one deed, once: one that was taken before changes nothing. */
export function take(packing: Packing, entry: Entry): { packing: Packing; refused: Refused | null } {
  if (packing.taken.has(entry.id)) return { packing, refused: null };
  const changed = apply(packing, entry);
  if (typeof changed === 'string') return { packing, refused: changed };
  return { packing: { ...packing, ...changed, taken: new Map(packing.taken).set(entry.id, entry) }, refused: null };
}

export function fold(lines: readonly PickedLine[], entries: Iterable<Entry>): Packing {
  let packing = nothingPacked(lines);
  for (const entry of entries) packing = take(packing, entry).packing;
  return packing;
}

export const openParcel = (packing: Packing): PackedParcel | null =>
  packing.parcels.find((parcel) => !parcel.sealed) ?? null;

/** Units of a line in all parcels. */
export const packedOf = ({ parcels }: Packing, line: string): number =>
  parcels.reduce((sum, parcel) => sum + (parcel.units.get(line) ?? 0), 0);

/** Units by line that are said to be missing, each above 0. */
export const saidMissing = ({ taken }: Packing): Map<string, number> =>
  missingSaid([...taken.values()].map(({ deed }) => deed));

/** Lines of which units are in no parcel yet, with how many. */
export const missingOf = (packing: Packing): PickedLine[] =>
  packing.lines.map(({ id, units }) => ({ id, units: units - packedOf(packing, id) })).filter(({ units }) => units > 0);

/** Whether every unit that was picked lies in a sealed parcel. */
export const isPacked = (packing: Packing): boolean => missingOf(packing).length === 0 && openParcel(packing) === null;

type Change = Partial<Pick<Packing, 'lines' | 'parcels' | 'holder'>>;

function apply(packing: Packing, { deed, parcel: id, station }: Entry): Change | Refused {
  const { parcels, holder } = packing;
  const open = openParcel(packing);
  const takesHold = deed.kind === 'opened' || deed.kind === 'opened-again' || deed.kind === 'gave-up';
  if (deed.kind !== 'taken-out' && holder !== station && !(takesHold && (holder === null || deed.over))) return 'held';
  const fresh = (): Change | Refused => {
    if (missingOf(packing).length === 0) return 'nothing-left';
    if (parcels.some((one) => one.id === id)) return 'known-parcel';
    return { parcels: [...parcels, emptyParcel(id)], holder: station };
  };
  switch (deed.kind) {
    case 'opened':
      if (!open) return fresh();
      return open.id === id ? { holder: station } : 'not-open';
    case 'new-parcel':
      return open ? 'another-is-open' : fresh();
    case 'opened-again': {
      const sealed = parcels.find((one) => one.id === id && one.sealed);
      if (!sealed) return 'not-open';
      // An empty parcel was begun in vain.
      if (open && open.units.size > 0) return 'another-is-open';
      const rest = parcels.filter((one) => one !== open);
      return { parcels: replaced(rest, { ...sealed, sealed: false, grams: null }), holder: station };
    }
    case 'gave-up': {
      const gone = parcels.find((one) => one.id === id);
      if (!gone) return 'not-open';
      const rest = parcels.filter((one) => one !== gone);
      const lines = without(packing.lines, gone.units);
      const over = missingOf({ ...packing, lines, parcels: rest }).length === 0 && rest.every((one) => one.sealed);
      return { lines, parcels: rest, holder: over ? null : station };
    }
    case 'taken-out': {
      const ready = parcels.find((one) => one.id === id && one.sealed);
      if (!ready) return 'not-open';
      const after = change(packing, ready, { ...deed, kind: 'put-back' });
      if (typeof after === 'string') return after;
      const lines = without(packing.lines, new Map([[deed.line, deed.units]]));
      return { lines, parcels: replaced(parcels, after).filter((one) => one !== after || after.units.size > 0) };
    }
    case 'missing':
    case 'found': {
      if (open?.id !== id) return 'not-open';
      if (!isCount(deed.units)) return 'not-a-number';
      const left =
        deed.kind === 'missing'
          ? missingOf(packing).find((line) => line.id === deed.line)?.units
          : saidMissing(packing).get(deed.line);
      if (deed.units > (left ?? 0)) return 'too-many';
      const units = deed.kind === 'missing' ? deed.units : -deed.units;
      return { lines: without(packing.lines, new Map([[deed.line, units]])) };
    }
    default: {
      if (open?.id !== id) return 'not-open';
      const after = change(packing, open, deed);
      if (typeof after === 'string') return after;
      const all = replaced(parcels, after);
      const over = after.sealed && missingOf({ ...packing, parcels: all }).length === 0;
      const lines =
        deed.kind === 'put-back' ? without(packing.lines, new Map([[deed.line, deed.units]])) : packing.lines;
      return { lines, parcels: all, ...(over ? { holder: null } : {}) };
    }
  }
}

type InParcel = Exclude<
  Deed,
  { kind: 'opened' | 'new-parcel' | 'opened-again' | 'gave-up' | 'missing' | 'found' | 'taken-out' }
>;

function change(packing: Packing, parcel: PackedParcel, deed: InParcel): PackedParcel | Refused {
  const other = { grams: null, photos: [] };
  switch (deed.kind) {
    case 'scanned':
    case 'forced': {
      const line = packing.lines.find(({ id }) => id === deed.line);
      if (!line) return 'unknown-line';
      if (!isCount(deed.units)) return 'not-a-number';
      if (packedOf(packing, line.id) + deed.units > line.units) return 'too-many';
      const units = plus(parcel.units, line.id, deed.units);
      const forced = deed.kind === 'forced' ? plus(parcel.forced, line.id, deed.units) : parcel.forced;
      return { ...parcel, ...other, units, forced };
    }
    case 'took-back':
    case 'put-back': {
      if (!isCount(deed.units)) return 'not-a-number';
      const left = (parcel.units.get(deed.line) ?? 0) - deed.units;
      if (left < 0) return 'not-in-it';
      const beyond = Math.max(0, (parcel.forced.get(deed.line) ?? 0) - left);
      return {
        ...parcel,
        ...other,
        units: plus(parcel.units, deed.line, -deed.units),
        forced: plus(parcel.forced, deed.line, -beyond),
      };
    }
    case 'chose-box':
      return { ...parcel, grams: null, box: { id: deed.box } };
    case 'did-not-fit': {
      const box = parcel.box?.id === deed.box ? null : parcel.box;
      return { ...parcel, grams: null, box, tooSmall: [...new Set([...parcel.tooSmall, deed.box])] };
    }
    case 'wrong':
      return parcel;
    case 'did-fit':
      return { ...parcel, tooSmall: parcel.tooSmall.filter((box) => box !== deed.box) };
    case 'weighed':
      return isCount(deed.grams) ? { ...parcel, grams: deed.grams } : 'not-a-number';
    case 'photographed':
      return { ...parcel, photos: [...new Set([...parcel.photos, deed.photo])] };
    case 'sealed':
      if (parcel.units.size === 0) return 'empty';
      if (!deed.more && missingOf(packing).length > 0) return 'missing';
      return { ...parcel, sealed: true };
  }
}

const emptyParcel = (id: string): PackedParcel => ({
  id,
  units: new Map(),
  forced: new Map(),
  box: null,
  tooSmall: [],
  grams: null,
  photos: [],
  sealed: false,
});

const replaced = (parcels: readonly PackedParcel[], by: PackedParcel) =>
  parcels.map((one) => (one.id === by.id ? by : one));

/** What is left to pack once these units are not. */
const without = (lines: readonly PickedLine[], units: ReadonlyMap<string, number>): PickedLine[] =>
  lines.map((line) => ({ ...line, units: line.units - (units.get(line.id) ?? 0) }));

const isCount = (units: number) => Number.isSafeInteger(units) && units >= 1;

function plus(map: ReadonlyMap<string, number>, key: string, units: number): ReadonlyMap<string, number> {
  if (units === 0) return map;
  const next = new Map(map);
  const sum = (next.get(key) ?? 0) + units;
  if (sum === 0) next.delete(key);
  else next.set(key, sum);
  return next;
}
