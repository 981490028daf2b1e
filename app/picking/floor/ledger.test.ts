import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, initial, isDone, standing, take, type WaveState } from './ledger.ts';
import { nextStop, stopsLeft, toteOf } from './next.ts';
import { type Deed, type Scan, shortReasons, type Task } from './scan.ts';

const task = (id: string, quantity: number, position: number, tote = 't1'): Task => ({
  id,
  orderId: `order of ${id}`,
  bin: `A-${position}`,
  position,
  quantity,
  tote,
});
const scan = (id: string, deed: Deed, device: string | null = 'p1'): Scan => ({ id, device, deed });
const ofTask = (state: WaveState, id: string) => standing(state.tasks.get(id)!);

describe('a walk', () => {
  const tasks = [task('a', 2, 1), task('b', 1, 2, 't2')];

  test('goes bin by bin, and is done when nothing is left', () => {
    let state = initial(tasks);
    expect(nextStop(state, 'p1')).toMatchObject({ kind: 'pick', task: { id: 'a' }, units: 2, tote: 't1' });
    state = take(state, scan('1', { kind: 'picked', task: 'a', units: 1, tote: 't1' })).state;
    expect(nextStop(state, 'p1')).toMatchObject({ task: { id: 'a' }, units: 1 });
    state = take(state, scan('2', { kind: 'short', task: 'a', units: 1, reason: 'not-found' })).state;
    expect(nextStop(state, 'p1')).toMatchObject({ task: { id: 'b' } });
    state = take(state, scan('3', { kind: 'picked', task: 'b', units: 1, tote: 't2' })).state;
    expect(nextStop(state, 'p1')).toBeNull();
    expect(isDone(state)).toBe(true);
    expect(ofTask(state, 'a')).toEqual({ wanted: 2, picked: 1, short: 1, left: 0, owed: 0 });
  });

  test('comes back to what was put off', () => {
    const state = fold(tasks, [scan('1', { kind: 'skipped', task: 'a' })]);
    expect(stopsLeft(state, 'p1').map((stop) => stop.task.id)).toEqual(['b', 'a']);
  });

  test('of two phones: each is led past the bin the other is on its way to', () => {
    const state = fold(tasks, [scan('1', { kind: 'took', task: 'a' }, 'p1')]);
    expect(nextStop(state, 'p1')?.task.id).toBe('a');
    expect(nextStop(state, 'p2')?.task.id).toBe('b');
    expect(stopsLeft(state, 'p2')).toHaveLength(2);
  });

  test('puts back what is wanted no more, from the tote it is in', () => {
    let state = fold(tasks, [
      scan('1', { kind: 'picked', task: 'a', units: 2, tote: 't1' }),
      scan('2', { kind: 'wanted', task: 'a', units: 1, because: 'edited' }, null),
    ]);
    expect(nextStop(state, 'p1')).toMatchObject({ kind: 'put-back', task: { id: 'a' }, units: 1, tote: 't1' });
    state = take(state, scan('3', { kind: 'put-back', task: 'a', units: 1, tote: 't1' })).state;
    expect(ofTask(state, 'a')).toEqual({ wanted: 1, picked: 1, short: 0, left: 0, owed: 0 });
    expect(nextStop(state, 'p1')?.task.id).toBe('b');
  });

  test('leads who picked it to what has to go back, though another phone was sent to the same bin', () => {
    const state = fold(tasks, [
      scan('1', { kind: 'took', task: 'a' }, 'p1'),
      scan('2', { kind: 'took', task: 'a' }, 'p2'),
      scan('3', { kind: 'picked', task: 'a', units: 2, tote: 't1' }, 'p1'),
      scan('4', { kind: 'wanted', task: 'a', units: 0, because: 'canceled' }, null),
    ]);
    expect(nextStop(state, 'p1')).toMatchObject({ kind: 'put-back', task: { id: 'a' } });
    expect(nextStop(state, 'p2')).toMatchObject({ kind: 'pick', task: { id: 'b' } });
  });

  test('says what a bin gives of a line that lies in several, as long as the line wants more than that', () => {
    const parts = [task('7', 3, 1), task('7/2', 2, 2), task('8', 1, 3)];
    const ofLines = (state: WaveState) => stopsLeft(state, 'p1').map((stop) => stop.kind === 'pick' && stop.ofLine);
    expect(ofLines(initial(parts))).toEqual([5, 5, null]);
    const some = scan('1', { kind: 'picked', task: '7', units: 1, tote: 't1' });
    expect(ofLines(fold(parts, [some]))).toEqual([5, 5, null]);
    const edited = scan('2', { kind: 'wanted', task: '7/2', units: 0, because: 'edited' }, null);
    expect(ofLines(fold(parts, [some, edited]))).toEqual([null, null]);
  });

  test('two phones that both took the last unit: one unit is owed back, none is lost', () => {
    const state = fold(tasks, [
      scan('1', { kind: 'picked', task: 'b', units: 1, tote: 't2' }, 'p1'),
      scan('2', { kind: 'picked', task: 'b', units: 1, tote: 't2' }, 'p2'),
    ]);
    expect(ofTask(state, 'b')).toEqual({ wanted: 1, picked: 1, short: 0, left: 0, owed: 1 });
  });

  test('a unit that was short and then found is picked, and no longer short', () => {
    const state = fold(tasks, [
      scan('1', { kind: 'short', task: 'b', units: 1, reason: 'damaged' }),
      scan('2', { kind: 'picked', task: 'b', units: 1, tote: 't2' }),
    ]);
    expect(ofTask(state, 'b')).toEqual({ wanted: 1, picked: 1, short: 0, left: 0, owed: 0 });
  });

  test('a full tote is swapped, twice if need be; none stands for two', () => {
    let state = fold(tasks, [scan('1', { kind: 'swapped-tote', from: 't1', to: 't9' })]);
    expect(nextStop(state, 'p1')?.tote).toBe('t9');
    expect(take(state, scan('2', { kind: 'swapped-tote', from: 't9', to: 't2' })).refused).toBe('tote-in-use');
    expect(take(state, scan('3', { kind: 'swapped-tote', from: 't1', to: 't8' })).refused).toBe('tote-in-use');
    state = take(state, scan('4', { kind: 'swapped-tote', from: 't9', to: 't8' })).state;
    expect(toteOf(state, 't1')).toBe('t8');
    expect(take(state, scan('5', { kind: 'undone', scan: '1' })).refused).toBe('tote-in-use');
  });

  test('what cannot be is refused and changes nothing', () => {
    const state = fold(tasks, [scan('1', { kind: 'picked', task: 'a', units: 1, tote: 't1' })]);
    const refusals: [Deed, string][] = [
      [{ kind: 'picked', task: 'z', units: 1, tote: 't1' }, 'unknown-task'],
      [{ kind: 'picked', task: 'a', units: 0, tote: 't1' }, 'not-a-number'],
      [{ kind: 'picked', task: 'a', units: 1.5, tote: 't1' }, 'not-a-number'],
      [{ kind: 'put-back', task: 'a', units: 2, tote: 't1' }, 'not-in-tote'],
      [{ kind: 'put-back', task: 'a', units: 1, tote: 't2' }, 'not-in-tote'],
      [{ kind: 'undone', scan: '9' }, 'nothing-to-undo'],
    ];
    for (const [deed, refused] of refusals) {
      const answer = take(state, scan('2', deed));
      expect(answer.refused).toBe(refused);
      expect(answer.state.tasks).toBe(state.tasks);
      expect(take(answer.state, scan('2', deed))).toEqual(answer);
    }
  });
});

