import { expect, test } from 'vitest';
import type { Deed } from './deed.ts';
import { type Findable, findToPack } from './find.ts';
import { fold } from './ledger.ts';
import type { SealTerms } from './sealing.ts';
import type { PackLine } from './station-api.ts';
import { hearItem, restGoesOn, stepOf } from './step.ts';

const line = (id: string, units: number, barcode: string | null = null): PackLine => ({
  ...{ id, title: id, sku: `SKU-${id}`, barcode, imageUrl: null, units, grams: 300 },
});
const lines = [line('mug', 2, '0036000291452'), line('plate', 1)];
const terms: SealTerms = {
  ...{ weigh: true, photo: true, toleranceGrams: 30, tolerancePercent: 3 },
  boxes: [{ id: 'S', grams: 100 }],
  cameBack: null,
  goods: new Map(lines.map(({ id, title, grams }) => [id, { title, grams }])),
};
const packed = (...deeds: Deed[]) =>
  fold(
    lines,
    [{ kind: 'opened', over: false } as Deed, ...deeds].map((deed, i) => ({
      id: `${i}`,
      parcel: 'p',
      station: 'A',
      deed,
    })),
  );
const scanned = (id: string): Deed => ({ kind: 'scanned', line: id, units: 1 });
const all = [scanned('mug'), scanned('mug'), scanned('plate')];
const box: Deed = { kind: 'chose-box', box: 'S' };
const weighed = (grams: number): Deed => ({ kind: 'weighed', grams });
const photo: Deed = { kind: 'photographed', photo: 'a'.repeat(64) };
const no = { closing: false, despite: false };

test('one thing comes after the other: items, box, weight, photo, seal', () => {
  const steps = [[], all.slice(1), all, [...all, box], [...all, box, weighed(700)], [...all, box, weighed(1000)]];
  const step = (deeds: Deed[]) => stepOf(packed(...deeds), terms, null, no);
  expect(steps.map(step)).toEqual(['scan', 'scan', 'box', 'weigh', 'weigh', 'photo']);
  expect(step([...all, box, weighed(1000), photo])).toBe('seal');
  expect(step([...all, box, weighed(1000), photo, { kind: 'sealed', more: false, despite: false }])).toBe('packed');
  expect(stepOf(packed(...all, box, weighed(700), photo), terms, null, { ...no, despite: true })).toBe('seal');
});

test('what needs two boxes is packed one after the other, and what belongs into the second stays out of the first', () => {
  const plan = new Map([['mug', 2]]);
  const both = packed(scanned('mug'), scanned('mug'));
  expect(stepOf(packed(scanned('mug')), terms, plan, no)).toBe('scan');
  expect(restGoesOn(both, plan, false)).toBe(true);
  expect(stepOf(both, terms, plan, no)).toBe('box');
  expect(hearItem(packed(), lines, plan, 'sku-plate')).toMatchObject({ is: 'later' });
  expect(hearItem(packed(), lines, plan, '36000291452')).toMatchObject({ is: 'one', done: 1 });
});

test('an item is known by its barcode or SKU; one too many and a stranger are told apart', () => {
  expect(hearItem(packed(...all), lines, null, 'SKU-plate')).toMatchObject({ is: 'too-many' });
  expect(hearItem(packed(...all), lines, null, 'vase')).toEqual({ is: 'wrong-item' });
});

test('a scan at home means a name before a tote before an item, and single-item orders one after the other', () => {
  const order = (name: string, change: Partial<Findable> = {}): Findable => ({
    ...{ wave: 'w1', waveNumber: 1, order: name, name, tote: null, wall: null, left: 1, totes: [], units: 1 },
    items: [{ sku: 'MUG', barcode: '123' }],
    ...change,
  });
  const found = (text: string, orders: Findable[], wave: string | null = null) => {
    const { by, orders: which } = findToPack(text, orders, wave);
    return [by, ...which.map(({ name }) => name)];
  };
  const single = [order('#7'), order('#8'), order('#9', { left: 0, items: [] })];
  expect(found('mug', single)).toEqual(['item', '#7']);
  expect(found('#9', single)).toEqual(['order', '#9']);
  expect(found('7', [order('#7'), order('#1', { totes: ['7'] })])).toEqual(['order', '#7']);
  const large = order('#5', { units: 3, left: 3 });
  expect(found('123', [large, order('#6', { units: 2, left: 2 })])).toEqual(['item', '#5', '#6']);
  const twice = [order('#1', { totes: ['3'] }), order('#2', { wave: 'w2', totes: ['3'] })];
  expect(found('tote 3', twice)).toEqual(['tote', '#1', '#2']);
  expect(found('tote 3', twice, 'w2')).toEqual(['tote', '#2']);
  const atWall = order('#4', { wall: { slot: 'B3', left: 0 }, items: [{ sku: 'B3', barcode: null }] });
  expect(found('b-03', [atWall, order('#1')])).toEqual(['slot', '#4']);
  expect(found('B4', [atWall])).toEqual(['nothing']);
});
