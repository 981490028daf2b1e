import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose } from './choose.ts';
import type { WallDeed, WallScan, WallTask } from './deed.ts';
import { fold, initial, isSorted, leftOf, ordersOf, standingOf, take, type WallState } from './ledger.ts';
import { readSize, readSlot, slotName } from './slot.ts';

const task = (id: string, orderId: string, item: string, units = 1): WallTask => ({ id, orderId, item, units });
const scan = (id: string, deed: WallDeed, device: string | null = 'd1'): WallScan => ({ id, device, deed });
const put = (id: string, of: string, slot: number, units = 1, device = 'd1') =>
  scan(id, { kind: 'put', task: of, slot, units }, device);

/** One kettle and two cups for the first order, a cup for the second, three cups for the third. */
const TASKS = [task('a1', 'a', 'kettle'), task('a2', 'a', 'cup', 2), task('b1', 'b', 'cup'), task('c1', 'c', 'cup', 3)];

/** Scans items one by one, as one person does, with a wall that is cleared at once; answers what lit up. */
function sort(tasks: readonly WallTask[], items: readonly string[], slots: number) {
  let state = initial(tasks);
  const lit: string[] = [];
  const complete: string[] = [];
  for (const [at, item] of items.entries()) {
    const chosen = choose(state, item, 'd1', slots);
    if (typeof chosen === 'string') {
      lit.push(chosen);
      continue;
    }
    lit.push(`${chosen.task.id}@${chosen.slot}`);
    state = take(state, put(`${at}`, chosen.task.id, chosen.slot)).state;
    for (const [order, { is }] of ordersOf(state)) {
      if (is !== 'complete') continue;
      complete.push(order);
      state = take(state, scan(`${at} ${order}`, { kind: 'cleared', order })).state;
    }
  }
  return { state, lit, complete };
}

describe('which pigeonhole lights up', () => {
  test('the order that is complete with it, then one that is begun, then the smallest new one', () => {
    const { lit, complete, state } = sort(TASKS, ['cup', 'kettle', 'cup', 'cup', 'cup', 'cup', 'cup'], 5);
    // The first cup completes b; the kettle begins a in the pigeonhole that b left; the next cups go to a, which then is complete.
    expect(lit).toEqual(['b1@0', 'a1@0', 'a2@0', 'a2@0', 'c1@0', 'c1@0', 'c1@0']);
    expect(complete).toEqual(['b', 'a', 'c']);
    expect(isSorted(state)).toBe(true);
  });

  test('who puts the same item goes on with the same order', () => {
    const tasks = [task('c1', 'c', 'cup', 3), task('b1', 'b', 'cup', 2)];
    const state = fold(tasks, [put('1', 'c1', 0)]);
    expect(choose(state, 'cup', 'd1', 5)).toMatchObject({ task: { id: 'c1' }, slot: 0 });
    const both = fold(tasks, [put('1', 'c1', 0), put('2', 'b1', 1, 1, 'd2')]);
    expect(choose(both, 'cup', 'd2', 5)).toMatchObject({ task: { id: 'b1' }, slot: 1 });
  });

  test('without a free pigeonhole only begun orders are served; the rest is laid aside and comes again', () => {
    const state = fold(TASKS, [put('1', 'a1', 0)]);
    expect(choose(state, 'cup', 'd1', 1)).toMatchObject({ task: { id: 'a2' }, slot: 0 });
    const full = fold([...TASKS, task('d1', 'd', 'spoon')], [put('1', 'a1', 0)]);
    expect(choose(full, 'spoon', 'd1', 1)).toBe('wall-full');
    expect(choose(full, 'fork', 'd1', 1)).toBe('not-wanted');
  });

  test('orders are complete earlier than in the order of the walk, with fewer pigeonholes', () => {
    // 12 orders of 1 to 4 items, units coming item by item as they lie on the cart.
    const tasks = Array.from({ length: 12 }, (_, order) =>
      Array.from({ length: 1 + (order % 4) }, (_, line) =>
        task(`${order}/${line}`, `o${order}`, `i${(order * (line + 1)) % 7}`, 1 + ((order + line) % 3)),
      ),
    ).flat();
    const items = tasks
      .flatMap((one) => Array.from({ length: one.units }, () => one.item))
      .sort((a, b) => (a < b ? -1 : 1));
    const ours = play(tasks, items, (state, item) => choose(state, item, 'd1', 99) as { task: WallTask; slot: number });
    const asWalked = play(tasks, items, (state, item) => {
      const one = [...state.tasks.values()].find((each) => each.task.item === item && leftOf(each) > 0)!;
      const used = new Set(state.slots.values());
      const free = Array.from({ length: 99 }, (_, at) => at).find((at) => !used.has(at))!;
      return { task: one.task, slot: state.slots.get(one.task.orderId) ?? free };
    });
    expect(ours.meanComplete).toBeLessThan(asWalked.meanComplete);
    expect(ours.mostSlots).toBeLessThanOrEqual(asWalked.mostSlots);
  });
});