const TASKS = [task('a', 2, 1), task('b', 1, 2, 't2'), task('c', 5, 3, 't2')];
const units = fc.integer({ min: 1, max: 4 });
const taskId = fc.constantFrom('a', 'b', 'c');
const tote = fc.constantFrom('t1', 't2', 't3', 't4');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('picked' as const), task: taskId, units, tote }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('put-back' as const), task: taskId, units, tote }), weight: 2 },
  fc.record({ kind: fc.constant('short' as const), task: taskId, units, reason: fc.constantFrom(...shortReasons) }),
  fc.record({ kind: fc.constant('skipped' as const), task: taskId }),
  fc.record({ kind: fc.constant('took' as const), task: taskId }),
  fc.record({ kind: fc.constant('swapped-tote' as const), from: tote, to: tote }),
  {
    arbitrary: fc.record({ kind: fc.constant('undone' as const), scan: fc.integer({ max: 40, min: 0 }).map(String) }),
    weight: 3,
  },
);
const shopDeed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constant('wanted' as const),
  task: taskId,
  units: fc.nat(5),
  because: fc.constant('edited' as const),
});
const scans: fc.Arbitrary<Scan[]> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.record({ device: fc.constantFrom('p1', 'p2'), deed }), weight: 6 },
      fc.record({ device: fc.constant(null), deed: shopDeed }),
    ),
    { maxLength: 60 },
  )
  .map((list) => list.map((one, index) => ({ ...one, id: String(index) })));

/** What the hands did, counted apart from the fold: taken from shelves less put back, by task. */
function inHands(state: WaveState): Map<string, number> {
  const hands = new Map<string, number>();
  for (const { id, deed: done } of state.scans.values()) {
    if (state.undone.has(id)) continue;
    if (done.kind === 'picked') hands.set(done.task, (hands.get(done.task) ?? 0) + done.units);
    if (done.kind === 'put-back') hands.set(done.task, (hands.get(done.task) ?? 0) - done.units);
  }
  return hands;
}

