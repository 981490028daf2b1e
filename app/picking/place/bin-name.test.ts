import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BinPart, namesIn, ordinalOf, placeWords, readBinNames, sameCell, sidesOf } from './bin-name.ts';

const words = (...names: string[]) => readBinNames(names).understood.map((one) => placeWords(one.place));

describe('single names', () => {
  test.each([
    ['A-01-3', 'Aisle A, bay 01, level 3'],
    ['A1-2', 'Aisle A, bay 1, level 2'],
    ['B12', 'Aisle B, bay 12'],
    ['Z1.05.02.C', 'Zone Z1, aisle 05, bay 02, level C'],
    ['Cold/03/2', 'Aisle Cold, bay 03, level 2'],
    ['R03-B12-L2', 'Aisle R03, bay B12, level L2'],
    ['Aisle 3 Bay 12 Shelf 2', 'Aisle 3, bay 12, level 2'],
    ['17', 'Aisle Row, bay 17'],
    ['A1B2', 'Zone A, aisle 1, bay B, level 2'],
    ['W_A_01_3_2', 'Zone W, aisle A, bay 01, level 3, position 2'],
  ])('%s', (name, place) => expect(words(name)).toEqual([place]));

  test.each([
    ['A#3', 'The sign “#” says nothing of a place'],
    ['--', 'It has neither a letter nor a number.'],
    ['A-1-2-3-4-5', 'It has 6 parts, more than zone'],
    ['A'.repeat(41), 'It has more than 40 characters'],
    ['A\u200b-1', 'A sign that cannot be seen (U+200B) is in it'],
  ])('%s is refused with a sentence', (name, problem) => {
    expect(readBinNames([name])).toMatchObject({
      understood: [],
      refused: [{ name, problem: expect.stringContaining(problem) }],
    });
  });
});

test('a list tells what one name cannot: many values in the last place are bays, not levels', () => {
  const names = ['1', '2'].flatMap((aisle) => Array.from({ length: 30 }, (_, bay) => `Dry/${aisle}/${bay + 1}`));
  expect(words(...names)[0]).toBe('Zone Dry, aisle 1, bay 1');
});

test('a person may say what the parts are, and what means nothing', () => {
  const chosen = new Map([['A-0-0', ['zone', null, 'aisle'] as (BinPart | null)[]]]);
  const read = readBinNames(['A-01-3', 'A-02-3'], chosen);
  expect(read.understood.map((one) => placeWords(one.place))).toEqual(['Zone A, aisle 3', 'Zone A, aisle 3']);
  const none = readBinNames(['A-01-3'], new Map([['A-0-0', ['zone', null, 'level']]]));
  expect(none.refused[0]?.problem).toContain('No part of it is an aisle or a bay');
});

test('one shelf under two names is said', () => {
  const read = readBinNames(['A-01', 'a-1', 'A-01']);
  expect(read.understood).toHaveLength(1);
  expect(read.refused).toEqual([
    { name: 'a-1', problem: 'It is the same place as A-01, written differently. Keep one of them.' },
  ]);
});

test('pasted text: any list, with or without a heading', () => {
  expect(namesIn('\uFEFFBin\r\nA-1\r\n"A-2"\r\n\r\n B-1 , B-2;B-3\tB-4')).toEqual([
    'A-1',
    'A-2',
    'B-1',
    'B-2',
    'B-3',
    'B-4',
  ]);
});

test('pasted text: what a spreadsheet or a word processor made of it', () => {
  expect(namesIn('A\u200b-1\nE\u0301-2\n\u00a0A\u00a03\u00a0')).toEqual(['A-1', '\u00c9-2', 'A\u00a03']);
  expect(words('A\u20131', 'A\u00a02', 'A\u20103', 'A \u2014 4')).toEqual(
    [1, 2, 3, 4].map((bay) => `Aisle A, bay ${bay}`),
  );
  expect(readBinNames(['A-1', 'A\u20131']).refused[0]?.problem).toContain('the same place as A-1');
});

test('odd and even sides show where an aisle skips every second number', () => {
  const read = (...names: string[]) => readBinNames(names).understood.map((one) => one.place);
  expect(sidesOf(read('A-1', 'A-3', 'A-5', 'B-2', 'B-4'))).toBe('odd-even');
  expect(sidesOf(read('A-1', 'A-2', 'A-3', 'B-1', 'B-2'))).toBe('running');
});

test('how far along a row', () => {
  expect(['12', 'B12', 'L', 'AB', '007', 'Cold', null].map(ordinalOf)).toEqual([12, 12, 12, 28, 7, null, null]);
  expect(sameCell('05', '5') && sameCell('a', 'A') && !sameCell('5', null)).toBe(true);
});

/** A warehouse that numbers its shelves in one way: the parts in order, how each is written, and what stands between them. */
const scheme = fc
  .record({
    parts: fc.constantFrom<BinPart[]>(
      ['aisle', 'bay'],
      ['aisle', 'bay', 'level'],
      ['zone', 'aisle', 'bay', 'level'],
      ['zone', 'aisle', 'bay', 'level', 'position'],
    ),
    separator: fc.constantFrom('-', '.', '/', '_', ' ', ':'),
    aisles: fc.integer({ min: 1, max: 8 }),
    bays: fc.integer({ min: 8, max: 30 }),
    levels: fc.integer({ min: 1, max: 6 }),
    letters: fc.record({ zone: fc.boolean(), aisle: fc.boolean(), level: fc.boolean() }),
    width: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ parts, separator, aisles, bays, levels, letters, width }) => {
    const count: Record<BinPart, number> = { zone: 2, aisle: aisles, bay: bays, level: levels, position: 2 };
    const cell = (part: BinPart, at: number) =>
      letters[part as 'zone'] ? String.fromCharCode(65 + at) : String(at + 1).padStart(width, '0');
    let rows: string[][] = [[]];
    for (const part of parts)
      rows = rows.flatMap((row) => Array.from({ length: count[part] }, (_, at) => [...row, cell(part, at)]));
    return { parts, rows, names: rows.map((row) => row.join(separator)) };
  });

describe('properties', () => {
  test('what a warehouse wrote by a scheme is read back part by part', () => {
    fc.assert(
      fc.property(scheme, ({ parts, rows, names }) => {
        const { understood, refused, schemes } = readBinNames(names);
        expect(refused).toEqual([]);
        expect(schemes).toHaveLength(1);
        expect(understood.map((one) => parts.map((part) => one.place[part]))).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('any text: every name once, understood or refused with a sentence', () => {
    const name = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[A-C]?[0-9]{0,2}[-./ ]?[A-C0-9]{0,2}$/));
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const { understood, refused, schemes } = readBinNames(names);
        const answered = [...understood, ...refused].map((one) => one.name);
        expect(answered.toSorted()).toEqual([...new Set(names)].toSorted());
        expect(refused.every((one) => /^[A-Z].*\.$/.test(one.problem))).toBe(true);
        expect(schemes.every((one) => one.cells.length === one.parts.length)).toBe(true);
      }),
    );
  });
});
