import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binsFor, type Lying, mayGive, sharesOf, without } from './place/take-from.ts';
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
  quantities.map((quantity, at) => ({
    ...{ fulfillmentOrderLineId: `${at}`, inventoryItemId: 'i', quantity },
    bin: null as string | null,
  }));

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
          const lines = assignBins(linesOf(quantities), shelves, preferred).parts.flat();
          const after = shelves.get('i')!;
          const units = quantities.reduce((sum, one) => sum + one, 0);
          const given = known(before) - known(after);
          expect(given).toBeLessThanOrEqual(units);
          if (!uncounted) expect(given).toBe(Math.min(units, known(before)));
          expect(after.every((row) => row.units === null || row.units >= 0)).toBe(true);
          if (quantities.length === 1 && bins.some((bin) => isLawful(before, bin, units))) {
            expect(lines).toHaveLength(1);
            expect(isLawful(before, lines[0]!.bin!, units)).toBe(true);
          }
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
          const lines = assignBins(linesOf(quantities), new Map([['i', lying]]), preferred).parts.flat();
          const walk = turned ? lines.toReversed() : lines;
          expect(takeAsPlanned(walk, new Map([['i', lying]]))).toEqual({ walk, moved: false });
        },
      ),
    );
  });

  test('lines of an item share a bin that has enough for all, and are parted where none has', () => {
    const shelves = (): Shelves => new Map([['i', [lies('A-1', 2), lies('A-2', 5), lies('R-1', 50, reserve)]]]);
    const bins = (quantities: number[]) =>
      assignBins(linesOf(quantities), shelves(), preferred).parts.map((parts) => parts.map((part) => part.bin));
    expect(bins([2, 2])).toEqual([['A-2'], ['A-2']]);
    expect(bins([2, 4])).toEqual([['A-1'], ['A-2']]);
    expect(bins([4, 4])).toEqual([['A-2'], ['R-1']]);
  });

  test('what another wave took meanwhile is fetched elsewhere, and that is said', () => {
    const lying = [lies('A-1', 3), lies('A-2', 9)];
    const planned = [{ fulfillmentOrderLineId: '1', inventoryItemId: 'i', bin: 'A-1', quantity: 2 }];
    expect(takeAsPlanned(planned, new Map([['i', lying]]))).toMatchObject({ moved: false });
    const shelves: Shelves = new Map([['i', without(lying, 'A-1', 2)]]);
    expect(takeAsPlanned(planned, shelves)).toMatchObject({ walk: [{ bin: 'A-2' }], moved: true });
    expect(mayGive(shelves.get('i')!, 'A-2', 8)).toBe(false);
    const three = new Map([['i', [lies('A-2', 9), lies('C-1', 9)]]]);
    const inC = takeAsPlanned(planned, three, (bin) => bin.startsWith('C-'));
    expect(inC.walk.map((part) => part.bin)).toEqual(['C-1']);
  });
});

