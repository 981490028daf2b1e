import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DecisionInputs, decide } from './policy/decide.ts';
import { weightedDemand } from './policy/demand-distribution.ts';
import { asItIs, imagined, type WhatIf } from './what-if.ts';

type Demand = { perDay: number; season: number };
const demandOver = ({ perDay, season }: Demand, days: number) =>
  weightedDemand([0.5, 1, 1.5].map((times) => ({ units: perDay * season * times * days, weight: 1 })));

const inputs: DecisionInputs<Demand> = {
  demand: { perDay: 2, season: 1 },
  leadTime: { statedDays: 10, samples: [{ days: 14, units: 5 }] },
  reviewDays: 7,
  starterSales: null,
  target: { measure: 'fill', level: 0.95 },
  stock: { available: 5, incoming: 0, openLines: [], backordersElsewhere: 0 },
  movable: 0,
  terms: {
    minimumOrder: 1,
    packSize: 1,
    unitCost: 100,
    priceBreaks: [],
    holdingRate: 0.2,
    maxCoverDays: null,
    shelfLifeDays: null,
  },
  lot: 0,
  spareDays: 60,
};
const units = (whatIf: WhatIf) => decide(imagined(inputs, whatIf), demandOver).units;

describe('what if', () => {
  test('nothing imagined is the number as it is', () => {
    expect(imagined(inputs, {})).toEqual(inputs);
    expect(asItIs(inputs)).toEqual({
      leadTimeDays: 11,
      reviewDays: 7,
      targetPermille: 950,
      demandPercent: 100,
      minimumOrder: 1,
      packSize: 1,
      maxCoverDays: 0,
    });
  });

  test('a longer lead time, more demand, a higher target and a rarer look never ask for less', () => {
    const rising = (name: keyof WhatIf, least: number, most: number) =>
      fc.assert(
        fc.property(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }), (a, b) => {
          expect(units({ [name]: Math.max(a, b) })).toBeGreaterThanOrEqual(units({ [name]: Math.min(a, b) }));
        }),
        { numRuns: 30 },
      );
    rising('leadTimeDays', 1, 60);
    rising('demandPercent', 10, 300);
    rising('targetPermille', 500, 999);
    rising('reviewDays', 1, 30);
  });

  test('pack, minimum and cover are those imagined; no cover is no limit', () => {
    const asked = units({});
    expect(units({ packSize: 24 }) % 24).toBe(0);
    expect(units({ minimumOrder: asked + 5 })).toBe(asked + 5);
    expect(units({ maxCoverDays: 10 })).toBe(15);
    expect(units({ maxCoverDays: 0 })).toBe(asked);
  });

  test('a lead time can be imagined where nobody knows one', () => {
    const unknown = { ...inputs, leadTime: { statedDays: null, samples: [] } };
    expect(asItIs(unknown).leadTimeDays).toBeNull();
    expect(decide(unknown, demandOver).advice).toBe('unknown');
    expect(decide(imagined(unknown, { leadTimeDays: 10 }), demandOver).advice).toBe('buy');
  });
});
