// From which bins a wave takes its lines. Units that one wave is to take are not promised to the next one.
import { binsFor, hasFace, type Lying, mayGive, mayShare, type Share, sharesOf, without } from './place/take-from.ts';

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

/** Those that are liked go before others as good. */
export const likedFirst =
  (liked: (bin: string) => boolean): ChooseBins =>
  (wants, fixed) =>
    preferred(
      wants.map((bins) => [bins.find(liked) ?? bins[0]!]),
      fixed,
    );

/**
 * Gives each line of one wave a bin, and takes its units off `shelves`. Lines of one item that one bin can give are taken there
 * together; else line by line, where it lies already on the way if possible. A line that no bin holds as a whole is parted: `parts` has
 * for each line what its bins give, in sum its quantity, no bin twice; what they lack is asked of the bin that comes nearest. Items that
 * lie nowhere keep the bin that their line has. Where nothing else decides, bins that are `liked` give before others.
 */
export function assignBins<L extends LineToTake>(
  lines: readonly L[],
  shelves: Shelves,
  choose: ChooseBins,
  liked: (bin: string) => boolean = () => true,
): { parts: L[][]; bound: number } {
  const parts = lines.map((line) => [line]);
  const give = (at: number, shares: readonly Share[]) => {
    const line = lines[at]!;
    const item = line.inventoryItemId!;
    for (const { bin, units } of shares) shelves.set(item, without(shelves.get(item)!, bin, units));
    parts[at] = shares.map(({ bin, units }) => ({ ...line, bin, quantity: units }));
  };
  const fixed: (string | null)[] = [];
  const wants: { bins: string[]; give: (bin: string) => void }[] = [];
  for (const [item, own] of Map.groupBy(lines.keys(), (at) => lines[at]!.inventoryItemId)) {
    const lying = item === null ? undefined : shelves.get(item);
    if (!lying || lying.length === 0) {
      fixed.push(...own.map((at) => lines[at]!.bin));
      continue;
    }
    const units = own.reduce((sum, at) => sum + lines[at]!.quantity, 0);
    const bins = binsFor(lying, units);
    const kind = lying.find((row) => row.bin === bins[0])!.kind;
    if (mayGive(lying, bins[0]!, units) && (own.length === 1 || kind === 'pick' || !hasFace(lying))) {
      const giveAll = (bin: string) => {
        for (const at of own) give(at, [{ bin, units: lines[at]!.quantity }]);
      };
      wants.push({ bins, give: giveAll });
      continue;
    }
    const [only] = own;
    if (own.length === 1) {
      const { sure, rest } = sharesOf(lying, units, liked);
      fixed.push(...sure.map(({ bin }) => bin));
      if (rest) wants.push({ bins: rest.bins, give: (bin) => give(only!, [...sure, { bin, units: rest.units }]) });
      else give(only!, sure);
      continue;
    }
    const used = new Set<string>();
    const nearest = (open: readonly string[]) => open.find((one) => used.has(one)) ?? open.find(liked) ?? open[0]!;
    for (const at of own) {
      const left = shelves.get(item!)!;
      const { quantity } = lines[at]!;
      const open = binsFor(left, quantity);
      const whole = mayGive(left, open[0]!, quantity);
      const { sure, rest } = whole
        ? { sure: [], rest: { bins: open, units: quantity } }
        : sharesOf(left, quantity, liked);
      give(at, rest ? [...sure, { bin: nearest(rest.bins), units: rest.units }] : sure);
      for (const { bin } of parts[at]!) used.add(bin!);
    }
    fixed.push(...used);
  }
  const chosen = choose(
    wants.map((want) => want.bins),
    fixed,
  );
  wants.forEach((want, nth) => {
    want.give(chosen.bins[nth]!);
  });
  return { parts, bound: chosen.bound };
}

/** The bins that a line is taken from if nothing else of its item is wanted. `liked` as in `assignBins`. */
export function binsAlone(
  line: LineToTake,
  shelves: Readonly<Shelves>,
  liked: (bin: string) => boolean = () => true,
): (string | null)[] {
  const lying = shelves.get(line.inventoryItemId ?? '') ?? [];
  if (lying.length === 0 || (line.bin !== null && liked(line.bin) && mayGive(lying, line.bin, line.quantity)))
    return [line.bin];
  const own = new Map([[line.inventoryItemId!, lying]]);
  return assignBins([line], own, likedFirst(liked), liked).parts[0]!.map((part) => part.bin);
}

/**
 * Takes the units of a planned walk off `shelves`, from the bins that they were planned to come from. A line whose bins cannot give them
 * any more, all its parts together, is given others, `liked` ones before others as good; `moved` says whether any was.
 */
export function takeAsPlanned<L extends LineToTake & { fulfillmentOrderLineId: string }>(
  walk: readonly L[],
  shelves: Shelves,
  liked: (bin: string) => boolean = () => true,
): { walk: L[]; moved: boolean } {
  const lyingOf = ([first]: readonly L[]) => shelves.get(first!.inventoryItemId ?? '') ?? [];
  const lines = [...Map.groupBy(walk, (part) => part.fulfillmentOrderLineId).values()];
  let open = lines.filter((parts) => lyingOf(parts).length > 0);
  // What has to go first may stand later in the walk: whoever waited for it is asked again.
  for (let before = Number.POSITIVE_INFINITY; open.length < before; ) {
    before = open.length;
    open = open.filter((parts) => {
      const shares = parts.flatMap(({ bin, quantity }) => (bin === null ? [] : [{ bin, units: quantity }]));
      if (shares.length < parts.length || !mayShare(lyingOf(parts), shares)) return true;
      const item = parts[0]!.inventoryItemId!;
      for (const { bin, units } of shares) shelves.set(item, without(shelves.get(item)!, bin, units));
      return false;
    });
  }
  if (open.length === 0) return { walk: [...walk], moved: false };
  const whole = (parts: readonly L[]) => ({
    ...parts[0]!,
    quantity: parts.reduce((sum, part) => sum + part.quantity, 0),
  });
  const moved = new Set(open.flat());
  const { parts } = assignBins(open.map(whole), shelves, likedFirst(liked), liked);
  return { walk: [...walk.filter((part) => !moved.has(part)), ...parts.flat()], moved: true };
}