describe('a line that no bin may give alone', () => {
  const early = { expiresOn: '2027-01-01' };
  const parted = (lying: Lying[], quantity: number) =>
    assignBins(linesOf([quantity]), new Map([['i', lying]]), preferred)
      .parts.flat()
      .map((part) => `${part.bin} ${part.quantity}`);

  test.each<[string, Lying[], number, string[]]>([
    ['a bin and the rest from another', [lies('A-1', 3), lies('B-2', 2)], 5, ['A-1 3', 'B-2 2']],
    [
      'as few bins as possible, the largest first',
      [lies('A-1', 1), lies('A-2', 1), lies('A-3', 4), lies('A-4', 3)],
      7,
      ['A-3 4', 'A-4 3'],
    ],
    [
      'what expires first, though another bin has enough',
      [lies('A-1', 9), lies('A-2', 3, early)],
      5,
      ['A-2 3', 'A-1 2'],
    ],
    [
      'pick faces, then reserve',
      [lies('R-1', 4, reserve), lies('A-1', 2), lies('A-2', 1)],
      5,
      ['A-1 2', 'A-2 1', 'R-1 2'],
    ],
    [
      'the bin where one stands already, when it has the rest as well',
      [lies('A-2', 2, { ...early, lot: 'x' }), lies('A-2', 3, { lot: 'y' }), lies('A-1', 9), lies('A-3', 1, early)],
      5,
      ['A-2 4', 'A-3 1'],
    ],
    ['the rest from a bin that nobody counted', [lies('A-1', 3, early), lies('A-2', null)], 5, ['A-1 3', 'A-2 2']],
    [
      'what all lack where it would have been fetched as a whole',
      [lies('A-1', 2), lies('A-2', 3)],
      9,
      ['A-2 7', 'A-1 2'],
    ],
    ['its home if nothing is left', [lies('R-1', 0, reserve), lies('A-1', 0)], 4, ['A-1 4']],
  ])('is taken from %s', (_, lying, quantity, expected) => {
    expect(parted(lying, quantity)).toEqual(expected);
  });

  test('any bin with enough may give the rest: the walk has a say', () => {
    expect(sharesOf([lies('A-1', 4), lies('A-2', 2), lies('A-3', 1), lies('A-4', 3)], 6)).toEqual({
      sure: [{ bin: 'A-1', units: 4 }],
      rest: { bins: ['A-2', 'A-4'], units: 2 },
    });
  });

  const known = withKinds.map((rows) => rows.map((row) => ({ ...row, units: row.units ?? 6 })));
  const freeIn = (rows: readonly Lying[], bin: string | null) =>
    rows.reduce((sum, row) => sum + (row.bin === bin ? row.units! : 0), 0);

  test('is taken whole from bins, each once, and none gives more than it has unless nothing is left anywhere', () => {
    fc.assert(
      fc.property(known, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }), (lying, wanted) => {
        const { parts } = assignBins(linesOf(wanted), new Map([['i', lying]]), preferred);
        const asked = new Map<string, number>();
        parts.forEach((own, at) => {
          expect(own.reduce((sum, part) => sum + part.quantity, 0)).toBe(wanted[at]);
          expect(new Set(own.map((part) => part.bin)).size).toBe(own.length);
          expect(own.every((part) => part.quantity > 0)).toBe(true);
          for (const part of own) asked.set(part.bin!, (asked.get(part.bin!) ?? 0) + part.quantity);
        });
        const all = lying.reduce((sum, row) => sum + row.units, 0);
        const units = wanted.reduce((sum, one) => sum + one, 0);
        const given = [...asked].reduce((sum, [bin, some]) => sum + Math.min(some, freeIn(lying, bin)), 0);
        expect(given).toBe(Math.min(all, units));
      }),
    );
  });

  test('alone takes no more bins than it must, where nothing expires and all are pick faces', () => {
    const alike = known.map((rows) => rows.map((row): Lying => ({ ...row, kind: 'pick', expiresOn: null })));
    fc.assert(
      fc.property(alike, fc.integer({ min: 1, max: 20 }), (lying, quantity) => {
        const { parts } = assignBins(linesOf([quantity]), new Map([['i', lying]]), preferred);
        const sizes = [...new Set(lying.map((row) => row.bin))].map((bin) => freeIn(lying, bin)).sort((a, b) => b - a);
        let least = 0;
        for (let sum = 0; least < sizes.length && sum < quantity && sizes[least]! > 0; least++) sum += sizes[least]!;
        expect(parts[0]).toHaveLength(Math.max(1, least));
      }),
    );
  });

  test('keeps the parts of a plan while its bins still hold them, and is parted anew as a whole where one does not', () => {
    const lying = [lies('A-1', 3), lies('B-2', 2), lies('C-3', 1)];
    const planned = [
      { fulfillmentOrderLineId: '1', inventoryItemId: 'i', bin: 'B-2', quantity: 2 },
      { fulfillmentOrderLineId: '1', inventoryItemId: 'i', bin: 'A-1', quantity: 3 },
    ];
    const shelves: Shelves = new Map([['i', lying]]);
    expect(takeAsPlanned(planned, shelves)).toEqual({ walk: planned, moved: false });
    expect(shelves.get('i')!.map((row) => row.units)).toEqual([0, 0, 1]);
    const fewer: Shelves = new Map([['i', without(lying, 'B-2', 1)]]);
    const anew = takeAsPlanned(planned, fewer);
    expect(anew.moved).toBe(true);
    expect(anew.walk.map((part) => `${part.bin} ${part.quantity}`)).toEqual(['A-1 3', 'B-2 1', 'C-3 1']);
    const arrived = [...lying, lies('D-4', 1, early)];
    expect(takeAsPlanned(planned, new Map([['i', arrived]])).walk.map((part) => part.bin)).toEqual([
      'D-4',
      'A-1',
      'B-2',
    ]);
  });
});
