import { expect, test } from 'vitest';
import { cutBox } from '../../../bench/boxes/cut.ts';
import type { Language } from '../floor/language.ts';
import { fitIn } from './fit.ts';
import type { Box } from './item.ts';
import { packingPicture } from './picture.ts';
import { stepWordsIn } from './picture-words.ts';

const words = { nameOf: (item: string) => `Mug "${item}" <blue>`, id: 'pack' };

test('every step has its number once, in order, and its words', () => {
  const { items, box } = cutBox(8, 9, 0.8);
  const fit = fitIn(items, box, { now: () => 0, until: 1, steps: 200_000 });
  if (fit.answer !== 'fits') throw new Error('it was cut from the box');
  const svg = packingPicture(box, fit.placements, words);
  const numbers = [...svg.matchAll(/font-weight="700"[^>]*>(\d+)</g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(items.map((_, i) => i + 1));
  const steps = /<desc[^>]*>(.*)<\/desc>/.exec(svg)![1]!;
  expect([...steps.matchAll(/(\d+)\. Mug/g)].map(([, number]) => Number(number))).toEqual(numbers);
  expect(svg).toContain('<title id="pack-title">How to pack 9 items into');
});

test('names from the shop cannot break out of it, and words say where an item goes', () => {
  const box: Box = { id: 'S', length: 300, width: 200, height: 100, weight: 0, maxWeight: null, padding: 0, cost: 0 };
  const svg = packingPicture(
    box,
    [
      { item: 'a', x: 0, y: 0, z: 0, dx: 100, dy: 50, dz: 40, support: 1 },
      { item: 'b', x: 0, y: 0, z: 40, dx: 90, dy: 50, dz: 30, support: 1 },
    ],
    words,
  );
  expect(svg).not.toContain('<blue>');
  expect(svg).toContain(
    '1. Mug &quot;a&quot; &lt;blue&gt;: at the back left, on the floor, 100 × 50 mm and 40 mm high. 2. Mug &quot;b&quot; &lt;blue&gt;: at the back left, on 1, 90 × 50 mm and 30 mm high.',
  );
});

test('coordinates stay inside the drawing', () => {
  const { items, box } = cutBox(11, 12, 0.9);
  const fit = fitIn(items, box, { now: () => 0, until: 1, steps: 400_000 });
  if (fit.answer !== 'fits') throw new Error('it was cut from the box');
  const svg = packingPicture(box, fit.placements, words);
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
  for (const [, points] of svg.matchAll(/points="([^"]+)"/g))
    for (const point of points!.split(' ')) {
      const [x, y] = point.split(',').map(Number);
      expect(x! >= 0 && x! <= width! && y! >= 0 && y! <= height!).toBe(true);
    }
});

test('it says the same in every language of the floor', () => {
  const box: Box = { id: 'S', length: 300, width: 300, height: 100, weight: 0, maxWeight: null, padding: 0, cost: 0 };
  const at = (x: number, y: number, z = 0) => ({ item: 'a', x, y, z, dx: 100, dy: 100, dz: 40, support: 1 });
  const stepsIn = (language: Language) =>
    packingPicture(box, [at(100, 100), at(200, 0), at(100, 100, 40)], {
      ...{ nameOf: () => 'Mug', id: 'pack', says: stepWordsIn(language) },
    });
  expect(stepsIn('en')).toContain('1. Mug: in the middle, on the floor, 100 × 100 mm and 40 mm high.');
  expect(stepsIn('de')).toContain('>So kommen 3 Artikel in S<');
  expect(stepsIn('de')).toContain('2. Mug: hinten rechts, auf dem Boden, 100 × 100 mm und 40 mm hoch.');
  expect(stepsIn('fr')).toContain('3. Mug: au milieu, sur 1, 100 × 100 mm et 40 mm de haut.');
});
