// How far each bin is from packing, on foot.
import type { BinPlace } from './bin-name.ts';
import { spotOf, walkMap } from './geometry.ts';
import type { Layout } from './layout.ts';

/** Metres from the packing station (else the start) to each bin that the layout has; none without a layout. */
export function walkMetres(
  layout: Layout | null,
  bins: readonly { name: string; place: BinPlace | null }[],
): Map<string, number> {
  const metres = new Map<string, number>();
  if (!layout) return metres;
  const pack = layout.stations.findIndex((station) => station.kind === 'pack');
  const from = pack >= 0 ? pack : layout.stations.findIndex((station) => station.kind === 'start');
  if (from < 0) return metres;
  const map = walkMap(layout);
  const station = map.station(from);
  for (const { name, place } of bins) {
    const spot = place && spotOf(layout, place);
    if (!spot) continue;
    const way = map.distance(station, map.at(spot));
    if (Number.isFinite(way)) metres.set(name, way);
  }
  return metres;
}
