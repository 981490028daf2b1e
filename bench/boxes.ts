import { parseArgs } from 'node:util';
import { uniformFrom } from '../app/lib/uniform.ts';
import { chooseBox } from '../app/picking/packing/choose-box.ts';
import { packingFaults } from '../app/picking/packing/faults.ts';
import { fitIn, type Placement } from '../app/picking/packing/fit.ts';
import { type Box, type Item, volumeOf } from '../app/picking/packing/item.ts';
import { cutBox } from './boxes/cut.ts';
import { families } from './boxes/families.ts';
import { binpackingjs, bp3d } from './boxes/libraries.ts';
import type { BenchResult } from './main.ts';

const FILLS = [0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1];
const FEW = [4, 5, 6, 7, 8, 9, 10, 11, 12];
const MANY = [15, 20];
/** The boxes of a shop, as a small one has them. */
const SHOP = [
  [200, 150, 100],
  [300, 220, 150],
  [400, 300, 200],
  [500, 400, 300],
] as const;

type Tally = {
  asked: number;
  found: number;
  invalid: number;
  wall: number[];
  cpu: number[];
  byCell: Map<string, number>;
};
type Packer = (
  items: readonly Item[],
  box: Box,
) => Pick<Placement, 'item' | 'x' | 'y' | 'z' | 'dx' | 'dy' | 'dz'>[] | null;

/**
 * How often items that were cut out of a box, and so fit, are found to fit: ours beside two libraries, then ours alone on other
 * families of boxes, of which nothing was used to choose the search. Then orders of random
 * items against a shop's boxes: how many choices of a box are proven to be the smallest. Options: `--seed N` (1), `--count N`
 * boxes for each number of pieces and fill (25), `--milliseconds N` for one decision (200), `--clock cpu`: of this
 * process instead of the wall's, for machines that do something else at the same time, `--as-cut`: the items' sides are listed
 * as they lay in the box, which a packer of bp3d's kind needs and orders do not give.
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '25' },
      milliseconds: { type: 'string', default: '200' },
      clock: { type: 'string', default: 'wall' },
      'as-cut': { type: 'boolean', default: false },
    },
  });
  const [seed, count, milliseconds] = [options.seed, options.count, options.milliseconds].map(Number) as [
    number,
    number,
    number,
  ];
  const now = options.clock === 'cpu' ? cpuClock : () => performance.now();
  const ours: Packer = (items, box) => {
    const fit = fitIn(items, box, {
      now,
      until: now() + milliseconds,
      steps: 1e9,
    });
    if (fit.answer === 'does not fit') throw new Error(`a wrong proof: ${JSON.stringify({ items, box, fit })}`);
    return fit.answer === 'fits' ? fit.placements : null;
  };
  const packers: Record<string, Packer> = { ours, binpackingjs, bp3d };
  // A packer that has just been loaded is compiled while it works; shops do not meet it that way.
  for (let warm = 0; warm < 20; warm++) {
    const { items, box } = cutBox(900_000 + warm, 10, 0.9);
    for (const packer of Object.values(packers)) packer(items, box);
  }

  const few = tallies(packers);
  const many = tallies(packers);
  for (const pieces of [...FEW, ...MANY])
    for (const fill of FILLS)
      for (let i = 0; i < count; i++) {
        const { items, box } = cutBox(seed * 100_000 + i, pieces, fill, { asCut: options['as-cut'] });
        const into = pieces <= 12 ? few : many;
        for (const [name, packer] of Object.entries(packers))
          tell(into[name]!, packer, items, box, `${pieces}/${fill}`);
      }
  const handled = newTally();
  for (const pieces of FEW)
    for (let i = 0; i < count; i++) {
      const { items, box } = cutBox(seed * 100_000 + 50_000 + i, pieces, FILLS[i % FILLS.length]!, { handled: true });
      tell(handled, ours, items, box, '');
    }

  console.log(`boxes: found of ${count} cut boxes each, ours / binpackingjs / bp3d, in ${milliseconds} ms`);
  console.log(`pieces ${FILLS.map((fill) => `fill ${fill}`.padStart(11)).join('')}`);
  for (const pieces of [...FEW, ...MANY]) {
    const into = pieces <= 12 ? few : many;
    const cell = (fill: number) =>
      Object.keys(packers)
        .map((name) => into[name]!.byCell.get(`${pieces}/${fill}`) ?? 0)
        .join('/');
    console.log(`${String(pieces).padStart(6)} ${FILLS.map((fill) => cell(fill).padStart(11)).join('')}`);
  }
  console.log(
    `to 12 pieces, some upright, some fragile: ${percent(handled).toFixed(2)} % of ${handled.asked}, ${handled.invalid} invalid`,
  );
  const others = families.map(({ name, says, pieces, fills, cut }) => {
    const tally = newTally();
    for (const number of pieces)
      for (const fill of fills)
        for (let i = 0; i < Math.ceil(count / 2.5); i++) {
          const { items, box } = cut(seed * 9_000 + i, number, fill);
          tell(tally, ours, items, box, `${number}`);
        }
    const asked = tally.asked / pieces.length;
    const cells = pieces.map((number) => `${number}: ${asked - (tally.byCell.get(`${number}`) ?? 0)}`).join(', ');
    console.log(`${says}: missed of ${asked} each, by pieces ${cells}; ${tally.invalid} invalid`);
    return [`${name}_found_pct`, percent(tally)] as const;
  });
  const proofs = decisions(seed, 4 * count, milliseconds, now);
  return {
    name: 'boxes',
    figures: {
      ...figures(few.ours!, many.ours!),
      p99_cpu_ms: quantile(few.ours!.cpu, 0.99),
      mean_cpu_ms: few.ours!.cpu.reduce((sum, ms) => sum + ms, 0) / few.ours!.cpu.length,
      handled_found_pct_to_12: percent(handled),
      handled_invalid: handled.invalid,
      ...Object.fromEntries(others),
      ...proofs,
    },
    baseline: {
      ...prefixed('binpackingjs', figures(few.binpackingjs!, many.binpackingjs!)),
      ...prefixed('bp3d', figures(few.bp3d!, many.bp3d!)),
    },
  };
}

function newTally(): Tally {
  return { asked: 0, found: 0, invalid: 0, wall: [], cpu: [], byCell: new Map() };
}

function tallies(packers: Record<string, Packer>): Record<string, Tally> {
  return Object.fromEntries(Object.keys(packers).map((name) => [name, newTally()]));
}

/** Found counts only what is valid. */
function tell(tally: Tally, packer: Packer, items: readonly Item[], box: Box, cell: string): void {
  const before = cpuClock();
  const from = performance.now();
  const placements = packer(items, box);
  tally.wall.push(performance.now() - from);
  tally.cpu.push(cpuClock() - before);
  tally.asked++;
  if (!placements) return;
  const faults = packingFaults(items, box, placements);
  if (faults.length > 0) {
    tally.invalid++;
    return;
  }
  tally.found++;
  tally.byCell.set(cell, (tally.byCell.get(cell) ?? 0) + 1);
}

