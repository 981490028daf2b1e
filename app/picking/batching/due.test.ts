import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evenBlock } from '../walk/block.ts';
import { blockWalks } from '../walk/block-walks.ts';
import { planByDue, type TaskDue } from './due.ts';

const block = evenBlock({ aisles: 4, length: 12, pitch: 3 });
const places = Array.from({ length: 52 }, (_, i) => ({ aisle: i % 4, y: Math.floor(i / 4) }));
const walks = blockWalks(block, places);

const tasks = (least: number, most: number): fc.Arbitrary<TaskDue> =>
  fc.record({
    orders: fc
      .array(
        fc.record({
          stops: fc.array(fc.nat(51), { minLength: 1, maxLength: 3 }),
          load: fc.tuple(fc.integer({ min: 1, max: 4 })),
          due: fc.oneof(fc.integer({ min: 20, max: 400 }), fc.constant(Number.POSITIVE_INFINITY)),
          seconds: fc.integer({ min: 5, max: 15 }),
        }),
        { minLength: least, maxLength: most },
      )
      .map((orders) => orders.map((order, i) => ({ name: `#${i}`, ...order }))),
    capacity: fc.constant([6]),
    walks: fc.constant(walks),
    crew: fc.record({
      pickers: fc.integer({ min: 1, max: 3 }),
      setup: fc.constant(10),
      perMetre: fc.constant(1),
    }),
  });

it('batches with due dates hold every order once, fit, follow each other, and are as late and long as they say', () => {
  fc.assert(
    fc.property(tasks(0, 20), fc.nat(99), (task, seed) => {
      const { orders, crew } = task;
      const plan = planByDue(task, { seed, moves: 500 });
      expect(plan.batches.flatMap((batch) => batch.orders).toSorted((a, b) => a - b)).toEqual(orders.map((_, i) => i));
      const free = Array<number>(crew.pickers).fill(0);
      let [tardiness, distance] = [0, 0];
      for (const { orders: own, picker, start, finish } of plan.batches) {
        const members = own.map((order) => orders[order]!);
        expect(members.reduce((sum, { load }) => sum + load[0]!, 0)).toBeLessThanOrEqual(6);
        const metres = walks.length(members.flatMap(({ stops }) => stops));
        distance += metres;
        expect(start).toBe(free[picker]);
        expect(finish).toBeCloseTo(start + 10 + metres + members.reduce((sum, { seconds }) => sum + seconds, 0), 9);
        free[picker] = finish;
        for (const { due } of members) tardiness += Math.max(0, finish - due);
      }
      expect(plan.tardiness).toBeCloseTo(tardiness, 6);
      expect(plan.distance).toBeCloseTo(distance, 6);
      expect(planByDue(task, { seed, moves: 500 })).toEqual(plan);
    }),
    { numRuns: 30 },
  );
});

it('are never later by searching, nor longer where they are as late', () => {
  fc.assert(
    fc.property(tasks(8, 25), fc.nat(99), (task, seed) => {
      const start = planByDue(task, { seed, moves: 0 });
      const starts = [start.batches.map((batch) => batch.orders)];
      const found = planByDue({ ...task, starts }, { seed, moves: 1000 });
      expect(planByDue({ ...task, starts }, { seed, moves: 0 })).toEqual(start);
      expect(found.tardiness).toBeLessThanOrEqual(start.tardiness);
      if (found.tardiness === start.tardiness) expect(found.distance).toBeLessThanOrEqual(start.distance + 1e-6);
    }),
    { numRuns: 20 },
  );
});

it('begin with what presses, even where another plan is shorter', () => {
  // One picker and three walks: far, near, far. The far orders go together, but one of them is due at once.
  const far = places.findIndex(({ aisle, y }) => aisle === 3 && y === 12);
  const order = (name: string, stop: number, due: number) => ({ name, stops: [stop], load: [3], seconds: 5, due });
  const crew = { pickers: 1, setup: 10, perMetre: 1 };
  const never = Number.POSITIVE_INFINITY;
  const orders = [order('#1', far, never), order('#2', 0, never), order('#3', far, 70), order('#4', far, 500)];
  const plan = planByDue({ orders, capacity: [6], walks, crew }, { seed: 1, moves: 2000 });
  expect(plan.tardiness).toBe(0);
  expect(plan.batches[0]!.orders).toContain(2);
  expect(plan.distance).toBe(2 * 2 * (9 + 12));
  const late = planByDue(
    { orders: orders.map((one) => ({ ...one, due: 0 })), capacity: [3], walks, crew },
    { seed: 1, moves: 2000 },
  );
  // All are late: then the short walk comes first.
  expect(late.batches[0]!.orders).toEqual([1]);
});

it('keep to their time where a walk takes long to measure', () => {
  let clock = 0;
  const length = (stops: ArrayLike<number>) => {
    clock++;
    return walks.length(stops);
  };
  const orders = Array.from({ length: 120 }, (_, i) => ({
    ...{ name: `#${i}`, stops: [i % 52, (i * 7) % 52], load: [1] },
    ...{ due: 100 * (i % 9), seconds: 5 },
  }));
  const crew = { pickers: 2, setup: 10, perMetre: 1 };
  const plan = planByDue(
    { orders, capacity: [6], walks: { ...walks, unions: undefined!, length }, crew },
    { seed: 1, moves: Number.POSITIVE_INFINITY, within: { milliseconds: 1500, now: () => clock } },
  );
  expect(plan.batches.flatMap((batch) => batch.orders).length).toBe(120);
  expect(clock).toBeLessThan(3000);
});

it('say which time cannot be', () => {
  const orders = [{ name: '#1', stops: [1], load: [1], seconds: 5, due: Number.NaN }];
  const crew = { pickers: 1, setup: 10, perMetre: 1 };
  const plan = (change: Partial<TaskDue>) => () =>
    planByDue({ orders, capacity: [6], walks, crew, ...change }, { seed: 1, moves: 10 });
  expect(plan({})).toThrow('Order #1 cannot be due at NaN.');
  expect(plan({ orders: [], crew: { ...crew, pickers: 0 } })).toThrow('0 pickers');
  expect(plan({ orders: [], crew: { ...crew, perMetre: -1 } })).toThrow('A metre cannot take -1 s.');
});
