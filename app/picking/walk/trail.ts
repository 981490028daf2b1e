import type { Spot } from './block.ts';
import type { Edge, Ends } from './shortest-edges.ts';
import type { Passed } from './walks.ts';

/**
 * The edges of a walk in an order in which they can be walked from one end to the other (Hierholzer 1873). Points where nothing
 * is picked and the walk goes straight on are left out.
 */
export function trail(
  [from, to]: Ends,
  edges: readonly Edge[],
  places: readonly Spot[],
  stops: readonly number[],
): Passed<Spot>[] {
  const nameOf = ({ aisle, y, passing }: Spot) => `${aisle} ${y}${passing ? ' passing' : ''}`;
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
  // Points are known for good from the last to the first, so that the walk is begun at its end.
  const begun: Spot[] = [to];
  while (begun.length > 0) {
    const at = begun.at(-1)!;
    const open = ways.get(nameOf(at)) ?? [];
    let next = open.pop();
    while (next && !next.way.left) next = open.pop();
    if (next) {
      next.way.left = false;
      begun.push(next.to);
    } else points.push(begun.pop()!);
  }
  if (points.length === 1) points.push(from); // everything is where the walk starts

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
