import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weightedDemand } from './demand-distribution.ts';
import { demandUntilArrival, inFewPoints, type LeadTime, learnLeadTime, meanDays } from './lead-time.ts';

const samples = fc.array(fc.record({ days: fc.nat(90), units: fc.integer({ min: 1, max: 500 }) }), { maxLength: 12 });
const total = (leadTime: LeadTime) => leadTime.reduce((sum, { share }) => sum + share, 0);
const within = (leadTime: LeadTime, days: number) => total(leadTime.filter((point) => point.days <= days));

describe('a lead time', () => {
  test('is what arrivals show, per unit, once there are five', () => {
    const seen = [10, 12, 10, 20, 12].map((days, i) => ({ days, units: i === 3 ? 60 : 10 }));
    expect(learnLeadTime(99, seen)).toEqual([
      { days: 10, share: 0.2 },
      { days: 12, share: 0.2 },
      { days: 20, share: 0.6 },
    ]);
  });

  test('is the stated time with doubt before that, and every arrival pulls at it', () => {
    const stated = learnLeadTime(20, [])!;
    expect(meanDays(stated)).toBeCloseTo(20, 0);
    expect(within(stated, 13)).toBeGreaterThan(0.05);
    expect(within(stated, 30)).toBeLessThan(0.97);
    const slower = learnLeadTime(20, [{ days: 40, units: 5 }])!;
    expect(meanDays(slower)).toBeCloseTo(25, 0);
  });

  test('is unknown when nothing is stated and nothing came; what came alone will do', () => {
    expect(learnLeadTime(null, [])).toBeNull();
    expect(learnLeadTime(null, [{ days: 8, units: 0 }])).toBeNull();
    expect(meanDays(learnLeadTime(null, [{ days: 8, units: 3 }])!)).toBeCloseTo(8, 0);
    expect(learnLeadTime(0, [])).toEqual([{ days: 0, share: 1 }]);
  });

  test('has shares that sum to 1 over rising days, also when told in few points', () => {
    fc.assert(
      fc.property(fc.nat(120), samples, fc.integer({ min: 1, max: 9 }), (stated, seen, points) => {
        const learned = learnLeadTime(stated, seen)!;
        for (const leadTime of [learned, inFewPoints(learned, points)]) {
          expect(total(leadTime)).toBeCloseTo(1);
          expect(leadTime.every(({ days }, i) => i === 0 || days > leadTime[i - 1]!.days)).toBe(true);
        }
        expect(inFewPoints(learned, points).length).toBeLessThanOrEqual(Math.max(points, 1));
        expect(Math.abs(meanDays(inFewPoints(learned, points)) - meanDays(learned))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  test('a longer stated time is longer at every quantile', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(60), fc.nat(250), (stated, more, days) => {
        const short = learnLeadTime(stated, [])!;
        const long = learnLeadTime(stated + more, [])!;
        expect(within(long, days)).toBeLessThanOrEqual(within(short, days) + 1e-3);
      }),
    );
  });
});

test('demand until arrival mixes the stretches as the lead times are likely', () => {
  const twoADay = (days: number) => weightedDemand([{ units: 2 * days, weight: 1 }]);
  const leadTime = [
    { days: 5, share: 0.75 },
    { days: 15, share: 0.25 },
  ];
  const demand = demandUntilArrival(leadTime, twoADay, 7);
  expect(demand.mean).toBe(29);
  expect(demand.quantile(0.75)).toBe(24);
  expect(demand.quantile(0.76)).toBe(44);
  expect(demand.expectedShortfall(40)).toBe(1);
});