describe('whatever two phones and the shop do', () => {
  test('no unit is lost or doubled, and no more goes out than is wanted', () => {
    fc.assert(
      fc.property(scans, (list) => {
        const state = fold(TASKS, list);
        const hands = inHands(state);
        for (const [id, one] of state.tasks) {
          const { wanted, picked, short, left, owed } = standing(one);
          expect(Math.min(picked, short, left, owed)).toBeGreaterThanOrEqual(0);
          expect(picked + short + left).toBe(wanted);
          expect(picked + owed).toBe(hands.get(id) ?? 0);
          for (const inside of one.inTotes.values()) expect(inside).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a scan that comes again, or many of them, changes nothing', () => {
    fc.assert(
      fc.property(scans, fc.infiniteStream(fc.nat(3)), (list, again) => {
        const repeated = list.flatMap((one, index) => [
          one,
          ...list.slice(Math.max(0, index - again.next().value!), index + 1),
        ]);
        expect(fold(TASKS, repeated)).toEqual(fold(TASKS, list));
      }),
    );
  });

  test('folding all of them is taking one after the other', () => {
    fc.assert(
      fc.property(scans, (list) => {
        const one = list.reduce((state, scan) => take(state, scan).state, initial(TASKS));
        expect(fold(TASKS, list)).toEqual(one);
      }),
    );
  });

  test('undo restores what was, as far as the units go', () => {
    fc.assert(
      fc.property(scans, deed, (list, last) => {
        fc.pre(last.kind !== 'undone');
        const before = fold(TASKS, list);
        const done = take(before, { id: 'last', device: 'p1', deed: last });
        fc.pre(done.refused === null);
        const after = take(done.state, { id: 'undo', device: 'p1', deed: { kind: 'undone', scan: 'last' } });
        expect(after.refused).toBeNull();
        for (const [id, one] of after.state.tasks) {
          expect(standing(one)).toEqual(standing(before.tasks.get(id)!));
          expect(new Map([...one.inTotes].sort())).toEqual(new Map([...before.tasks.get(id)!.inTotes].sort()));
        }
        expect(after.state.totes).toEqual(before.totes);
      }),
    );
  });

  test('the order in which two phones are heard does not matter to what they picked', () => {
    const picks = fc.array(fc.record({ task: taskId, units, tote }), { maxLength: 12 });
    fc.assert(
      fc.property(picks, picks, fc.infiniteStream(fc.boolean()), (one, two, first) => {
        const mine = one.map((pick, at) => scan(`p1-${at}`, { kind: 'picked', ...pick }, 'p1'));
        const theirs = two.map((pick, at) => scan(`p2-${at}`, { kind: 'picked', ...pick }, 'p2'));
        const mixed: Scan[] = [];
        const [left, right] = [[...mine], [...theirs]];
        while (left.length || right.length)
          mixed.push((left.length && (first.next().value || !right.length) ? left : right).shift()!);
        for (const [id, state] of fold(TASKS, mixed).tasks)
          expect(standing(state)).toEqual(ofTask(fold(TASKS, [...mine, ...theirs]), id));
      }),
    );
  });

  test('following the phone always ends the walk', () => {
    fc.assert(
      fc.property(scans, (list) => {
        let state = fold(TASKS, list);
        for (let step = 0; !isDone(state); step++) {
          expect(step).toBeLessThan(50);
          const stop = nextStop(state, 'p1')!;
          const { id } = stop.task;
          const told: Deed =
            stop.kind === 'pick'
              ? { kind: 'picked', task: id, units: stop.units, tote: stop.tote }
              : { kind: 'put-back', task: id, units: stop.units, tote: stop.tote };
          const taken = take(state, scan(`walk-${step}`, told));
          expect(taken.refused).toBeNull();
          state = taken.state;
        }
        expect(nextStop(state, 'p1')).toBeNull();
      }),
    );
  });
});

test('an order that joins with a tote of a new name leaves everything that was done as it was', () => {
  const late = { ...task('late', 2, 9, 't5') };
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      const scans = deeds.map((one, at) => scan(`${at}`, one, at % 3 === 0 ? 'p2' : 'p1'));
      const before = fold(TASKS, scans);
      const after = fold([...TASKS, late], scans);
      for (const [id, state] of before.tasks) expect(after.tasks.get(id)).toEqual(state);
      expect(after.refused).toEqual(before.refused);
      expect(after.totes).toEqual(before.totes);
      expect(standing(after.tasks.get('late')!)).toEqual({ wanted: 2, picked: 0, short: 0, left: 2, owed: 0 });
    }),
  );
});
