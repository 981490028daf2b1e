// Where a wave's walk leads on the floor, ready for a picture.
import { inShop } from '../db.server.ts';
import { pointOf, spotOf } from './place/geometry.ts';
import type { Layout, Point } from './place/layout.ts';
import { loadBinPlaces, loadLayout } from './place/store.server.ts';
import { walkLine } from './walk-line.ts';

export type DrawnWalk = { layout: Layout; line: Point[]; stops: (Point & { says: string })[] };

/** `bins` in the order of the walk; null where no layout is drawn or none of them lies on it. */
export async function readWalk(
  shop: string,
  locationId: string,
  bins: readonly (string | null)[],
): Promise<DrawnWalk | null> {
  const { kept, places } = await inShop(shop, async (tx) => ({
    kept: await loadLayout(tx, locationId),
    places: await loadBinPlaces(tx, locationId, bins),
  }));
  if (!kept) return null;
  const { layout } = kept;
  const stops = [...new Set(bins)].flatMap((name) => {
    const place = name === null ? null : places.get(name);
    const spot = place && spotOf(layout, place);
    return spot ? [{ name, spot }] : [];
  });
  if (stops.length === 0) return null;
  return {
    layout,
    line: walkLine(
      layout,
      stops.map(({ spot }) => spot),
    ),
    stops: stops.map(({ name, spot }, at) => ({ ...pointOf(layout, spot), says: `Stop ${at + 1}: ${name}` })),
  };
}
