import type { Spot } from './block.ts';
import type { Edge } from './shortest-edges.ts';
import type { Passed } from './walks.ts';

/**
 * The edges of a closed walk in an order in which they can be walked (Hierholzer 1873), from the depot and back. Points where
 * nothing is picked and the walk goes straight on are left out.
 */
export function closedTour(
  depot: Spot,
  edges: readonly Edge[],
  places: readonly Spot[],
  stops: readonly number[],
): Passed<Spot>[] {
  const nameOf = ({ aisle, y }: Spot) => `${aisle} ${y}`;
  const ways = new Map<string, { to: Spot; way: { left: boolean } }[]>();
  const add = (from: Spot, to: Spot, way: { left: boolean }) => {
    const name = nameOf(from);
    const there = ways.get(name);
    if (there) there.push({ to, way });
    else ways.set(name, [{ to, way }]);
  };
  for (const { from, to, times } of edges) {
    for (let time = 0; time < times; time++) {
      const way = { left: true };
      add(from, to, way);
      add(to, from, way);
    }
  }
  const points: Spot[] = [];
  const trail: Spot[] = [depot];
  while (trail.length > 0) {
    const at = trail.at(-1)!;
    const open = ways.get(nameOf(at)) ?? [];
    let next = open.pop();
    while (next && !next.way.left) next = open.pop();
    if (next) {
      next.way.left = false;
      trail.push(next.to);
    } else points.push(trail.pop()!);
  }
  if (points.length === 1) points.push(depot); // everything is at the depot

  const waiting = new Map<string, number[]>();
  for (const stop of new Set(stops)) {
    const name = nameOf(places[stop]!);
    waiting.set(name, [...(waiting.get(name) ?? []), stop]);
  }
  const path = points.map((point) => {
    const here = waiting.get(nameOf(point)) ?? [];
    waiting.delete(nameOf(point));
    return { point, stops: here };
  });
  return path.filter(
    ({ point, stops: here }, i) =>
      here.length > 0 || i === 0 || i === path.length - 1 || !straight(path[i - 1]!.point, point, path[i + 1]!.point),
  );
}

function straight(a: Spot, b: Spot, c: Spot): boolean {
  if (a.aisle === b.aisle && b.aisle === c.aisle) return (b.y - a.y) * (c.y - b.y) > 0;
  return a.y === b.y && b.y === c.y && (b.aisle - a.aisle) * (c.aisle - b.aisle) > 0;
}
