import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose } from './choose.ts';
import type { WallDeed, WallScan, WallTask } from './deed.ts';
import {
  fold,
  initial,
  isSorted,
  leftOf,
  onCart,
  ordersOf,
  owedInSlot,
  owedOnCart,
  standingOf,
  take,
  type WallState,
} from './ledger.ts';
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
    if (typeof chosen === 'string' || chosen.slot === null) {
      lit.push(typeof chosen === 'string' ? chosen : 'back');
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
    expect(standingOf(state, 'a')).toEqual({ is: 'complete', slot: 0, units: 3, put: 1, missing: 2, left: 0, owed: 0 });
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

describe('an order that changes while it is sorted', () => {
  const wanted = (id: string, of: string, units: number, because: 'canceled' | 'edited' | 'again' = 'canceled') =>
    scan(id, { kind: 'wanted', task: of, units, because }, null);
  const back = (id: string, of: string, slot: number | null, units = 1) =>
    scan(id, { kind: 'put-back', task: of, slot, units });

  test('is asked for no more; what lies in its slot goes back, and then the slot is free', () => {
    const begun = [put('1', 'a1', 0), put('2', 'a2', 0)];
    let state = fold(TASKS, [...begun, wanted('3', 'a1', 0), wanted('4', 'a2', 0)]);
    expect(standingOf(state, 'a')).toMatchObject({ is: 'owing', slot: 0, left: 0, owed: 2 });
    expect(choose(state, 'kettle', 'd1', 5)).toBe('not-wanted');
    expect(take(state, scan('x', { kind: 'cleared', order: 'a' })).refused).toBe('not-complete');
    for (const [deed, refused] of [
      [back('y', 'a1', 0, 2), 'not-owed'],
      [back('y', 'a1', 1), 'other-slot'],
      [back('y', 'b1', 0), 'not-owed'],
      [back('y', 'z', 0), 'unknown-task'],
      [back('y', 'a1', 0, 0), 'not-a-number'],
    ] as const)
      expect(take(state, deed).refused).toBe(refused);
    state = take(state, back('5', 'a1', 0)).state;
    expect(state.slots.get('a')).toBe(0);
    state = take(state, back('6', 'a2', 0)).state;
    expect(state.slots.size).toBe(0);
    expect(standingOf(state, 'a').is).toBe('empty');
    // Of its two cups one still lies on the cart. No other order gets it, as each has a cup of its own there.
    expect(owedOnCart(state.tasks.get('a2')!)).toBe(1);
    expect(isSorted(state)).toBe(false);
  });

  test('what is scanned and wanted by nobody any more goes back to its bin; what others want they get first', () => {
    let state = fold(TASKS, [wanted('1', 'b1', 0)]);
    const lit: unknown[] = [];
    for (let cup = 0; cup < 6; cup++) {
      const chosen = choose(state, 'cup', 'd1', 5);
      if (typeof chosen === 'string') throw new Error(chosen);
      lit.push(chosen.slot === null ? `back ${chosen.task.id}` : chosen.task.id);
      const { task: one, slot } = chosen;
      const deed: WallDeed = { kind: slot === null ? 'put-back' : 'put', task: one.id, slot: slot!, units: 1 };
      state = take(state, scan(`${cup + 2}`, deed)).state;
    }
    expect(lit).toEqual(['a2', 'a2', 'c1', 'c1', 'c1', 'back b1']);
    expect(choose(state, 'cup', 'd1', 5)).toBe('not-wanted');
  });

  test('that wants fewer is complete with fewer; let go, it is asked for again as far as its units are still here', () => {
    const fewer = [put('1', 'c1', 0, 2), wanted('2', 'c1', 2, 'edited')];
    expect(standingOf(fold(TASKS, fewer), 'c')).toMatchObject({ is: 'complete', left: 0, owed: 0 });
    const held = fold(TASKS, [put('1', 'c1', 0, 2), wanted('2', 'c1', 0), back('3', 'c1', 0)]);
    expect(standingOf(held, 'c')).toMatchObject({ is: 'owing', owed: 1 });
    const again = take(held, wanted('4', 'c1', 3, 'again')).state;
    expect(standingOf(again, 'c')).toMatchObject({ is: 'begun', put: 1, left: 1, owed: 0 });
  });

  test('putting back is taken back into its slot, only while that is free', () => {
    const emptied = [put('1', 'b1', 0), wanted('2', 'b1', 0), back('3', 'b1', 0)];
    const undone = scan('9', { kind: 'undone', scan: '3' });
    expect(fold(TASKS, [...emptied, undone]).slots.get('b')).toBe(0);
    expect(fold(TASKS, [...emptied, put('4', 'c1', 0), undone]).refused.get('9')).toBe('slot-taken');
    // A put of which the unit went back since cannot be taken back; what the shop said cannot either.
    const put1 = scan('9', { kind: 'undone', scan: '1' });
    expect(fold(TASKS, [...emptied, put1]).refused.get('9')).toBe('put-back-since');
    expect(fold(TASKS, [...emptied, scan('9', { kind: 'undone', scan: '2' })]).refused.get('9')).toBe(
      'nothing-to-undo',
    );
  });

  test('that is packed is gone from the wall, sorted or not, and asks for nothing', () => {
    const packed = (order: string) => scan(`p${order}`, { kind: 'packed', order }, null);
    const state = fold(TASKS, [put('1', 'a1', 0), packed('a'), packed('b')]);
    expect([...state.gone]).toEqual([
      ['a', 0],
      ['b', null],
    ]);
    expect(standingOf(state, 'a')).toMatchObject({ is: 'gone', slot: null, put: 3, left: 0 });
    expect(state.slots.size).toBe(0);
    expect(take(state, packed('a')).state).toBe(state);
  });
});

describe('a wall with fewer slots than orders', () => {
  test('what finds no slot waits, and is known by its item until a slot is free for it', () => {
    const aside = (id: string, item: string) => scan(id, { kind: 'aside', item, why: 'wall-full' });
    const full = fold(TASKS, [put('1', 'a1', 0), aside('2', 'cup'), aside('3', 'cup')]);
    expect([...full.waiting]).toEqual([['cup', 2]]);
    expect(
      fold(TASKS, [put('1', 'a1', 0), aside('2', 'cup'), scan('3', { kind: 'undone', scan: '2' })]).waiting.size,
    ).toBe(0);
    // However often it is laid aside: no more wait than there are.
    const often = fold(
      TASKS,
      Array.from({ length: 9 }, (_, at) => aside(`${at}`, 'kettle')),
    );
    expect([...often.waiting]).toEqual([['kettle', 1]]);
    expect(take(full, put('4', 'a2', 0)).state.waiting.get('cup')).toBe(1);
  });

  test('slots in which orders of other waves stand are not given out', () => {
    const state = initial(TASKS);
    expect(choose(state, 'kettle', 'd1', 3, new Set([0, 2]))).toMatchObject({ slot: 1 });
    expect(choose(state, 'kettle', 'd1', 2, new Set([0, 1]))).toBe('wall-full');
  });
});

const taskId = fc.constantFrom(...TASKS.map((one) => one.id), 'z');
const units = fc.integer({ min: 0, max: 3 });
const deeds: fc.Arbitrary<WallDeed> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('put' as const), task: taskId, slot: fc.nat(3), units }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('missing' as const), task: taskId, units }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('cleared' as const), order: fc.constantFrom('a', 'b', 'c') }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('undone' as const), scan: fc.nat(40).map(String) }), weight: 2 },
  {
    arbitrary: fc.record({
      ...{ kind: fc.constant('aside' as const), item: fc.constantFrom('cup', 'kettle', 'fork') },
      why: fc.constantFrom('wall-full' as const, 'not-wanted' as const),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      ...{ kind: fc.constant('put-back' as const), task: taskId, units },
      slot: fc.option(fc.nat(3)),
    }),
    weight: 3,
  },
);
/** Said by the shop. */
const news: fc.Arbitrary<WallDeed> = fc.oneof(
  {
    arbitrary: fc.record({
      ...{ kind: fc.constant('wanted' as const), task: taskId, units: fc.integer({ min: -1, max: 4 }) },
      because: fc.constantFrom('canceled' as const, 'edited' as const, 'again' as const),
    }),
    weight: 6,
  },
  { arbitrary: fc.record({ kind: fc.constant('packed' as const), order: fc.constantFrom('a', 'b', 'c') }), weight: 1 },
);
const said = fc.oneof(
  { arbitrary: fc.tuple(deeds, fc.constantFrom('d1', 'd2')), weight: 4 },
  { arbitrary: fc.tuple(news, fc.constant(null)), weight: 1 },
);
const streams = fc
  .array(said, { maxLength: 40 })
  .map((list) => list.map(([deed, device], at) => scan(`${at}`, deed, device)));

