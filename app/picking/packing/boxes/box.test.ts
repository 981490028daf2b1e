import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxFault } from '../item.ts';
import { type BoxTyped, boxTyped, commonBoxes, readBox } from './box.ts';
import { lengthText, readLength, readWeight, sidesText, unitsOf, weightText, weightWords } from './measures.ts';

const units = fc.constantFrom('metric' as const, 'imperial' as const);

describe('measures', () => {
  test('bare numbers are in the shop’s units, others in their own', () => {
    expect(unitsOf('US')).toBe('imperial');
    expect(unitsOf('GB')).toBe('metric');
    expect(unitsOf(null)).toBe('metric');
    expect([readLength('30', 'metric'), readLength('30', 'imperial')]).toEqual([300, 762]);
    expect(readLength(' 30,5 CM ', 'imperial')).toBe(305);
    expect(readLength('12 1/4', 'imperial')).toBe(311);
    expect(readLength('1/2"', 'metric')).toBe(13);
    expect(readLength('45mm', 'metric')).toBe(45);
    expect(readWeight('1 lb', 'metric')).toBe(454);
    expect(readWeight('0.4kg', 'imperial')).toBe(400);
    expect(readWeight('16', 'imperial')).toBe(454);
    expect(readLength('', 'metric')).toBeNull();
    for (const wrong of ['abc', '-3', '3 x 4', '1e3', '12 stone', 'cm', '1/0', '3..4'])
      expect(readLength(wrong, 'metric')).toBeUndefined();
  });

  test('what is shown can be typed again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), units, (value, in_) => {
        expect(readLength(lengthText(value, in_), in_)).toBe(value);
        expect(readWeight(weightText(value, in_), in_)).toBe(value);
      }),
    );
    expect(sidesText({ length: 300, width: 205, height: 150 }, 'metric')).toBe('30 × 20.5 × 15 cm');
    expect([weightWords(450, 'metric'), weightWords(1250, 'metric'), weightWords(680, 'imperial')]).toEqual([
      '450 g',
      '1.3 kg',
      '1.5 lb',
    ]);
  });
});

describe('a box out of a form', () => {
  const good: BoxTyped = {
    ...{ name: 'Medium', kind: 'BOX', length: '30', width: '20', height: '15' },
    ...{ weight: '180', maxWeight: '15 kg', padding: '0.5', cost: '0.45' },
  };
  const writing = { units: 'metric', currency: 'GBP' } as const;
  const problems = (over: Partial<BoxTyped>) => {
    const read = readBox({ ...good, ...over }, writing);
    return read.ok ? {} : read.problems;
  };

  test('is kept in millimetres, grams and minor units', () => {
    expect(readBox(good, writing)).toEqual({
      ok: true,
      box: {
        ...{ name: 'Medium', kind: 'BOX', length: 300, width: 200, height: 150 },
        ...{ weight: 180, maxWeight: 15_000, padding: 5, cost: 45 },
      },
    });
    const bare = readBox({ ...good, weight: '', maxWeight: '', padding: '', cost: '' }, writing);
    expect(bare).toMatchObject({ ok: true, box: { weight: 0, maxWeight: null, padding: 0, cost: 0 } });
  });

  test('names what is wrong, field by field', () => {
    expect(problems({ name: ' ' })).toHaveProperty('name');
    expect(problems({ kind: 'BARREL' })).toHaveProperty('kind');
    expect(problems({ length: '0', width: '', height: 'tall' })).toEqual({
      length: expect.stringContaining('inner length in cm'),
      width: expect.stringContaining('inner width'),
      height: expect.stringContaining('inner height'),
    });
    expect(problems({ length: '20 m' })).toHaveProperty('length');
    expect(problems({ weight: 'light' })).toHaveProperty('weight');
    expect(problems({ maxWeight: '0' })).toHaveProperty('maxWeight');
    expect(problems({ padding: 'some' })).toHaveProperty('padding');
    expect(problems({ padding: '8' }).padding).toMatch(/no room/);
    expect(problems({ cost: 'cheap' })).toHaveProperty('cost');
    expect(Object.keys(problems({ name: '', cost: '-1' })).sort()).toEqual(['cost', 'name']);
  });

  test('shown again it is the same box, and nothing typed makes one that the search refuses', () => {
    const text = fc.oneof(fc.constantFrom('', '30', '12.5', '1/2', '8 in', '0', '200 kg', 'x', '1,5'), fc.string());
    const typed = fc.record({
      name: fc.constantFrom('A', ''),
      kind: fc.constantFrom('BOX', 'SOFT_PACK'),
      ...Object.fromEntries(
        (['length', 'width', 'height', 'weight', 'maxWeight', 'padding', 'cost'] as const).map((key) => [key, text]),
      ),
    }) as fc.Arbitrary<BoxTyped>;
    fc.assert(
      fc.property(typed, units, (one, in_) => {
        const write = { units: in_, currency: 'GBP' };
        const read = readBox(one, write);
        if (!read.ok) {
          expect(Object.keys(read.problems)).not.toEqual([]);
          return;
        }
        expect(boxFault({ id: 'x', ...read.box })).toBeNull();
        expect(readBox(boxTyped(read.box, write), write)).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });

  test('common cartons are boxes that can be typed', () => {
    for (const in_ of ['metric', 'imperial'] as const)
      for (const box of commonBoxes(in_)) {
        const write = { units: in_, currency: 'USD' };
        expect(readBox(boxTyped(box, write), write)).toEqual({ ok: true, box });
        expect(box.weight).toBeGreaterThan(50);
      }
  });
});
