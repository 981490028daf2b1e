import { describe, expect, test } from 'vitest';
import { paceSentence, stepSentence, targetSentence } from './decision-words.ts';
import { type DecisionInputs, decide } from './policy/decide.ts';
import { weightedDemand } from './policy/demand-distribution.ts';

const demandOver = (perDay: number, days: number) => weightedDemand([{ units: perDay * days, weight: 1 }]);
const inputs = (over: Partial<DecisionInputs<number>> = {}, available = 5): DecisionInputs<number> => ({
  demand: 2,
  leadTime: { statedDays: 0, samples: [] },
  reviewDays: 7,
  target: { measure: 'cycle', level: 0.9 },
  starterSales: null,
  stock: { available, incoming: 0, openLines: [], backordersElsewhere: 0 },
  movable: 0,
  terms: {
    minimumOrder: 1,
    packSize: 6,
    unitCost: 100,
    priceBreaks: [],
    holdingRate: 0.2,
    maxCoverDays: null,
    shelfLifeDays: null,
  },
  lot: 0,
  spareDays: 60,
  ...over,
});
describe('a decision in words', () => {
  test('tells each step', () => {
    const { quantity } = decide(inputs(), demandOver);
    expect(quantity?.steps.map((step) => stepSentence(step, 'GBP'))).toEqual([
      'Order up to 14, less the position of 5',
      'Up to whole packs of 6',
    ]);
    expect(
      stepSentence(
        { name: 'price-break', from: 12, to: 24, because: { unitCost: 90, saving: 240, holding: 10.4 } },
        'GBP',
      ),
    ).toBe('Up to the price break: at £0.90 a unit it saves £2.40 and costs £0.10 to hold');
    expect(paceSentence(decide(inputs(), demandOver))).toBe('2 asked for a day, 0 days until an order arrives');
    expect(targetSentence({ measure: 'fill', level: 0.975 })).toBe(
      '97.5 % of the units asked for served from the shelf',
    );
  });
});