function play(
  tasks: readonly WallTask[],
  items: readonly string[],
  pick: (state: WallState, item: string) => { task: WallTask; slot: number },
) {
  let state = initial(tasks);
  let [mostSlots, sum, orders] = [0, 0, 0];
  items.forEach((item, at) => {
    const { task: one, slot } = pick(state, item);
    state = take(state, put(`${at}`, one.id, slot)).state;
    mostSlots = Math.max(mostSlots, state.slots.size);
    for (const [order, { is }] of ordersOf(state))
      if (is === 'complete') {
        state = take(state, scan(`${at} ${order}`, { kind: 'cleared', order })).state;
        sum += at;
        orders++;
      }
  });
  return { mostSlots, meanComplete: sum / orders };
}

describe('the ledger of a wall', () => {
  test('what cannot be is refused and changes nothing', () => {
    const state = fold(TASKS, [put('1', 'b1', 0), put('2', 'a1', 1), scan('3', { kind: 'cleared', order: 'b' })]);
    const refusals: [WallDeed, string][] = [
      [{ kind: 'put', task: 'z', slot: 0, units: 1 }, 'unknown-task'],
      [{ kind: 'put', task: 'a2', slot: 1, units: 0 }, 'not-a-number'],
      [{ kind: 'put', task: 'a2', slot: 1, units: 3 }, 'not-wanted'],
      [{ kind: 'put', task: 'a2', slot: 2, units: 1 }, 'other-slot'],
      [{ kind: 'put', task: 'c1', slot: 1, units: 1 }, 'slot-taken'],
      [{ kind: 'put', task: 'c1', slot: -1, units: 1 }, 'slot-taken'],
      [{ kind: 'missing', task: 'b1', units: 1 }, 'order-gone'],
      [{ kind: 'cleared', order: 'a' }, 'not-complete'],
      [{ kind: 'cleared', order: 'b' }, 'order-gone'],
      [{ kind: 'undone', scan: '1' }, 'order-gone'],
      [{ kind: 'undone', scan: '9' }, 'nothing-to-undo'],
    ];
    for (const [deed, refused] of refusals) {
      const answer = take(state, scan('x', deed));
      expect(answer.refused).toBe(refused);
      expect(answer.state.tasks).toBe(state.tasks);
      expect(answer.state.slots).toBe(state.slots);
      expect(take(answer.state, scan('x', deed))).toEqual(answer);
    }
  });

  test('a unit that is missing completes its order without it, and is not lost from sight', () => {
    const state = fold(TASKS, [put('1', 'a1', 0), scan('2', { kind: 'missing', task: 'a2', units: 2 })]);
    expect(standingOf(state, 'a')).toEqual({ is: 'complete', slot: 0, units: 3, put: 1, missing: 2, left: 0 });
    const none = fold(TASKS, [scan('1', { kind: 'missing', task: 'b1', units: 1 })]);
    expect(standingOf(none, 'b').is).toBe('empty');
  });

  test('a put that is taken back frees its pigeonhole; a carried order comes back only while it is free', () => {
    const taken = fold(TASKS, [put('1', 'b1', 0), scan('2', { kind: 'undone', scan: '1' })]);
    expect(standingOf(taken, 'b')).toMatchObject({ is: 'waiting', left: 1 });
    expect(taken.slots.size).toBe(0);
    const cleared = [put('1', 'b1', 0), scan('2', { kind: 'cleared', order: 'b' })];
    const back = fold(TASKS, [...cleared, scan('3', { kind: 'undone', scan: '2' })]);
    expect(standingOf(back, 'b')).toMatchObject({ is: 'complete', slot: 0 });
    const reused = fold(TASKS, [...cleared, put('3', 'a1', 0)]);
    expect(take(reused, scan('4', { kind: 'undone', scan: '2' })).refused).toBe('slot-taken');
  });
});

