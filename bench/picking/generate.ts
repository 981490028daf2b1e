import { uniformFrom } from '../../app/lib/uniform.ts';
import type { Instance } from './instance.ts';

export interface Recipe {
  orders: number;
  /** most entries of a batch */
  capacity: number;
  /** demand by class (one aisle has 52 %, three 36 %, the rest 12 %) or the same everywhere */
  demand: 'classes' | 'uniform';
  aisles?: number;
  cells?: number;
  /** fewest and most entries of an order */
  size?: readonly [number, number];
  depotAisle?: number;
}

/**
 * Waves in the manner of Henn and Wäscher (EJOR 222(3), 2012): a block of aisles with 45 cells on either side, 5 apart, orders
 * of 5 to 25 entries (4 to 24 in the files that are used). The same seed makes the same wave.
 */
export function generated(seed: number, recipe: Recipe): Instance {
  const { orders, capacity, demand, aisles = 10, cells = 45, size = [4, 24], depotAisle = 0 } = recipe;
  const uniform = uniformFrom(Math.imul(seed + 1, 0x9e3779b1));
  const below = (n: number) => Math.floor(uniform() * n);
  const shares = [0.52, 0.12, 0.12, 0.12];
  const order = Array.from({ length: aisles }, (_, aisle) => aisle);
  for (let i = aisles - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const drawAisle = () => {
    if (demand === 'uniform' || aisles < 5) return below(aisles);
    let left = uniform();
    for (let i = 0; i < shares.length; i++) {
      left -= shares[i]!;
      if (left < 0) return order[i]!;
    }
    return order[shares.length + below(aisles - shares.length)]!;
  };
  return {
    set: `generated/${demand}`,
    name: `${orders}-${capacity}-${seed}`,
    aisles,
    aisleLength: cells,
    aisleDistance: 5,
    depotAisle,
    capacity,
    orders: Array.from({ length: orders }, () =>
      Array.from({ length: Math.min(capacity, size[0] + below(size[1] - size[0] + 1)) }, (): [number, number] => [
        drawAisle(),
        1 + below(cells),
      ]),
    ),
  };
}
