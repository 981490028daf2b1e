import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBinNames } from './bin-name.ts';
import { defaultLayout } from './default-layout.ts';
import { floorWalks, lengthsOf } from './floor-walks.ts';
import { pastWalks } from './past-walks.ts';
import { type Reckoned, reckonSlotting, type SlottingPast } from './reckon-slotting.ts';
import { slotInThread } from './slot-in-thread.server.ts';

const names = ['A', 'B', 'C', 'D'].flatMap((aisle) => Array.from({ length: 10 }, (_, bay) => `${aisle}-${bay + 1}`));
const bins = readBinNames(names).understood;
const floor = { layout: defaultLayout(bins.map((bin) => bin.place)), bins };

function past(days: string[][][], binOf: Map<string, string>, walkSize = 4): SlottingPast {
  const taken = new Set(binOf.values());
  const faces = names.map((name) => ({ name, capacity: null, free: !taken.has(name) }));
  return { floor, days, walkSize, binOf, held: new Map(), faces };
}

/** Thirty items put down from the far end of the floor, the ones that are wanted most the farthest. */
const scattered = new Map(Array.from({ length: 30 }, (_, at) => [`${at}`, names[names.length - 1 - at]!]));
const someDays = fc.array(
  fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 32 }).map(String), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 24,
  }),
  { minLength: 1, maxLength: 5 },
);

test('a day is planned by the planner: every item of its orders is walked for, no walk has more orders than it may, and they are shorter', () => {
  const { walks, stopOf } = floorWalks(floor)!;
  const lengthOf = lengthsOf(walks);
  const near = (aisle: string) => [`${aisle}-1`, `${aisle}-10`];
  const binOf = new Map(names.map((name) => [name, name]));
  // Orders of two aisles in turn: as they come, each walk goes through both.
  const day = Array.from({ length: 12 }, (_, at) => near(at % 2 ? 'A' : 'D'));
  const planned = pastWalks([day, [['A-1'], ['gone']]], 6, walks, (item) => stopOf.get(binOf.get(item) ?? ''));
  expect(planned.map((items) => items.toSorted())).toEqual(
    [near('D'), near('A'), ['A-1']].map((one) => one.toSorted()),
  );
  const both = lengthOf([...near('A'), ...near('D')].map((name) => stopOf.get(name)!));
  const each = (aisle: string) => lengthOf(near(aisle).map((name) => stopOf.get(name)!));
  expect(each('A') + each('D')).toBeLessThan(2 * both);
});

describe('the slotting what-if', () => {
  test('every change has its share of what the planner saves by all of them, told as it goes, never backwards', () => {
    fc.assert(
      fc.property(someDays, (days) => {
        const told: { share: number; found: Reckoned | null }[] = [];
        const found = reckonSlotting(past(days, scattered), (share, sofar) => told.push({ share, found: sofar }));
        if (!found) {
          expect(days.flat(2).every((item) => Number(item) >= 30)).toBe(true);
          return;
        }
        expect(found.after).toBeLessThanOrEqual(found.now + 1e-9);
        expect(found.now - found.after).toBeCloseTo(
          found.swaps.reduce((sum, swap) => sum + swap.metres, 0),
          6,
        );
        for (const [at, { share }] of told.entries()) {
          expect(share).toBeGreaterThanOrEqual(told[at - 1]?.share ?? 0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
        const changes = told.map((one) => one.found?.swaps.length ?? 0);
        expect(changes).toEqual(changes.toSorted((a, b) => a - b));
        expect(changes.at(-1)).toBe(found.swaps.length);
      }),
      { numRuns: 25 },
    );
  });

  test('nothing to walk on, or nothing that lies there: nothing is said', () => {
    const days = [[['0']]];
    expect(reckonSlotting(past(days, new Map()))).toBeNull();
    const nowhere = { ...floor, layout: { ...floor.layout, stations: [] } };
    expect(reckonSlotting({ ...past(days, scattered), floor: nowhere })).toBeNull();
  });
});

describe('in a thread', () => {
  const many = Array.from({ length: 90 }, (_, day) =>
    Array.from({ length: 60 }, (_, at) => [`${(day * 7 + at * at) % 30}`, `${(day + at * 3) % 30}`]),
  );
  const never = new AbortController().signal;

  test('finds the same, says so as it goes, and leaves this one free meanwhile', async () => {
    const small = past(many.slice(0, 8), scattered);
    const shares: number[] = [];
    let ticks = 0;
    const clock = setInterval(() => (ticks += 1), 5);
    const found = await slotInThread(small, never, (share) => shares.push(share));
    clearInterval(clock);
    expect(found).toEqual(reckonSlotting(small));
    expect(shares.length).toBeGreaterThan(20);
    expect(ticks).toBeGreaterThan(5);
  }, 60_000);

  test('ends when whoever asked leaves, and whoever waits for a turn has it then', async () => {
    const leaving = [new AbortController(), new AbortController()];
    const begun = leaving.map(({ signal }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      return { answer: slotInThread(past(many, scattered), signal, () => resolve()), working: promise };
    });
    const ended = Promise.allSettled(begun.map((one) => one.answer));
    await Promise.all(begun.map((one) => one.working));
    const third = slotInThread(past(many.slice(0, 1), scattered), never, () => {});
    leaving[0]!.abort(new Error('gone'));
    expect(await third).toMatchObject({ walks: expect.any(Number) });
    leaving[1]!.abort(new Error('gone too'));
    expect((await ended).map((one) => one.status === 'rejected' && one.reason.message)).toEqual(['gone', 'gone too']);
  }, 60_000);
});
