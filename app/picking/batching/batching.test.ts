import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformFrom } from '../../lib/uniform.ts';
import { bestBins } from '../walk/best-bins.ts';
import { evenBlock } from '../walk/block.ts';
import { blockWalks } from '../walk/block-walks.ts';
import { graphWalks } from '../walk/graph-walks.ts';
import { rememberedWalks } from '../walk/remembered-walks.ts';
import { anneal } from './anneal.ts';
import { type Effort, planBatches } from './batching.ts';
import { begunBound } from './begun-batches.ts';
import { columnsOf } from './columns.ts';
import { fewestCarts } from './fewest-carts.ts';
import { firstCome } from './first-come.ts';
import { floorBound } from './floor-bound.ts';
import { fullCarts } from './full-carts.ts';
import { kinOf, pairLengths } from './kin.ts';
import { proof, provable } from './proof.ts';
import { savings } from './savings.ts';
import { bestOfSubsets } from './subsets.ts';
import { type Batches, boardOf, distanceOf, type Task, TooMuchForACart } from './task.ts';

const block = evenBlock({ aisles: 4, length: 12, pitch: 3, depotAisle: 1 });
const places = Array.from({ length: 52 }, (_, i) => ({ aisle: i % 4, y: Math.floor(i / 4) }));
const walks = blockWalks(block, places);
/** The same floor to be walked by S-shape, whose walks may get shorter by one stop more. */
const byHabit = rememberedWalks(block, places, 's-shape');

/** Orders of up to five stops, some with none, in carts of two measures. */
const tasks = (least: number, most: number) =>
  fc.record({
    orders: fc
      .array(
        fc.record({
          stops: fc.array(fc.nat(51), { maxLength: 5 }),
          load: fc.tuple(fc.nat(6), fc.double({ min: 0, max: 1, noNaN: true })),
        }),
        { minLength: least, maxLength: most },
      )
      .map((orders) => orders.map((order, i) => ({ name: `#${i}`, ...order }))),
    capacity: fc.tuple(fc.integer({ min: 6, max: 15 }), fc.double({ min: 1, max: 3, noNaN: true })),
    walks: fc.constantFrom(walks, walks, byHabit),
  });

const effort: Effort = { seed: 1, moves: 3000 };

function expectPlan({ orders, capacity }: Task, batches: Batches): void {
  expect(batches.flat().toSorted((a, b) => a - b)).toEqual(orders.map((_, i) => i));
  for (const batch of batches) {
    expect(batch.length).toBeGreaterThan(0);
    capacity.forEach((most, m) => {
      expect(batch.reduce((sum, order) => sum + orders[order]!.load[m]!, 0)).toBeLessThanOrEqual(most + 1e-6);
    });
  }
}

/** The best of all partitions, by trying them. */
function bruteForce(task: Task): number {
  const board = boardOf(task);
  let best = Number.POSITIVE_INFINITY;
  const go = (order: number, batches: number[][]): void => {
    if (order === board.count) {
      best = Math.min(best, distanceOf(board, batches));
      return;
    }
    for (const batch of [...batches, []]) {
      const all = [...batch, order];
      const fits = task.capacity.every(
        (most, m) => all.reduce((sum, i) => sum + task.orders[i]!.load[m]!, 0) <= most + 1e-9,
      );
      if (!fits) continue;
      go(order + 1, batch.length > 0 ? batches.map((one) => (one === batch ? all : one)) : [...batches, all]);
    }
  };
  go(0, []);
  return best;
}