const taskId = fc.constantFrom(...TASKS.map((one) => one.id), 'z');
const units = fc.integer({ min: 0, max: 3 });
const deeds: fc.Arbitrary<WallDeed> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('put' as const), task: taskId, slot: fc.nat(3), units }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('missing' as const), task: taskId, units }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('cleared' as const), order: fc.constantFrom('a', 'b', 'c') }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('undone' as const), scan: fc.nat(40).map(String) }), weight: 2 },
);
const streams = fc
  .array(fc.tuple(deeds, fc.constantFrom('d1', 'd2')), { maxLength: 40 })
  .map((list) => list.map(([deed, device], at) => scan(`${at}`, deed, device)));

describe('whatever is said, in whatever order, however often', () => {
  test('no unit is lost or doubled, and no pigeonhole holds two orders', () => {
    fc.assert(
      fc.property(streams, (scans) => {
        const state = fold(TASKS, scans);
        for (const one of state.tasks.values()) {
          expect(one.put).toBeGreaterThanOrEqual(0);
          expect(one.missing).toBeGreaterThanOrEqual(0);
          expect(leftOf(one)).toBeGreaterThanOrEqual(0);
        }
        expect(new Set(state.slots.values()).size).toBe(state.slots.size);
        for (const order of ordersOf(state).values()) {
          expect(order.put + order.missing + order.left).toBe(order.units);
          // What stands in the wall has a pigeonhole, and nothing else has one.
          if (order.is !== 'gone') expect(order.slot !== null).toBe(order.put > 0);
        }
      }),
    );
  });

  test('repeated scans change nothing', () => {
    fc.assert(
      fc.property(streams, fc.array(fc.nat(39)), (scans, again) => {
        const state = fold(TASKS, scans);
        const repeats = again.flatMap((at) => scans[at] ?? []);
        expect(fold(TASKS, [...scans, ...repeats])).toEqual(state);
        const twice = scans.flatMap((one) => [one, one]);
        expect(fold(TASKS, twice)).toEqual(state);
      }),
    );
  });

  test('once all is said, units in orders = units picked − missing', () => {
    const items = TASKS.flatMap((one) => Array.from({ length: one.units }, () => one.item));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(items, { minLength: 0 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('d1', 'd2'), { minLength: 20, maxLength: 20 }),
        (found, slots, hands) => {
          let state = initial(TASKS);
          let next = 0;
          const say = (deed: WallDeed, device = 'd1') => {
            const answer = take(state, scan(`${next++}`, deed, device));
            expect(answer.refused).toBeNull();
            state = answer.state;
          };
          const clear = () => {
            for (const [order, { is }] of ordersOf(state)) if (is === 'complete') say({ kind: 'cleared', order });
          };
          let pile = [...found];
          // What found no pigeonhole is scanned again; what is not there is said to be missing.
          for (let round = 0; round < 40 && !isSorted(state); round++) {
            const aside: string[] = [];
            for (const item of pile) {
              const device = hands[next % hands.length]!;
              const chosen = choose(state, item, device, slots);
              if (chosen === 'wall-full') aside.push(item);
              else if (chosen !== 'not-wanted')
                say({ kind: 'put', task: chosen.task.id, slot: chosen.slot, units: 1 }, device);
              clear();
            }
            if (aside.length === pile.length) {
              const stuck = [...state.tasks.values()].find(
                (one) => leftOf(one) > 0 && (state.slots.has(one.task.orderId) || aside.length === 0),
              );
              if (stuck) say({ kind: 'missing', task: stuck.task.id, units: leftOf(stuck) });
              clear();
            }
            pile = aside;
          }
          expect(isSorted(state)).toBe(true);
          for (const one of state.tasks.values()) expect(one.put).toBe(one.task.units - one.missing);
          const total = [...state.tasks.values()].reduce((sum, one) => sum + one.put, 0);
          expect(total).toBe(found.length);
        },
      ),
    );
  });
});

test('a pigeonhole is called by its row and column, and is known by its label', () => {
  const wall = { rows: 4, columns: 5 };
  for (let slot = 0; slot < 20; slot++) expect(readSlot(slotName(slot, wall), wall)).toBe(slot);
  expect(slotName(7, wall)).toBe('B3');
  expect(readSlot('b-03', wall)).toBe(7);
  for (const text of ['E1', 'A6', 'A0', 'B', '3', '5012345678900', '']) expect(readSlot(text, wall)).toBeNull();
  expect(readSize({ rows: '3', columns: ' 8 ' })).toEqual({ ok: true, size: { rows: 3, columns: 8 } });
  expect(readSize({ rows: '0', columns: '21' })).toMatchObject({
    ok: false,
    problems: { rows: expect.any(String), columns: expect.any(String) },
  });
});
