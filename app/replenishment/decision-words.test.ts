import { describe, expect, test } from 'vitest';
import { adviceSentence, stepSentence, targetSentence } from './decision-words.ts';
import { type DecisionInputs, decide } from './policy/decide.ts';
import { weightedDemand } from './policy/demand-distribution.ts';
import type { Why } from './reorder-point.ts';

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
const sentence = (over?: Partial<DecisionInputs<number>>, available?: number) => {
  const decision = decide(inputs(over, available), demandOver);
  return adviceSentence(decision, decision.reason as Why, ['Leeds']);
};

describe('a decision in words', () => {
  test('says what to do and why', () => {
    expect(sentence()).toBe('Buy 12 units: the position of 5 is at or below the reorder point of 13');
    expect(sentence({}, -1)).toBe('Buy 18 units: 1 unit is owed to customers');
    expect(sentence({ movable: 20 })).toBe('Move 9 units from Leeds: other locations can spare what is missing');
    expect(sentence({}, 50)).toBe('Wait: the position of 50 is above the reorder point of 13');
    const coming = { available: 5, incoming: 20, openLines: [], backordersElsewhere: 0 };
    expect(sentence({ stock: coming })).toBe(
      'Wait: with 20 units on the way the position of 25 is above the reorder point of 13',
    );
    expect(sentence({ terms: { ...inputs().terms, maxCoverDays: 3 } })).toBe(
      'Wait: 9 units are missing, but cover, shelf life and minimum order together leave nothing to buy',
    );
    expect(sentence({}, 500)).toMatch(/^Too much: the position of 500/);
  });

  test('says what is missing where nothing can be advised', () => {
    const unknown = decide(inputs({ leadTime: { statedDays: null, samples: [] } }), demandOver);
    expect(adviceSentence(unknown, 'no-lead-time')).toBe(
      'Unknown: nobody says how long an order takes to arrive. Enter a lead time',
    );
  });

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
    expect(targetSentence({ measure: 'fill', level: 0.975 })).toBe(
      '97.5 % of the units asked for served from the shelf',
    );
  });
});
