import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floor, input, names, order, planned } from '../../../tests/a-backlog.ts';
import { secondsOf } from '../pace.ts';
import { floorWalks } from '../place/floor-walks.ts';
import { usualTerms } from '../rules/terms.ts';
import { prepare } from './groups.ts';
import type { PlannedBacklog } from './planned.ts';

describe('a variant that lies in several bins', () => {
  const walks = floorWalks(floor)!;
  const free = (bin: string, units: number | null = 9, more: object = {}) => ({
    ...{ bin, units, kind: 'pick' as const, lot: '', expiresOn: null },
    ...more,
  });
  const binsOf = (plan: PlannedBacklog) => plan.waves.map((wave) => wave.walk.map((line) => line.bin));

  test('is fetched where that makes the walk of its wave shortest, and no choice undercuts the bound', () => {
    const wanted = fc.array(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(wanted, (items) => {
        const candidates = items.map((own, at) => order(at + 1, [{ bin: own[0]!, quantity: 1, item: `${at}` }]));
        const shelves = new Map(items.map((own, at) => [`${at}`, own.map((bin) => free(bin))]));
        const { waves, metres } = planned({ candidates, shelves });
        const choices = items.reduce<string[][]>(
          (all, own) => all.flatMap((chosen) => own.map((bin) => [...chosen, bin])),
          [[]],
        );
        const least = Math.min(
          ...choices.map((chosen) => walks.walks.length(chosen.map((bin) => walks.stopOf.get(bin)!))),
        );
        expect(waves).toHaveLength(1);
        expect(waves[0]!.metres!.walk).toBeCloseTo(least, 6);
        expect(waves[0]!.metres!.bound).toBeCloseTo(least, 6);
        expect(metres!.bound).toBeLessThanOrEqual(least + 1e-6);
        for (const line of waves[0]!.walk)
          expect(items[Number(line.fulfillmentOrderLineId.split('-')[0]) - 1]).toContain(line.bin);
      }),
      { numRuns: 60 },
    );
  });

  test('goes by what expires first and by what earlier waves leave, whatever the walk', () => {
    const candidates = [1, 2, 3].map((id) => order(id, [{ bin: '1-1', quantity: 2, item: 'cream' }]));
    const cream = [free('1-1', 9, { expiresOn: '2027-09-01' }), free('6-20', 3, { expiresOn: '2027-03-01' })];
    const terms = { ...usualTerms, most: 1 };
    expect(binsOf(planned({ candidates, shelves: new Map([['cream', cream]]), terms }))).toEqual([
      ['6-20'],
      ['6-20', '1-1'],
      ['1-1'],
    ]);
  });

  test('is fetched from several where none has enough: each is a stop of the walk, and the last of it lies where that is shortest', () => {
    const candidates = [
      order(1, [{ bin: '1-1', quantity: 7, item: 'cream' }]),
      order(2, [{ bin: '2-3', quantity: 1 }]),
    ];
    const cream = [free('1-1', 5), free('6-20', 2), free('2-4', 3)];
    const of = { candidates, shelves: new Map([['cream', cream]]) };
    const [own] = prepare({ ...input, ...of }).groups[0]!.orders;
    expect(own!.stops).toHaveLength(2);
    const [wave] = planned(of).waves;
    const stopsAt = (...bins: string[]) => bins.map((bin) => walks.stopOf.get(bin)!);
    expect(wave!.walk.map((one) => `${one.fulfillmentOrderLineId} ${one.bin} ${one.quantity}`).sort()).toEqual([
      '1-0 1-1 5',
      '1-0 2-4 2',
      '2-0 2-3 1',
    ]);
    expect(wave!.metres!.walk).toBeCloseTo(walks.walk(stopsAt('1-1', '2-3', '2-4')).metres, 6);
    expect(wave!.metres!.bound).toBeLessThanOrEqual(wave!.metres!.walk + 1e-6);
    expect(wave).toMatchObject({ lines: 2, units: 8, orders: [{ lines: 1, units: 7 }, { lines: 1 }] });
    expect(wave!.seconds).toBeCloseTo(secondsOf({ metres: wave!.metres!.walk, lines: 3, units: 8 }, usualTerms), 6);
  });

  test('waves of parted lines are sound: units as ordered, each bin once for a line, nothing promised twice', () => {
    const wanted = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    const held = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 0, max: 6 })), {
      ...{ minLength: 1, maxLength: 6, selector: ([bin]) => bin },
    });
    fc.assert(
      fc.property(wanted, held, (quantities, rows) => {
        const shelves = new Map([['cream', rows.map(([bin, units]) => free(bin, units))]]);
        const candidates = quantities.map((quantity, at) =>
          order(at + 1, [{ bin: rows[0]![0], quantity, item: 'cream' }]),
        );
        const plan = planned({ candidates, shelves, terms: { ...usualTerms, most: 3 } }, 20);
        const walk = plan.waves.flatMap((wave) => wave.walk);
        expect(new Set(walk.map((one) => `${one.fulfillmentOrderLineId} ${one.bin}`)).size).toBe(walk.length);
        quantities.forEach((quantity, at) => {
          const own = walk.filter((one) => one.fulfillmentOrderLineId === `${at + 1}-0`);
          expect(own.reduce((sum, one) => sum + one.quantity, 0)).toBe(quantity);
        });
        const all = rows.reduce((sum, [, units]) => sum + units, 0);
        const given = rows.reduce((sum, [bin, units]) => {
          const asked = walk.reduce((total, one) => total + (one.bin === bin ? one.quantity : 0), 0);
          return sum + Math.min(units, asked);
        }, 0);
        expect(given).toBe(
          Math.min(
            all,
            quantities.reduce((sum, one) => sum + one, 0),
          ),
        );
        for (const wave of plan.waves) {
          const stops = wave.walk.map((one) => walks.stopOf.get(one.bin!)!);
          expect(wave.metres!.walk).toBeCloseTo(walks.walk([...new Set(stops)].sort((a, b) => a - b)).metres, 6);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('stays in the zone that its rule keeps to', () => {
    const candidates = [
      order(1, [
        { bin: '6-20', quantity: 1, item: 'ice' },
        { bin: '6-1', quantity: 1 },
      ]),
    ];
    const rules = [{ id: 'z', name: 'Cold', active: true, when: { zones: ['6-'] }, cartId: null, most: null }];
    const shelves = new Map([['ice', [free('6-20'), free('5-1')]]]);
    expect(binsOf(planned({ candidates, shelves, rules }))).toEqual([['6-1', '6-20']]);
    expect(binsOf(planned({ candidates, shelves }))[0]).toContain('5-1');
  });
});
