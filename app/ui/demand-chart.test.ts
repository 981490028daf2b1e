import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventKind } from '../calendar/plan-event.ts';
import { weightedDemand } from '../replenishment/policy/demand-distribution.ts';
import { type ChartInputs, dayAfter, demandChart, type PastDay } from './demand-chart.ts';

const size = { width: 640, height: 320 };
const today = '2026-11-22';
const past = (states: PastDay['state'][], available: number | null = 5): PastDay[] =>
  states.map((state, i) => ({ day: dayAfter(today, i - states.length), units: 2, returned: 0, state, available }));

/** One unit a day for certain. */
const oneADay = (days: number) => weightedDemand([{ units: days, weight: 1 }]);

const inputs: ChartInputs = {
  past: past(new Array(28).fill('open')),
  today,
  available: 5,
  position: 15,
  reorderPoint: 12,
  arrivals: [{ day: 3, units: 10, says: 'PO-1' }],
  events: [],
  horizon: 14,
  demand: oneADay,
};

test('what comes is what is there and arrives, less what is asked for', () => {
  const { coming, emptyOn } = demandChart(inputs, size, 7);
  expect(coming.slice(0, 5).map(({ middle }) => middle)).toEqual([4, 3, 2, 11, 10]);
  expect(emptyOn).toBeNull();
  expect(demandChart({ ...inputs, arrivals: [] }, size, 7).emptyOn).toBe('2026-11-26');
});

test('an empty shelf does not sink below zero, and what is owed stays owed', () => {
  const short = demandChart({ ...inputs, arrivals: [], available: 1 }, size, 7);
  expect(short.coming.at(-1)).toMatchObject({ low: 0, middle: 0, high: 0 });
  const owed = demandChart({ ...inputs, arrivals: [], available: -3, position: -3 }, size, 7);
  expect(owed.coming.at(-1)?.middle).toBe(-3);
});

test('days out of stock are shaded as stretches, and an incomplete oldest bar is left out', () => {
  const states: PastDay['state'][] = ['open', 'closed', 'censored', 'open', 'closed', 'open', 'open', 'open', 'open'];
  const chart = demandChart({ ...inputs, past: past(states) }, size, 7);
  expect(chart.stockOuts.map(({ from, to }) => [from, to])).toEqual([
    ['2026-11-14', '2026-11-15'],
    ['2026-11-17', '2026-11-17'],
  ]);
  expect(chart.bars.filter(({ coming }) => !coming).map(({ from, to, units }) => [from, to, units])).toEqual([
    ['2026-11-15', '2026-11-21', 14],
  ]);
  expect(chart.bars.filter(({ coming }) => coming).map(({ units }) => units)).toEqual([7, 7]);
});

test('a promotion is drawn where it meets the days shown', () => {
  const at = (from: string, to: string) =>
    demandChart({ ...inputs, events: [{ kind: 'promotion', from, to, title: 'Sale' }] }, size, 7).events;
  expect(at('2026-01-01', '2026-01-07')).toEqual([]);
  expect(at('2027-01-01', '2027-01-07')).toEqual([]);
  const [partly] = at('2026-10-01', '2026-10-25');
  expect(partly!.x).toBe(38);
  expect(at('2026-11-22', '2026-11-22')[0]!.x).toBeCloseTo(demandChart(inputs, size, 7).todayX);
});

test('what came back hangs below the line, in proportion, on the days it was sold', () => {
  const sold = past(new Array(28).fill('open')).map((day, i) => ({ ...day, returned: i >= 21 ? 1 : 0 }));
  const { bars, cameBack, floorY, demandPanel, demandTicks } = demandChart({ ...inputs, past: sold }, size, 7);
  expect(cameBack.map(({ from, to, units }) => [from, to, units])).toEqual([['2026-11-15', '2026-11-21', 7]]);
  const newest = bars.find(({ from }) => from === '2026-11-15')!;
  expect(newest).toMatchObject({ units: 14, returned: 7 });
  expect(cameBack[0]).toMatchObject({ x: newest.x, width: newest.width, y: floorY });
  expect(cameBack[0]!.height * 2).toBeCloseTo(newest.height);
  expect(cameBack[0]!.y + cameBack[0]!.height).toBeCloseTo(demandPanel.bottom);
  expect(demandTicks.map(({ label }) => label)).toEqual(['0', '10']);
  const none = demandChart(inputs, size, 7);
  expect(none.cameBack).toEqual([]);
  expect(none.floorY).toBe(none.demandPanel.bottom);
});

