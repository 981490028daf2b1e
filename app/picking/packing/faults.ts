// What is wrong with a packing, whoever made it. Written apart from the searches, which it judges.
import type { Placement } from './fit.ts';
import type { Box, Item } from './item.ts';

/** In words, one a fault; empty = the packing may be carried out. */
export function packingFaults(
  items: readonly Item[],
  box: Box,
  placements: readonly Pick<Placement, 'item' | 'x' | 'y' | 'z' | 'dx' | 'dy' | 'dz'>[],
): string[] {
  const faults: string[] = [];
  const say = (fault: string) => faults.push(fault);
  const byId = new Map(items.map((item) => [item.id, item]));
  if (placements.length !== items.length || new Set(placements.map((one) => one.item)).size !== items.length)
    say(`${placements.length} placements for ${items.length} items`);

  for (const { item: id, x, y, z, dx, dy, dz } of placements) {
    const item = byId.get(id);
    if (!item) {
      say(`${id} is not among the items`);
      continue;
    }
    const stated = [item.length, item.width, item.height];
    const flat = (item.upright ? [dx, dy] : [dx, dy, dz]).sort((a, b) => a - b);
    const wanted = (item.upright ? stated.slice(0, 2) : stated).sort((a, b) => a - b);
    if (flat.some((side, i) => side !== wanted[i])) say(`${id} has other sides than stated`);
    if (item.upright && dz !== item.height) say(`${id} does not stand upright`);
    const p = box.padding;
    if (x < p || y < p || z < p || x + dx > box.length - p || y + dy > box.width - p || z + dz > box.height - p)
      say(`${id} is not inside`);
  }
  placements.forEach((a, i) => {
    for (const b of placements.slice(i + 1)) {
      const apartX = a.x + a.dx <= b.x || b.x + b.dx <= a.x;
      const apartY = a.y + a.dy <= b.y || b.y + b.dy <= a.y;
      if (apartX || apartY) continue;
      const [lower, upper] = a.z <= b.z ? [a, b] : [b, a];
      if (lower.z + lower.dz > upper.z) say(`${a.item} and ${b.item} overlap`);
      else if (byId.get(lower.item)?.fragile) say(`${upper.item} stands above ${lower.item}, which is fragile`);
    }
  });
  const weight = items.reduce((sum, item) => sum + item.weight, 0);
  if (box.maxWeight !== null && weight > box.maxWeight) say(`${weight} g in a box for ${box.maxWeight} g`);

  placements.forEach((one, i) => {
    const blocking = placements
      .slice(0, i)
      .find(
        (before) =>
          before.z >= one.z + one.dz &&
          before.x < one.x + one.dx &&
          one.x < before.x + before.dx &&
          before.y < one.y + one.dy &&
          one.y < before.y + before.dy,
      );
    if (blocking) say(`${one.item} cannot come in under ${blocking.item}, which stands there before`);
  });
  return faults;
}
