import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdAgainst, readGrams, type WeighedLine } from './weight.ts';

const lines: WeighedLine[] = [
  { title: 'Mug', units: 2, grams: 300 },
  { title: 'Plate', units: 1, grams: 520 },
];
const terms = { toleranceGrams: 30, tolerancePercent: 3 };
const at = (grams: number) => holdAgainst(lines, 100, grams, terms);

test('within the larger of grams and per cent it is right', () => {
  for (const grams of [1220, 1190, 1257, 1183]) expect(at(grams)).toMatchObject({ is: 'right', expected: 1220 });
  expect(at(1258).is).toBe('off');
});

test('what is missing, or too many, is named by its weight', () => {
  expect(at(925)).toMatchObject({ is: 'off', difference: -295, because: [{ title: 'Mug', what: 'missing' }] });
  expect(at(1735)).toMatchObject({ is: 'off', difference: 515, because: [{ title: 'Plate', what: 'too-many' }] });
  expect(at(3000)).toMatchObject({ is: 'off', because: [] });
});

test('a weight that nobody knows is not guessed', () => {
  expect(holdAgainst([...lines, { title: 'Vase', units: 1, grams: null }], 100, 5, terms)).toEqual({ is: 'unknown' });
});

test('leaving out or doubling one item heavier than the tolerance is always noticed and explained', () => {
  const weights = fc.array(
    fc.record({ units: fc.integer({ min: 1, max: 5 }), grams: fc.integer({ min: 50, max: 3000 }) }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(weights, fc.nat(), fc.boolean(), (some, pick, missing) => {
      const goods = some.map((one, i) => ({ ...one, title: `${i}` }));
      const wrong = goods[pick % goods.length]!;
      const expected = 100 + goods.reduce((sum, { units, grams }) => sum + units * grams, 0);
      const room = Math.max(30, Math.round(expected * 0.03));
      const held = holdAgainst(goods, 100, expected + (missing ? -1 : 1) * wrong.grams, terms);
      expect(held.is).toBe(wrong.grams <= room ? 'right' : 'off');
      if (held.is === 'off') expect(held.because[0]?.what).toBe(missing ? 'missing' : 'too-many');
      if (held.is === 'off') {
        const named = goods.find(({ title }) => title === held.because[0]!.title)!;
        expect(named.grams).toBe(wrong.grams);
      }
    }),
  );
});

test('a scale’s text and a typed one are read; anything else is not a weight', () => {
  for (const [text, grams] of [
    ['1240', 1240],
    ['1240 g', 1240],
    ['1.24 kg', 1240],
    ['1,24kg', 1240],
    [' +  0.350 ', 350],
  ] as const)
    expect(readGrams(text)).toBe(grams);
  for (const text of ['', 'mug', '0', '-5', '4006381333931', '1.2.3', '1240 lb']) expect(readGrams(text)).toBeNull();
});
