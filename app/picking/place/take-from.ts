// Which bin units are taken from, where an item lies in several. What expires first has to go first: no unit is taken while one that
// expires earlier is free elsewhere. Among the rest pick faces come before reserve. A bin of which nobody knows how much it holds
// is taken to hold enough. Where no bin has enough, units are taken from as few as give them all.
import { compareBins } from '../bin-order.ts';
import type { BinKind } from './bin-file.ts';

/** Free units of one item (and lot) in one bin; null = not known. A bin with none is where the item is at home. */
export type Lying = {
  bin: string;
  kind: BinKind;
  lot: string;
  /** YYYY-MM-DD */
  expiresOn: string | null;
  units: number | null;
};

const isFree = ({ units }: Lying) => units !== 0;
/** What does not expire goes last. */
const before = (a: string | null, b: string | null) => a !== null && (b === null || a < b);
const byKind = (a: Lying, b: Lying) => Number(a.kind !== 'pick') - Number(b.kind !== 'pick');
const byDay = (a: Lying, b: Lying) =>
  Number(before(b.expiresOn, a.expiresOn)) - Number(before(a.expiresOn, b.expiresOn));
const byName = (a: Lying, b: Lying) => compareBins(a.bin, b.bin) || (a.lot < b.lot ? -1 : Number(a.lot > b.lot));

/** As units are taken when no walk has a say. */
const inTurn = (lying: readonly Lying[]) => lying.toSorted((a, b) => byDay(a, b) || byKind(a, b) || byName(a, b));

/** Whether a bin gives so many units, and nothing that has to go before them is free elsewhere. */
export function mayGive(lying: readonly Lying[], bin: string, units: number): boolean {
  let wanted = units;
  let last: string | null = null;
  for (const row of inTurn(lying)) {
    if (row.bin !== bin || wanted === 0 || !isFree(row)) continue;
    wanted -= Math.min(wanted, row.units ?? wanted);
    last = row.expiresOn;
  }
  return wanted === 0 && !lying.some((row) => row.bin !== bin && isFree(row) && before(row.expiresOn, last));
}

/** Units taken from one bin. */
export type Share = { bin: string; units: number };

/**
 * Whether bins still give these shares: all of it, or all that is free anywhere, and nothing that has to go before them is left. Each
 * bin has one share.
 */
export function mayShare(lying: readonly Lying[], shares: readonly Share[]): boolean {
  const wanted = new Map(shares.map(({ bin, units }) => [bin, units]));
  if (!shares.every(({ bin }) => lying.some((row) => row.bin === bin))) return false;
  const left: Lying[] = [];
  let last: string | null = null;
  for (const row of inTurn(lying).filter(isFree)) {
    const open = wanted.get(row.bin) ?? 0;
    const given = Math.min(open, row.units ?? open);
    if (given > 0) last = row.expiresOn;
    wanted.set(row.bin, open - given);
    if (row.units === null || row.units > given) left.push(row);
  }
  const lacking = [...wanted.values()].some((units) => units > 0);
  return lacking ? left.length === 0 : !left.some((row) => before(row.expiresOn, last));
}

/**
 * The bins that units are taken from where no bin may give them all: what expires first, then pick faces, then as few bins as possible.
 * `sure` are their shares, no bin twice; `rest` is the last share, where any one of `bins` may give it. What all bins together lack is
 * added to the share of the bin that would be gone to for all. Empty only for an item that lies nowhere. Among bins that may give as well
 * as each other, those that are `liked` give first, though they be more.
 */
export function sharesOf(
  lying: readonly Lying[],
  units: number,
  liked: (bin: string) => boolean = () => true,
): { sure: Share[]; rest: { bins: string[]; units: number } | null } {
  const taken = new Map<string, number>();
  const take = (bin: string, some: number) => taken.set(bin, (taken.get(bin) ?? 0) + some);
  const shares = () => [...taken].map(([bin, some]) => ({ bin, units: some }));
  let wanted = units;
  const tiers = Map.groupBy(inTurn(lying).filter(isFree), (row) => `${row.expiresOn} ${row.kind}`);
  for (const rows of tiers.values()) {
    const holding = [...Map.groupBy(rows, (row) => row.bin)].map(([bin, own]) => ({
      bin,
      units: own.reduce((sum, row) => sum + (row.units ?? units), 0),
    }));
    // Where one stands anyway no bin is added; then the largest leave the fewest.
    const isOnTheWay = ({ bin }: Share) => Number(taken.has(bin));
    const isLiked = ({ bin }: Share) => Number(liked(bin));
    for (const one of holding.toSorted(
      (a, b) => isOnTheWay(b) - isOnTheWay(a) || isLiked(b) - isLiked(a) || b.units - a.units,
    )) {
      if (!taken.has(one.bin) && one.units >= wanted) {
        const enough = holding.filter((other) => !taken.has(other.bin) && other.units >= wanted);
        return { sure: shares(), rest: { bins: enough.map(({ bin }) => bin), units: wanted } };
      }
      const given = Math.min(one.units, wanted);
      take(one.bin, given);
      wanted -= given;
      if (wanted === 0) return { sure: shares(), rest: null };
    }
  }
  const [front] = binsFor(lying, units);
  if (front !== undefined) take(front, wanted);
  return { sure: shares(), rest: null };
}

/**
 * The bins that units of an item may all be taken from, the one to be preferred first: pick faces, or reserve where none of them
 * has enough. Where no bin has enough, the one that gives most of what has to go first; where nothing is free, the item's home.
 * None only for an item that lies nowhere.
 */
export function binsFor(lying: readonly Lying[], units: number): string[] {
  const rows = inTurn(lying).filter(isFree);
  const [first] = rows;
  if (!first)
    return lying
      .toSorted((a, b) => byKind(a, b) || byDay(a, b) || byName(a, b))
      .slice(0, 1)
      .map((row) => row.bin);
  const giving = rows.filter((row) => mayGive(lying, row.bin, units));
  const faces = giving.filter((row) => row.kind === 'pick');
  if (giving.length > 0) return [...new Set((faces.length > 0 ? faces : giving).map((row) => row.bin))];
  const front = Map.groupBy(
    rows.filter((row) => row.expiresOn === first.expiresOn),
    (row) => row.bin,
  );
  const most = [...front].map(([bin, own]) => ({
    bin,
    units: own.reduce((sum, row) => sum + (row.units ?? units), 0),
  }));
  return [most.reduce((best, one) => (one.units > best.units ? one : best)).bin];
}

/** Whether pick faces have free units of it. */
export const hasFace = (lying: readonly Lying[]): boolean => lying.some((row) => row.kind === 'pick' && isFree(row));

/** What is free once units are taken from a bin; what it lacks is taken from the others, in their turn. */
export function without(lying: readonly Lying[], bin: string | null, units: number): Lying[] {
  let wanted = units;
  const left = [...lying];
  for (const row of inTurn(lying).toSorted((a, b) => Number(b.bin === bin) - Number(a.bin === bin))) {
    const given = row.units === null ? wanted : Math.min(row.units, wanted);
    wanted -= given;
    if (row.units !== null && given > 0) left[left.indexOf(row)] = { ...row, units: row.units - given };
  }
  return left;
}