describe('whatever is said, in whatever order, however often', () => {
  test('no unit is lost or doubled, and no pigeonhole holds two orders', () => {
    fc.assert(
      fc.property(streams, (scans) => {
        const state = fold(TASKS, scans);
        for (const one of state.tasks.values()) {
          for (const units of [one.put, one.missing, one.back, onCart(one), leftOf(one), owedInSlot(one)])
            expect(units).toBeGreaterThanOrEqual(0);
          expect(one.put + one.missing + one.back + onCart(one)).toBe(one.task.units);
          expect(leftOf(one) + owedOnCart(one)).toBe(onCart(one));
          // Nothing is asked for beyond what is wanted.
          expect(leftOf(one)).toBeLessThanOrEqual(Math.max(0, one.wanted - one.put));
        }
        for (const [item, units] of state.waiting) {
          const all = [...state.tasks.values()].filter((one) => one.task.item === item);
          expect(units).toBeGreaterThan(0);
          expect(units).toBeLessThanOrEqual(all.reduce((sum, one) => sum + onCart(one), 0));
        }
        expect(new Set(state.slots.values()).size).toBe(state.slots.size);
        for (const order of ordersOf(state).values()) {
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
              else if (chosen !== 'not-wanted' && chosen.slot !== null)
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

/**
 * People at a wall who do what it says, counted by hand: what is in which pigeonhole, in the waiting tote, at packing, back in its
 * bin. The shop changes its mind whenever it likes.
 */
test('random cancels while a wave is sorted in turns never lose a unit', () => {
  const orders = fc.array(
    fc.array(fc.tuple(fc.constantFrom('cup', 'kettle', 'spoon'), fc.integer({ min: 1, max: 3 })), {
      ...{ minLength: 1, maxLength: 3 },
    }),
    { minLength: 2, maxLength: 8 },
  );
  const change = fc.record({ before: fc.nat(40), task: fc.nat(23), units: fc.nat(3) });
  fc.assert(
    fc.property(
      ...([orders, fc.integer({ min: 1, max: 3 }), fc.array(change, { maxLength: 12 })] as const),
      fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
      (list, slots, changes, there) => {
        const tasks = list.flatMap((lines, order) =>
          lines.map(([item, count], line) => task(`${order}/${line}`, `o${order}`, item, count)),
        );
        let state = initial(tasks);
        let next = 0;
        const say = (deed: WallDeed, device: string | null = 'd1') => {
          const answer = take(state, scan(`${next++}`, deed, device));
          expect(answer.refused).toBeNull();
          state = answer.state;
        };
        const cart = tasks.flatMap((one) => Array.from({ length: one.units }, () => one.item));
        const tote: string[] = [];
        const wall = new Map<number, string[]>();
        const packed = new Map<string, string[]>();
        const bins: string[] = [];
        const lost: string[] = [];
        const out = (pile: string[], item: string) => {
          const at = pile.indexOf(item);
          expect(at).toBeGreaterThanOrEqual(0);
          pile.splice(at, 1);
        };
        const tidy = () => {
          for (const one of [...state.tasks.values()]) {
            const slot = state.slots.get(one.task.orderId);
            const owed = owedInSlot(one);
            if (slot === undefined || owed === 0) continue;
            say({ kind: 'put-back', task: one.task.id, slot, units: owed });
            for (let unit = 0; unit < owed; unit++) {
              out(wall.get(slot)!, one.task.item);
              bins.push(one.task.item);
            }
          }
          for (const [order, { is, slot }] of ordersOf(state))
            if (is === 'complete') {
              say({ kind: 'cleared', order });
              packed.set(order, wall.get(slot!)!);
              wall.delete(slot!);
            }
        };
        let due = changes;
        for (let round = 0; round < 400 && !isSorted(state); round++) {
          for (const { task: at, units } of due.filter((one) => one.before === round)) {
            const one = tasks[at % tasks.length]!;
            say({ kind: 'wanted', task: one.id, units, because: 'edited' }, null);
          }
          if (round === 40) due = [];
          tidy();
          const free = Array.from({ length: slots }, (_, slot) => slot).some((slot) => !wall.has(slot));
          const pile = (tote.length > 0 && free) || cart.length === 0 ? tote : cart;
          const item = pile.shift();
          if (item === undefined) continue;
          const chosen = choose(state, item, 'd1', slots);
          // Once in a while a unit falls behind the shelf.
          const one = [...state.tasks.values()].find((each) => each.task.item === item && onCart(each) > 0)!;
          if (there[round % there.length] === false && round % 7 === 0) {
            say({ kind: 'missing', task: one.task.id, units: 1 });
            lost.push(item);
          } else if (chosen === 'wall-full') {
            say({ kind: 'aside', item, why: chosen });
            tote.push(item);
            expect(state.waiting.get(item)).toBeGreaterThan(0);
          } else if (typeof chosen === 'string') throw new Error(`${item} is ${chosen}`);
          else if (chosen.slot === null) {
            say({ kind: 'put-back', task: chosen.task.id, slot: null, units: 1 });
            bins.push(item);
          } else {
            say({ kind: 'put', task: chosen.task.id, slot: chosen.slot, units: 1 });
            wall.set(chosen.slot, [...(wall.get(chosen.slot) ?? []), item]);
          }
          const here = [...wall.values(), ...packed.values()].flat().length;
          expect(here + bins.length + lost.length + tote.length + cart.length).toBe(
            tasks.reduce((sum, each) => sum + each.units, 0),
          );
          expect([...state.tasks.values()].reduce((sum, each) => sum + onCart(each), 0)).toBe(
            tote.length + cart.length,
          );
          expect(wall.size).toBeLessThanOrEqual(slots);
        }
        tidy();
        expect(isSorted(state)).toBe(true);
        expect([cart, tote, [...wall.values()].flat()]).toEqual([[], [], []]);
        // What is at packing is what each order wants, as far as it was there.
        for (const [order, goods] of packed) {
          const own = [...state.tasks.values()].filter((one) => one.task.orderId === order);
          const said = own.flatMap((one) => Array.from({ length: one.put }, () => one.task.item));
          expect(goods.toSorted()).toEqual(said.toSorted());
        }
        expect(bins.length).toBe([...state.tasks.values()].reduce((sum, one) => sum + one.back, 0));
      },
    ),
  );
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