function cpuClock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const percent = ({ found, asked }: Tally) => (100 * found) / asked;

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

function figures(few: Tally, many: Tally): BenchResult['figures'] {
  return {
    found_pct_to_12: percent(few),
    p99_ms: quantile(few.wall, 0.99),
    invalid: few.invalid + many.invalid,
    found_pct_15_20: percent(many),
  };
}

function prefixed(name: string, all: BenchResult['figures']): BenchResult['figures'] {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`${name}_${key}`, value]));
}

/** Orders of random items, not cut from anything: how often the choice of a box comes with a proof for every smaller one. */
function decisions(seed: number, count: number, milliseconds: number, now: () => number): BenchResult['figures'] {
  const boxes = SHOP.map(
    ([length, width, height]): Box => ({
      id: `${length} × ${width} × ${height}`,
      length,
      width,
      height,
      weight: 100,
      maxWeight: 30_000,
      padding: 5,
      cost: 0,
    }),
  );
  const rows: string[] = [];
  let all = 0;
  let proven = 0;
  let hard = 0;
  let hardProven = 0;
  for (const pieces of [2, 3, 4, 5, 6, 8, 10, 12]) {
    let own = 0;
    for (let i = 0; i < count; i++) {
      const items = randomItems(seed * 7_919 + i * 31 + pieces, pieces);
      const choice = chooseBox(items, boxes, { now, timeABox: milliseconds, steps: 1e9 });
      const passedOver =
        choice.kind === 'one' ? choice.parcel.passedOver : choice.kind === 'several' ? choice.passedOver : [];
      const isProven = passedOver.every(({ because }) => because.reason !== 'not-found');
      // Hard: some box was neither obviously too small nor taken.
      const volume = items.reduce((sum, item) => sum + volumeOf(item), 0);
      const isHard = passedOver.some(({ because }) => because.reason === 'not-found' || because.reason === 'shapes');
      if (volume > 0 && isHard) {
        hard++;
        if (isProven) hardProven++;
      }
      all++;
      if (isProven) own++;
    }
    proven += own;
    rows.push(`${pieces} items ${((100 * own) / count).toFixed(0)} %`);
  }
  console.log(`random orders whose box is proven to be the smallest: ${rows.join(', ')}`);
  return {
    proven_smallest_pct: (100 * proven) / all,
    proven_where_not_obvious_pct: hard > 0 ? (100 * hardProven) / hard : 100,
  };
}

function randomItems(seed: number, pieces: number): Item[] {
  const random = uniformFrom(Math.imul(seed, 0x85ebca6b));
  // Items of one order are of one size of shop: from a box of tea to a pair of boots.
  const scale = 60 + 140 * random();
  const side = () => Math.max(8, Math.round(scale * (0.3 + 1.2 * random())));
  return Array.from({ length: pieces }, (_, i) => ({
    id: `item ${i + 1}`,
    length: side(),
    width: side(),
    height: side(),
    weight: 100,
    upright: false,
    fragile: false,
  }));
}
