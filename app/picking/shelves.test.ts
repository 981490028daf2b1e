import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binsFor, type Lying, mayGive, without } from './place/take-from.ts';
import { assignBins, preferred, type Shelves, takeAsPlanned } from './shelves.ts';

const lies = (bin: string, units: number | null, more: Partial<Lying> = {}): Lying => ({
  ...{ bin, units, kind: 'pick', lot: '', expiresOn: null },
  ...more,
});
const reserve = { kind: 'reserve' } as const;

describe('the bins that units may be taken from', () => {
  test.each<[string, Lying[], number, string[]]>([
    ['all faces that have enough, by name', [lies('A-10', 5), lies('A-2', 5), lies('A-3', 1)], 2, ['A-2', 'A-10']],
    ['reserve only where no face has enough', [lies('R-1', 90, reserve), lies('A-1', 3)], 2, ['A-1']],
    ['one bin that holds all before one that does not', [lies('R-1', 90, reserve), lies('A-1', 3)], 4, ['R-1']],
    [
      'what expires first, be it in reserve',
      [lies('A-1', 9, { expiresOn: '2027-05-01' }), lies('R-1', 9, { ...reserve, expiresOn: '2027-01-01' })],
      2,
      ['R-1'],
    ],
    ['the early lot though it is too small', [lies('A-1', 9), lies('A-2', 3, { expiresOn: '2027-01-01' })], 5, ['A-2']],
    [
      'a bin whose own early lot goes first',
      [lies('A-1', 2, { lot: 'x', expiresOn: '2027-01-01' }), lies('A-1', 9, { lot: 'y' }), lies('A-2', 9)],
      5,
      ['A-1'],
    ],
    ['where most lies if nothing has enough', [lies('A-1', 2), lies('A-2', 3)], 9, ['A-2']],
    ['an uncounted bin, which is taken to have enough', [lies('A-1', 2), lies('A-2', null)], 9, ['A-2']],
    ['its home if none is left', [lies('R-1', 0, reserve), lies('A-1', 0)], 1, ['A-1']],
    ['none for what lies nowhere', [], 1, []],
  ])('are %s', (_, lying, units, bins) => {
    expect(binsFor(lying, units)).toEqual(bins);
  });
});

const item = fc.array(
  fc.record({
    bin: fc.constantFrom('A-1', 'A-2', 'B-1', 'B-2'),
    kind: fc.constant('pick' as const),
    lot: fc.constantFrom('', 'x', 'y'),
    expiresOn: fc.constantFrom(null, '2027-01-01', '2027-06-01'),
    units: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null, freq: 8 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const withKinds = item.map((rows) =>
  rows.map((row): Lying => ({ ...row, kind: row.bin.startsWith('B') ? 'reserve' : 'pick' })),
);
const waves = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 4,
});
const linesOf = (quantities: number[]) =>
  quantities.map((quantity) => ({ inventoryItemId: 'i', bin: null as string | null, quantity }));

const bins = ['A-1', 'A-2', 'B-1', 'B-2'];

/** All units come out of that bin, and of what is left anywhere nothing expires before what was taken. */
function isLawful(before: readonly Lying[], bin: string, units: number): boolean {
  const held = before.filter((row) => row.bin === bin);
  if (!held.some((row) => row.units === null) && held.reduce((sum, row) => sum + row.units!, 0) < units) return false;
  const day = (row: Lying) => row.expiresOn ?? '9';
  let left = units;
  return held
    .filter((row) => row.units !== 0)
    .toSorted((a, b) => (day(a) < day(b) ? -1 : 1))
    .every((row) => {
      if (left === 0) return true;
      left -= Math.min(left, row.units ?? left);
      return !before.some((other) => other.bin !== bin && other.units !== 0 && day(other) < day(row));
    });
}

describe('waves one after the other', () => {
  test('never promise a unit twice, nor, where one bin has enough, a later one before an earlier one', () => {
    fc.assert(
      fc.property(withKinds, waves, (lying, wanted) => {
        const shelves: Shelves = new Map([['i', lying]]);
        const known = (rows: readonly Lying[]) => rows.reduce((sum, row) => sum + (row.units ?? 0), 0);
        const uncounted = lying.some((row) => row.units === null);
        for (const quantities of wanted) {
          const before = shelves.get('i')!;
          const { lines } = assignBins(linesOf(quantities), shelves, preferred);
          const after = shelves.get('i')!;
          const units = quantities.reduce((sum, one) => sum + one, 0);
          const given = known(before) - known(after);
          expect(given).toBeLessThanOrEqual(units);
          if (!uncounted) expect(given).toBe(Math.min(units, known(before)));
          expect(after.every((row) => row.units === null || row.units >= 0)).toBe(true);
          if (lines.length === 1 && bins.some((bin) => isLawful(before, bin, units)))
            expect(isLawful(before, lines[0]!.bin!, units)).toBe(true);
          expect(lines.every((line) => before.some((row) => row.bin === line.bin))).toBe(true);
        }
      }),
    );
  });

  test('a plan that is kept while nothing changed keeps its bins, in whatever order it is walked', () => {
    fc.assert(
      fc.property(
        withKinds,
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (lying, quantities, turned) => {
          const { lines } = assignBins(linesOf(quantities), new Map([['i', lying]]), preferred);
          let left: readonly Lying[] = lying;
          const whole = lines.every((line) => {
            const may = mayGive(left, line.bin!, line.quantity);
            left = without(left, line.bin, line.quantity);
            return may;
          });
          fc.pre(!turned || whole);
          const walk = turned ? lines.toReversed() : lines;
          expect(takeAsPlanned(walk, new Map([['i', lying]]))).toEqual({ lines: walk, moved: false });
        },
      ),
    );
  });

  test('lines of an item share a bin that has enough for all, and are parted where none has', () => {
    const shelves = (): Shelves => new Map([['i', [lies('A-1', 2), lies('A-2', 5), lies('R-1', 50, reserve)]]]);
    const bins = (quantities: number[]) =>
      assignBins(linesOf(quantities), shelves(), preferred).lines.map((line) => line.bin);
    expect(bins([2, 2])).toEqual(['A-2', 'A-2']);
    expect(bins([2, 4])).toEqual(['A-1', 'A-2']);
    expect(bins([4, 4])).toEqual(['A-2', 'R-1']);
  });

  test('what another wave took meanwhile is fetched elsewhere, and that is said', () => {
    const lying = [lies('A-1', 3), lies('A-2', 9)];
    const planned = [{ inventoryItemId: 'i', bin: 'A-1', quantity: 2 }];
    expect(takeAsPlanned(planned, new Map([['i', lying]]))).toMatchObject({ moved: false });
    const shelves: Shelves = new Map([['i', without(lying, 'A-1', 2)]]);
    expect(takeAsPlanned(planned, shelves)).toMatchObject({ lines: [{ bin: 'A-2' }], moved: true });
    expect(mayGive(shelves.get('i')!, 'A-2', 8)).toBe(false);
  });
});
