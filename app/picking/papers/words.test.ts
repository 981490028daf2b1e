import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bare, typed } from '../../../tests/papers.ts';
import { columns, cut, fileName, paperSize, weightWords, wrapped } from './words.ts';

test('wrapping loses nothing and keeps to the width', () => {
  fc.assert(
    fc.property(typed, fc.integer({ min: 4, max: 50 }), (text, most) => {
      const lines = wrapped(text, most);
      expect(bare(lines.join(''))).toBe(bare(text));
      for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(most);
    }),
  );
});

test('what is cut ends in an ellipsis, and what fits is not touched', () => {
  expect(cut('Kettle', 6)).toBe('Kettle');
  expect(cut('Kettle, Blue', 7)).toBe('Kettle…');
  expect(cut('東京都千代田区', 7)).toBe('東京都…');
  fc.assert(fc.property(typed, fc.integer({ min: 1, max: 50 }), (text, most) => columns(cut(text, most)) <= most));
});

test('a weight is said in the units of the place', () => {
  expect(weightWords(850, 'GB')).toBe('850 g');
  expect(weightWords(1250, 'GB')).toBe('1.25 kg');
  expect(weightWords(1250, 'US')).toBe('2 lb 12.1 oz (1.25 kg)');
  expect(weightWords(100, 'US')).toBe('3.5 oz (100 g)');
  expect(weightWords(453, 'US')).toBe('1 lb 0 oz (453 g)');
});

test('a file’s name is plain', () => {
  expect(fileName(['#1042', 'parcel 1', 'slip'], 'pdf')).toBe('1042-parcel-1-slip.pdf');
  expect(fileName(['../"x"\r\n', 'Ünï'], 'zpl')).toBe('x-U-ni.zpl');
});

test('paper is what the country prints on, or what was asked for', () => {
  expect([paperSize(null, 'US'), paperSize(null, 'GB'), paperSize(null, null)]).toEqual(['LETTER', 'A4', 'A4']);
  expect([paperSize('letter', 'GB'), paperSize('a4', 'US'), paperSize('a3', 'US')]).toEqual(['LETTER', 'A4', 'LETTER']);
});
