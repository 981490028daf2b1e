// How far it is from bin to bin of a wave: what a phone needs to plan the rest of its walk anew, without a connection.
import type { BinPlace } from '../place/bin-name.ts';
import { distancesBetween, spotOf, walkMap } from '../place/geometry.ts';
import type { Layout } from '../place/layout.ts';
import { restOfWalk } from '../walk/open-tour.ts';
import { asPlanned, type OrderOfRest } from './next.ts';

/** Metres on foot, row by row, between the start of the walk (row 0) and each of these bins (from row 1 on). */
export type Ways = { bins: string[]; metres: number[] };

/** More bins than this on one walk would make the phone carry megabytes; their order stays as planned. */
const MOST = 150;
/** A new order must save so many metres: a picker who is led to and fro for less trusts no phone. */
const WORTH = 1;

/** Null where the layout has no start, or knows fewer than two of these bins. */
export function waysBetween(
  layout: Layout,
  places: ReadonlyMap<string, BinPlace | null>,
  names: readonly (string | null)[],
): Ways | null {
  const start = layout.stations.findIndex((station) => station.kind === 'start');
  if (start < 0) return null;
  const map = walkMap(layout);
  const home = map.station(start);
  const bins: string[] = [];
  const stops = [home];
  for (const name of new Set(names)) {
    const place = name === null ? null : places.get(name);
    const spot = place && spotOf(layout, place);
    if (name === null || !spot) continue;
    const stop = map.at(spot);
    if (!Number.isFinite(map.distance(home, stop))) continue;
    bins.push(name);
    stops.push(stop);
  }
  if (bins.length < 2 || bins.length > MOST) return null;
  return { bins, metres: Array.from(distancesBetween(map, stops), (metres) => Math.round(metres * 10) / 10) };
}

/**
 * The shortest rest of a walk from where the picker stands, home included, whatever was taken off or came back on the way. The planned
 * order stays where no other saves a metre, where nobody knows the place, and, last, for bins that are not on the layout.
 */
export function shortestRest({ bins, metres }: Ways): OrderOfRest {
  const size = bins.length + 1;
  const rowOf = new Map(bins.map((bin, at) => [bin, at + 1]));
  const far = (a: number, b: number) => metres[a * size + b]!;
  return (open, from) => {
    const planned = asPlanned(open, from);
    const at = from === null ? undefined : rowOf.get(from);
    const rows = planned.map(({ task }) => (task.bin === null ? undefined : rowOf.get(task.bin)));
    const stops = [...new Set(rows.filter((row) => row !== undefined))];
    if (at === undefined || stops.length < 2) return planned;
    const rest = restOfWalk(stops, [], far, at, 0);
    let before = 0;
    let here = at;
    for (const stop of [...stops, 0]) {
      before += far(here, stop);
      here = stop;
    }
    if (rest.metres > before - WORTH) return planned;
    const turn = new Map(rest.order.map((stop, nth) => [stop, nth]));
    const turnOf = (index: number) => turn.get(rows[index] ?? -1) ?? stops.length;
    return planned
      .map((one, index) => ({ one, turn: turnOf(index) }))
      .toSorted((a, b) => a.turn - b.turn)
      .map(({ one }) => one);
  };
}
