// From which bins a wave takes its lines. Units that one wave is to take are not promised to the next one.
import { binsFor, hasFace, type Lying, mayGive, without } from './place/take-from.ts';

/** What is free of each item at a location, by inventory item. */
export type Shelves = Map<string, readonly Lying[]>;

type LineToTake = { inventoryItemId: string | null; bin: string | null; quantity: number };

/**
 * Chooses a bin for each want among those that may give it, the preferred one first. `fixed` are bins that must be gone to anyway.
 * `bound`: no walk by whatever choice is shorter; infinity where there was nothing to choose, or nothing is known.
 */
export type ChooseBins = (
  wants: readonly (readonly string[])[],
  fixed: readonly (string | null)[],
) => { bins: readonly string[]; bound: number };

export const preferred: ChooseBins = (wants) => ({
  bins: wants.map(([first]) => first!),
  bound: Number.POSITIVE_INFINITY,
});

/**
 * Gives each line of one wave a bin, and takes its units off `shelves`. Lines of one item that one bin can give are taken there
 * together; else line by line, where it lies already on the way if possible. A line that no bin holds as a whole gets the bin that
 * comes nearest. Items that lie nowhere keep the bin that their line has.
 */
export function assignBins<L extends LineToTake>(
  lines: readonly L[],
  shelves: Shelves,
  choose: ChooseBins,
): { lines: L[]; bound: number } {
  const found: L[] = [...lines];
  const give = (at: number, bin: string) => {
    const line = lines[at]!;
    const item = line.inventoryItemId!;
    shelves.set(item, without(shelves.get(item)!, bin, line.quantity));
    found[at] = { ...line, bin };
  };
  const fixed: (string | null)[] = [];
  const wants: { lines: number[]; bins: string[] }[] = [];
  for (const [item, own] of Map.groupBy(lines.keys(), (at) => lines[at]!.inventoryItemId)) {
    const lying = item === null ? undefined : shelves.get(item);
    if (!lying || lying.length === 0) {
      fixed.push(...own.map((at) => lines[at]!.bin));
      continue;
    }
    const units = own.reduce((sum, at) => sum + lines[at]!.quantity, 0);
    const bins = binsFor(lying, units);
    const kind = lying.find((row) => row.bin === bins[0])!.kind;
    if (own.length === 1 || (mayGive(lying, bins[0]!, units) && (kind === 'pick' || !hasFace(lying)))) {
      wants.push({ lines: own, bins });
      continue;
    }
    const used = new Set<string>();
    for (const at of own) {
      const open = binsFor(shelves.get(item!)!, lines[at]!.quantity);
      const bin = open.find((one) => used.has(one)) ?? open[0]!;
      used.add(bin);
      give(at, bin);
    }
    fixed.push(...used);
  }
  const chosen = choose(
    wants.map((want) => want.bins),
    fixed,
  );
  wants.forEach((want, nth) => {
    for (const at of want.lines) give(at, chosen.bins[nth]!);
  });
  return { lines: found, bound: chosen.bound };
}

/**
 * Takes the units of planned lines off `shelves`, from the bins that they were planned to come from. A line whose bin cannot give them
 * any more gets another one; `moved` says whether any did.
 */
export function takeAsPlanned<L extends LineToTake>(
  lines: readonly L[],
  shelves: Shelves,
): { lines: L[]; moved: boolean } {
  const lyingOf = ({ inventoryItemId }: L) => shelves.get(inventoryItemId ?? '') ?? [];
  let open = lines.filter((line) => lyingOf(line).length > 0);
  const stillThere = (line: L) =>
    line.bin !== null &&
    (mayGive(lyingOf(line), line.bin, line.quantity) || binsFor(lyingOf(line), line.quantity)[0] === line.bin);
  // What has to go first may stand later in the walk: whoever waited for it is asked again.
  for (let before = Number.POSITIVE_INFINITY; open.length < before; ) {
    before = open.length;
    open = open.filter((line) => {
      if (!stillThere(line)) return true;
      shelves.set(line.inventoryItemId!, without(lyingOf(line), line.bin, line.quantity));
      return false;
    });
  }
  if (open.length === 0) return { lines: [...lines], moved: false };
  const others = new Map(assignBins(open, shelves, preferred).lines.map((line, at) => [open[at], line]));
  return { lines: lines.map((line) => others.get(line) ?? line), moved: true };
}
