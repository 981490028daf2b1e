// Two published packers, asked the same question.
import { pack3D } from 'binpackingjs/3d';
import type { Placement } from '../../app/picking/packing/fit.ts';
import type { Box, Item } from '../../app/picking/packing/item.ts';

type Spot = Pick<Placement, 'item' | 'x' | 'y' | 'z' | 'dx' | 'dy' | 'dz'>;
/** All items' places, or null where the library leaves some out. */
export type Library = (items: readonly Item[], box: Box) => Spot[] | null;

export const binpackingjs: Library = (items, box) => {
  const { packedBins, unfitItems } = pack3D({
    bins: [{ name: box.id, width: box.length, height: box.height, depth: box.width, maxWeight: box.maxWeight ?? 1e9 }],
    items: items.map(({ id, length, width, height, weight }) => ({
      name: id,
      width: length,
      height,
      depth: width,
      weight,
    })),
  });
  const packed = packedBins[0]?.items ?? [];
  if (unfitItems.length > 0 || packed.length < items.length) return null;
  return fromBelow(packed.map(({ name, position, dimension }) => spotOf(name, position, dimension)));
};

/** bp3d comes without types: what we use of it. */
type Bp3dItem = { name: string; position: number[]; getDimension(): number[] };
type Bp3d = {
  Bin: new (name: string, width: number, height: number, depth: number, most: number) => { items: Bp3dItem[] };
  Item: new (name: string, width: number, height: number, depth: number, weight: number) => Bp3dItem;
  Packer: new () => { addBin(bin: unknown): void; addItem(item: unknown): void; pack(): void };
};
// @ts-expect-error: it has no types of its own
const { default: old } = (await import('bp3d')) as { default: Bp3d };

export const bp3d: Library = (items, box) => {
  const bin = new old.Bin(box.id, box.length, box.height, box.width, box.maxWeight ?? 1e9);
  const packer = new old.Packer();
  packer.addBin(bin);
  for (const { id, length, width, height, weight } of items)
    packer.addItem(new old.Item(id, length, height, width, weight));
  packer.pack();
  if (bin.items.length < items.length) return null;
  return fromBelow(bin.items.map((item) => spotOf(item.name, item.position, item.getDimension())));
};

/** Both speak of width, height, depth; ours are length, width and height. */
function spotOf(item: string, [x, z, y]: readonly number[], [dx, dz, dy]: readonly number[]): Spot {
  return { item, x: x!, y: y!, z: z!, dx: dx!, dy: dy!, dz: dz! };
}

/** They promise no packing order; from below there always is one. */
const fromBelow = (spots: Spot[]) => spots.sort((a, b) => a.z - b.z);