test('names of events stand above what they are about, and no two on one another', () => {
  const event = (kind: EventKind, title: string, from: string, to = from) => ({ kind, title, from, to });
  const events = [
    event('closed', 'Past holiday', '2026-11-01'),
    event('promotion', 'Past sale', '2026-10-30', '2026-11-02'),
    event('promotion', 'Black Friday', '2026-11-27', '2026-11-30'),
    event('launch', 'A launch with a very long name indeed', '2026-11-28'),
    event('holiday', 'Saint Andrew', '2026-11-30'),
    event('closed', 'No room for it', '2026-12-01'),
  ];
  const { names, stockPanel } = demandChart({ ...inputs, events }, size, 7);
  expect(names.map(({ says }) => says)).toEqual([
    'Black Friday',
    'A launch with a very lo…',
    'Saint Andrew',
    'Past sale',
  ]);
  for (const { x, y, says } of names) {
    expect(y).toBeLessThan(stockPanel.top);
    expect(x + says.length * 5).toBeLessThan(size.width);
    expect(names.filter((other) => other.y === y && Math.abs(other.x - x) < says.length * 5)).toHaveLength(1);
  }
});

test('a day on which the shop was shut is no stock-out', () => {
  const closed = past(['open', 'closed', 'closed', 'open', 'open', 'open', 'open']);
  const events = [{ kind: 'closed' as const, title: 'Feast', from: '2026-11-16', to: '2026-11-16' }];
  expect(demandChart({ ...inputs, past: closed, events }, size, 7).stockOuts).toMatchObject([{ from: '2026-11-17' }]);
});

test('where nothing is known of demand there is neither fan nor promise, and stock is still drawn', () => {
  const chart = demandChart({ ...inputs, demand: null, reorderPoint: null }, size, 7);
  expect(chart).toMatchObject({ bands: [], middlePath: '', coming: [], emptyOn: null, reorderY: null });
  expect(chart.stockPath).not.toBe('');
  expect(demandChart({ ...inputs, past: past(['open'], null) }, size, 7).stockPath).toBe('');
});

test('everything lies within the picture, bands within one another', () => {
  const day = fc.record({
    units: fc.nat(50),
    returned: fc.nat(20),
    state: fc.constantFrom('open', 'censored', 'closed', 'event' as const),
    available: fc.option(fc.integer({ min: -20, max: 500 })),
  });
  fc.assert(
    fc.property(
      fc.array(day, { maxLength: 120 }),
      fc.integer({ min: -20, max: 300 }),
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.record({ day: fc.integer({ min: 0, max: 90 }), units: fc.nat(200) }), { maxLength: 3 }),
      fc.integer({ min: 300, max: 1200 }),
      (days, available, horizon, arrivals, width) => {
        const chart = demandChart(
          {
            ...inputs,
            past: days.map((each, i) => ({
              ...each,
              state: each.state as PastDay['state'],
              day: dayAfter(today, i - days.length),
            })),
            available,
            position: available + arrivals.reduce((sum, { units }) => sum + units, 0),
            arrivals: arrivals.map((arrival) => ({ ...arrival, says: '' })),
            horizon,
            demand: (span) => weightedDemand([0, 1, 5].map((rate) => ({ units: rate * span, weight: 1 }))),
          },
          { width, height: 320 },
          7,
        );
        const paths = [chart.stockPath, chart.middlePath, ...chart.bands.map(({ path }) => path)];
        for (const [, x, y] of paths.join('').matchAll(/(-?[\d.]+),(-?[\d.]+)/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x)).toBeLessThanOrEqual(width);
          expect(Number(y)).toBeGreaterThanOrEqual(chart.stockPanel.top - 0.1);
          expect(Number(y)).toBeLessThanOrEqual(chart.stockPanel.bottom + 0.1);
        }
        for (const bar of chart.bars) {
          expect(bar.y).toBeGreaterThanOrEqual(chart.demandPanel.top - 0.1);
          expect(bar.x + bar.width).toBeLessThanOrEqual(width);
        }
        for (const bar of chart.cameBack)
          expect(bar.y + bar.height).toBeLessThanOrEqual(chart.demandPanel.bottom + 0.1);
        for (const { low, middle, high } of chart.coming) {
          expect(low).toBeLessThanOrEqual(middle);
          expect(middle).toBeLessThanOrEqual(high);
        }
      },
    ),
  );
});
