// The bins that make a wave's walk shortest, chosen together where its items lie in several.
import type { FloorWalks } from './floor-walks.ts';
import { inZones, type When } from './rules/rule.ts';
import { type ChooseBins, preferred } from './shelves.ts';
import { bestBins } from './walk/best-bins.ts';

/** What the layout does not have is chosen last. Where a rule keeps its orders to zones, bins there go before all others. */
export function nearestBins({ walks, stopOf }: FloorWalks, rule: When): ChooseBins {
  return (wants, fixed) => {
    const open = wants.map((bins) => {
      const placed = bins.filter((bin) => stopOf.has(bin));
      const within = placed.filter((bin) => inZones(rule, bin));
      return within.length > 0 ? within : placed.length > 0 ? placed : bins.slice(0, 1);
    });
    if (open.every((bins) => bins.length === 1)) return preferred(open, fixed);
    const free = open.flatMap((bins, want) => (stopOf.has(bins[0]!) ? [want] : []));
    const sure = [...new Set(fixed.flatMap((bin) => stopOf.get(bin ?? '') ?? []))];
    const fetching = bestBins(walks, [
      ...free.map((want) => open[want]!.map((bin) => stopOf.get(bin)!)),
      ...sure.map((stop) => [stop]),
    ]);
    const all = Array.from({ length: fetching.places }, (_, want) => want);
    const stops = fetching.bins(all);
    const chosen = new Map(free.map((want, nth) => [want, stops.get(nth)]));
    return {
      bins: open.map((bins, want) => bins.find((bin) => stopOf.get(bin) === chosen.get(want)) ?? bins[0]!),
      bound: fetching.walk(all).bound,
    };
  };
}