describe('batches', () => {
  it('hold every order once and keep the capacity, whatever makes them', () => {
    fc.assert(
      fc.property(tasks(0, 30), (task) => {
        const board = boardOf(task);
        for (const batches of [firstCome(board), savings(board), fullCarts(board)]) expectPlan(task, batches);
        const plan = planBatches(task, { ...effort, prove: false });
        expectPlan(task, plan.batches);
        expect(plan.distance).toBeCloseTo(distanceOf(board, plan.batches), 9);
        expect(plan.bound).toBeLessThanOrEqual(plan.distance);
      }),
      { numRuns: 100 },
    );
  });

  it('are the best there are for a small wave', () => {
    fc.assert(
      fc.property(tasks(1, 7), (task) => {
        const plan = planBatches(task, effort);
        expect(plan.proven).toBe(true);
        expect(plan.distance).toBeCloseTo(bruteForce(task), 9);
      }),
      { numRuns: 60 },
    );
  });

  it('are proven by the columns that fit, too, and no bound is above the best', () => {
    fc.assert(
      fc.property(tasks(1, 11), fc.boolean(), (task, cutShort) => {
        const board = boardOf(task);
        const best = distanceOf(board, bestOfSubsets(board)!);
        expect(floorBound(board)).toBeLessThanOrEqual(best + 1e-9);
        let looks = 0;
        const proved = proof(board, provable(board)!, firstCome(board), () => cutShort && ++looks > 12);
        expectPlan(task, proved.batches);
        expect(proved.bound).toBeLessThanOrEqual(best + 1e-6);
        if (!cutShort) expect(proved.proven).toBe(true);
        if (proved.proven) expect(distanceOf(board, proved.batches)).toBeCloseTo(best, 6);
      }),
      { numRuns: 80 },
    );
  });

  it('are no shorter than the bound by begun batches says, however far these are begun', () => {
    fc.assert(
      fc.property(tasks(1, 11), fc.nat(4000), (task, looks) => {
        const board = boardOf({ ...task, walks });
        const best = distanceOf(board, bestOfSubsets(board)!);
        for (const plan of [firstCome(board), savings(board)])
          expect(begunBound(board, plan, looks, () => false)).toBeLessThanOrEqual(best + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('are bounded closely where too many fit to be listed', () => {
    const uniform = uniformFrom(5);
    const orders = Array.from({ length: 60 }, (_, i) => {
      const stops = Array.from({ length: 1 + Math.floor(5 * uniform()) }, () => Math.floor(52 * uniform()));
      return { name: `#${i}`, stops, load: [stops.length] };
    });
    const wave = { orders, capacity: [12], walks };
    const board = boardOf(wave);
    const plan = planBatches(wave, { seed: 1, moves: 30_000 });
    expect(provable(board)).toBeNull();
    expect(plan.bound).toBeGreaterThan(1.05 * floorBound(board));
    expect(plan.bound).toBeLessThanOrEqual(plan.distance);
    expect(planBatches(wave, { seed: 1, moves: 30_000 })).toEqual(plan);
  });

  it('are not called the best where others are shorter by a hair', () => {
    const lengths = new Map([
      ['0,1', 5000],
      ['2,3', 5000],
      ['0,2', 5000],
      ['1,3', 4999.9995],
    ]);
    const length = (members: ArrayLike<number>, count: number) =>
      lengths.get(Array.from(members).slice(0, count).sort().join()) ?? 9000;
    const orders = Array.from({ length: 4 }, (_, i) => ({ name: `#${i}`, stops: [i], load: [1] }));
    const board = { ...boardOf({ orders, capacity: [2], walks }), length };
    const given = [
      [0, 1],
      [2, 3],
    ];
    const { batches, bound, proven } = proof(board, provable(board)!, given, () => false);
    expect(batches).toContainEqual([1, 3]);
    expect(proven).toBe(true);
    expect(bound).toBeCloseTo(9999.9995, 6);
  });

  it('only get better by searching, and the same seed finds the same', () => {
    fc.assert(
      fc.property(tasks(15, 40), fc.nat(1000), (task, seed) => {
        const board = boardOf(task);
        const start = firstCome(board);
        const search = () => anneal(board, start, { seed, moves: 2000, elapsed: () => 0 });
        expect(distanceOf(board, search().batches)).toBeLessThanOrEqual(distanceOf(board, start) + 1e-6);
        expect(search()).toEqual(search());
      }),
      { numRuns: 30 },
    );
  });

  it('are the best so far when somebody stops the search or the time is up', () => {
    const task: Task = {
      orders: Array.from({ length: 60 }, (_, i) => ({
        name: `#${i}`,
        stops: [(i * 7) % 52, (i * 11) % 52],
        load: [2],
      })),
      capacity: [9],
      walks,
    };
    let looks = 0;
    const stopped = planBatches(task, { seed: 1, moves: Number.POSITIVE_INFINITY, stopped: () => ++looks > 20 });
    expectPlan(task, stopped.batches);
    let clock = 0;
    const timed = planBatches(task, {
      seed: 1,
      moves: Number.POSITIVE_INFINITY,
      within: { milliseconds: 50, now: () => clock++ },
    });
    expectPlan(task, timed.batches);
    expect(timed.moves).toBeLessThan(51 * 512);
    expect(() => planBatches(task, { seed: 1, moves: Number.POSITIVE_INFINITY })).toThrow('needs a clock');
  });

  it('keep to their time where a walk takes long to measure', () => {
    let clock = 0;
    const slow = {
      ...walks,
      unions: undefined!,
      length: (stops: ArrayLike<number>) => {
        clock++;
        return walks.length(stops);
      },
    };
    for (const count of [14, 120]) {
      const orders = Array.from({ length: count }, (_, i) => ({
        name: `#${i}`,
        stops: [i % 52, (i * 7) % 52],
        load: [1],
      }));
      const task = { orders, capacity: [6], walks: slow };
      clock = 0;
      const plan = planBatches(task, {
        seed: 1,
        moves: Number.POSITIVE_INFINITY,
        within: { milliseconds: 1500, now: () => clock },
      });
      expectPlan(task, plan.batches);
      // A start of 120 orders alone takes seven thousand lengths, and all sets of fourteen take fourteen thousand.
      expect(clock).toBeLessThan(3000);
      expect(plan.bound).toBeLessThanOrEqual(plan.distance);
      const began = planBatches(task, { seed: 1, moves: 10, stopped: () => true });
      expectPlan(task, began.batches);
    }
  });

  it('keep to a short time, too, for a wave whose pairs alone take longer', () => {
    let clock = 0;
    const measured = {
      ...walks,
      unions: undefined!,
      length: (stops: ArrayLike<number>) => {
        clock += 0.01;
        return walks.length(stops);
      },
    };
    const orders = Array.from({ length: 120 }, (_, i) => ({ name: `#${i}`, stops: [i % 52, (i * 7) % 52], load: [1] }));
    const task = { orders, capacity: [6], walks: measured };
    for (const milliseconds of [0, 50]) {
      clock = 0;
      const plan = planBatches(task, {
        seed: 1,
        moves: Number.POSITIVE_INFINITY,
        within: { milliseconds, now: () => clock },
      });
      expectPlan(task, plan.batches);
      expect(plan.bound).toBeLessThanOrEqual(plan.distance);
      expect(clock).toBeLessThan(1.1 * milliseconds + 20);
    }
  });

  it('need an order to fit a cart, and say which does not', () => {
    const orders = [
      { name: '#1001', stops: [1], load: [3] },
      { name: '#1002', stops: [2], load: [12] },
    ];
    const planned = () => planBatches({ orders, capacity: [10], walks }, effort);
    expect(planned).toThrow(TooMuchForACart);
    expect(planned).toThrow('Order #1002 takes 12 of a cart, which holds 10.');
    expect(() => planBatches({ orders, capacity: [Number.NaN], walks }, effort)).toThrow('cannot hold NaN');
  });

  it('are none for no orders, and one walk of nothing for orders without stops', () => {
    expect(planBatches({ orders: [], capacity: [5], walks }, effort)).toMatchObject({
      batches: [],
      distance: 0,
      proven: true,
    });
    const empty = Array.from({ length: 16 }, (_, i) => ({ name: `#${i}`, stops: [], load: [0] }));
    expect(planBatches({ orders: empty, capacity: [0], walks }, effort)).toMatchObject({ distance: 0, proven: true });
  });

  it('are found for a long day of small orders', () => {
    const orders = Array.from({ length: 600 }, (_, i) => ({
      name: `#${i}`,
      stops: [(i * 17) % 52],
      load: [1 + (i % 3)],
    }));
    const task = { orders, capacity: [12], walks };
    const plan = planBatches(task, effort);
    expectPlan(task, plan.batches);
    expect(plan.distance).toBeLessThan(0.7 * distanceOf(boardOf(task), firstCome(boardOf(task))));
  });

  it('can be planned for any floor', () => {
    const hall = graphWalks(
      { nodes: 9, depot: 0, ways: Array.from({ length: 8 }, (_, i) => ({ from: i >> 1, to: i + 1, metres: 3 + i })) },
      Array.from({ length: 9 }, (_, node) => node),
    );
    const orders = Array.from({ length: 16 }, (_, i) => ({ name: `#${i}`, stops: [i % 9, (i * 5) % 9], load: [1] }));
    const task = { orders, capacity: [4], walks: hall };
    const plan = planBatches(task, effort);
    expectPlan(task, plan.batches);
    expect(plan.distance).toBeLessThan(distanceOf(boardOf(task), firstCome(boardOf(task))));
    expect(plan.bound).toBeLessThanOrEqual(plan.distance);
  });
});

describe('batches of things that lie in several bins', () => {
  it('are walked less than from the first bin of each, and proven only where every choice was tried', () => {
    const wants = Array.from({ length: 20 }, (_, i) => [i, (i * 7 + 5) % 52, (i * 11 + 13) % 52]);
    const orders = Array.from({ length: 18 }, (_, i) => ({ name: `#${i}`, stops: [i, (i + 7) % 20], load: [1] }));
    const task = { orders, capacity: [5], walks: bestBins(walks, wants) };
    const plan = planBatches(task, effort);
    expectPlan(task, plan.batches);
    const first = orders.map(({ stops, ...order }) => ({ ...order, stops: stops.map((want) => wants[want]![0]!) }));
    expect(plan.distance).toBeLessThan(planBatches({ ...task, orders: first, walks }, effort).distance);
    expect(plan.bound).toBeLessThan(plan.distance);
    expect(plan.proven).toBe(false);
    const few = planBatches({ ...task, orders: orders.slice(0, 2) }, effort);
    expect(few.proven).toBe(true);
    expect(few.distance).toBeCloseTo(bruteForce({ ...task, orders: orders.slice(0, 2) }), 9);
  });
});

describe('all batches that fit', () => {
  it('are listed where they are few, and not begun where they are many', () => {
    fc.assert(
      fc.property(tasks(1, 9), fc.integer({ min: 1, max: 200 }), (task, most) => {
        const board = boardOf(task);
        const { measures, load, capacity } = board;
        let fit = 0;
        for (let set = 1; set < 1 << board.count; set++) {
          const own = task.orders
            .keys()
            .filter((order) => set & (1 << order))
            .toArray();
          const held = (m: number) => own.reduce((sum, order) => sum + load[order * measures + m]!, 0);
          if (Array.from(capacity).every((room, m) => held(m) <= room)) fit++;
        }
        const columns = columnsOf(board, most);
        expect(columns?.count ?? null).toBe(fit <= most ? fit : null);
        const listed = new Set(
          Array.from({ length: columns?.count ?? 0 }, (_, column) =>
            columns!.members.subarray(columns!.first[column], columns!.first[column + 1]).join(),
          ),
        );
        expect(listed.size).toBe(columns?.count ?? 0);
      }),
      { numRuns: 60 },
    );
    const many = Array.from({ length: 180 }, (_, i) => ({ name: `#${i}`, stops: [i % 52], load: [1] }));
    let looks = 0;
    const board = boardOf({ orders: many, capacity: [20], walks });
    const get = (row: Float64Array, at: string | symbol) => {
      looks++;
      return Reflect.get(row, at);
    };
    const load = new Proxy(board.load, { get });
    expect(columnsOf({ ...board, load }, 150_000)).toBeNull();
    expect(looks).toBeLessThan(1_000_000);
  });
});

describe('the fewest carts', () => {
  it('are never more than are needed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 7 }), (loads) => {
        let best = loads.length;
        const go = (i: number, carts: number[]): void => {
          if (i === loads.length) best = Math.min(best, carts.filter((held) => held > 0).length);
          else
            for (const [c, held] of [...carts, 0].entries())
              if (held + loads[i]! <= 10) go(i + 1, [...carts.slice(0, c), held + loads[i]!, ...carts.slice(c + 1)]);
        };
        go(0, []);
        expect(fewestCarts(loads, 10)).toBeLessThanOrEqual(best);
        expect(fewestCarts(loads, 10)).toBeGreaterThanOrEqual(Math.ceil(loads.reduce((a, b) => a + b, 0) / 10));
      }),
      { numRuns: 100 },
    );
  });
});

it('no walk begins that another does without a metre more', () => {
  fc.assert(
    fc.property(tasks(2, 20), (task) => {
      const { batches } = planBatches(task, effort);
      const board = boardOf(task);
      expectPlan(task, batches);
      const long = (batch: readonly number[]) => board.length(batch, batch.length);
      batches.forEach((one, at) => {
        for (const other of batches.slice(at + 1)) {
          const both = [...one, ...other];
          const fits = task.capacity.every(
            (most, m) => both.reduce((sum, order) => sum + task.orders[order]!.load[m]!, 0) <= most,
          );
          if (fits) expect(long(both)).toBeGreaterThan(long(one) + long(other));
        }
      });
    }),
    { numRuns: 60 },
  );
});

describe('a start', () => {
  it('that is cut short still fills its carts', () => {
    fc.assert(
      fc.property(tasks(2, 25), fc.nat(30), (task, after) => {
        const board = boardOf(task);
        let looks = 0;
        const batches = savings(board, () => ++looks > after);
        expectPlan(task, batches);
        // Cut short before any two are measured, it is first come, first served.
        if (after === 0) expect(batches).toEqual(firstCome(board));
      }),
      { numRuns: 60 },
    );
    const orders = Array.from({ length: 30 }, (_, i) => ({ name: `#${i}`, stops: [i], load: [1] }));
    const board = boardOf({ orders, capacity: [5], walks });
    let looks = 0;
    expect(savings(board, () => ++looks > 33).length).toBeLessThan(15);
  });

  it('fills carts so that the fewest do, where turns take one more', () => {
    const loads = [6, 5, 4, 3, 6, 5, 4, 3, 2, 2];
    const orders = loads.map((load, i) => ({ name: `#${i}`, stops: [i * 5], load: [load] }));
    const board = boardOf({ orders, capacity: [10], walks });
    expect(fewestCarts(loads, 10)).toBe(4);
    expect(firstCome(board).length).toBeGreaterThan(4);
    expect(fullCarts(board)).toHaveLength(4);
  });

  it('knows the kin of an order: those that most of a common walk is saved with', () => {
    // Two at the far end of one aisle, two of another, each a little apart.
    const orders = [44, 48, 46, 50].map((stop, i) => ({ name: `#${i}`, stops: [stop], load: [1] }));
    const board = boardOf({ orders, capacity: [2], walks });
    const kin = kinOf(4, pairLengths(board)!);
    expect(kin.map((row) => row[0])).toEqual([1, 0, 3, 2]);
    expect(kin.every((row) => row.length === 3 && new Set(row).size === 3)).toBe(true);
    expect(pairLengths(board, () => true)).toBeNull();
  });
});
