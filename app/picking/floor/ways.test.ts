import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBinNames } from '../place/bin-name.ts';
import { defaultLayout } from '../place/default-layout.ts';
import { fold } from './ledger.ts';
import { stopsLeft } from './next.ts';
import type { Deed, Task } from './scan.ts';
import { shortestRest, type Ways, waysBetween } from './ways.ts';

const task = (id: string, bin: string | null, position: number): Task => ({
  id,
  orderId: id,
  bin,
  position,
  quantity: 1,
  tote: '1',
});

/** Bins in a row, so many metres from the start. */
const inARow = (...at: number[]): Ways => {
  const all = [0, ...at];
  return { bins: at.map((metres) => `at ${metres}`), metres: all.flatMap((a) => all.map((b) => Math.abs(a - b))) };
};
const order = (tasks: Task[], ways: Ways, from: string | null, ...deeds: Deed[]) =>
  stopsLeft(
    fold(
      tasks,
      deeds.map((deed, at) => ({ id: String(at), device: deed.kind === 'wanted' ? null : 'p1', deed })),
    ),
    'p1',
    from,
    shortestRest(ways),
  ).map((stop) => `${stop.kind} ${stop.task.bin}`);

describe('the rest of a walk', () => {
  const ways = inARow(10, 20, 30, 40);
  const tasks = [10, 20, 30, 40].map((at, index) => task(`t${at}`, `at ${at}`, index + 1));

  test('a unit to put back is fetched in on the way, not walked back for', () => {
    const planned = [...tasks.slice(0, 3), task('far', 'at 40', 4)];
    const deeds: Deed[] = [
      { kind: 'picked', task: 't10', units: 1, tote: '1' },
      { kind: 'picked', task: 't20', units: 1, tote: '1' },
      { kind: 'wanted', task: 't10', units: 0, because: 'canceled' },
    ];
    expect(order(planned, ways, 'at 20', ...deeds)).toEqual(['pick at 30', 'pick at 40', 'put-back at 10']);
  });

  test('the planned order stays while it is as short, where nobody knows the place, and without a way', () => {
    expect(order(tasks, ways, 'at 10', { kind: 'picked', task: 't10', units: 1, tote: '1' })).toEqual([
      'pick at 20',
      'pick at 30',
      'pick at 40',
    ]);
    expect(order(tasks.toReversed(), ways, null)).toEqual(['pick at 10', 'pick at 20', 'pick at 30', 'pick at 40']);
    const muddled = [20, 40, 10, 30].map((at, index) => task(`t${at}`, `at ${at}`, 3 + index));
    const lost = [task('x', 'unknown', 1), task('n', null, 2), ...muddled];
    const found = order(lost, ways, 'at 10');
    expect(found.slice(-2)).toEqual(['pick unknown', 'pick null']);
    expect(found).toHaveLength(6);
  });

  test('is a rest of the same stops and never longer than the planned one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 14 }), (at) => {
        const row = inARow(...at);
        const size = at.length + 1;
        const open = at.map((metres, index) => task(`t${metres}`, `at ${metres}`, index + 1));
        const state = fold(open, []);
        const from = `at ${at[0]}`;
        const length = (stops: { task: Task }[]) => {
          const rows = [1, ...stops.map((stop) => row.bins.indexOf(stop.task.bin ?? '') + 1), 0];
          return rows.reduce((sum, here, i) => sum + (i === 0 ? 0 : row.metres[rows[i - 1]! * size + here]!), 0);
        };
        const planned = stopsLeft(state, 'p1', from);
        const rest = stopsLeft(state, 'p1', from, shortestRest(row));
        expect(rest.map((stop) => stop.task.id).sort()).toEqual(planned.map((stop) => stop.task.id).sort());
        expect(length(rest)).toBeLessThanOrEqual(length(planned) + 1e-9);
        // In a row nothing is shorter than out to the farthest and home.
        expect(length(rest)).toBeLessThanOrEqual(2 * Math.max(...at) - at[0]! + 1 + 1e-9);
      }),
    );
  });
});

test('a layout tells the ways between the bins that it knows', () => {
  const names = ['A-01-1', 'A-05-1', 'B-03-1'];
  const { understood } = readBinNames(names);
  const layout = defaultLayout(understood.map(({ place }) => place));
  const places = new Map(understood.map(({ name, place }) => [name, place]));
  const ways = waysBetween(layout, places, [...names, 'Z-99', null, 'A-01-1'])!;
  expect(ways.bins).toEqual(names);
  expect(ways.metres).toHaveLength(16);
  for (let a = 0; a < 4; a++) {
    expect(ways.metres[a * 4 + a]).toBe(0);
    for (let b = 0; b < 4; b++) expect(ways.metres[a * 4 + b]).toBe(ways.metres[b * 4 + a]);
  }
  expect(waysBetween(layout, places, ['A-01-1'])).toBeNull();
  expect(waysBetween({ ...layout, stations: [] }, places, names)).toBeNull();
});
