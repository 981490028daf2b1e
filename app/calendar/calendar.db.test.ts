import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { findGoods, nameGoods } from '../mirror/find-goods.server.ts';
import { keepEvent, removeEvent, takeFile } from './change-plan.server.ts';
import { holidayPlaces, holidaysOf } from './holidays.server.ts';
import { keepHolidays } from './keep-holidays.server.ts';
import type { NewEvent } from './plan-event.ts';
import { readCalendar, readEvent } from './read-calendar.server.ts';

const now = new Date('2026-11-27T09:00:00Z');
const later = new Date('2026-11-27T09:05:00Z');
const always = { firstDay: '2000-01-01', lastDay: '2099-01-01' };

let shop = '';
let number = 0;
beforeEach(async () => {
  shop = `calendar-${number++}.myshopify.com`;
  await mirrorShop(shop);
});

const sale: NewEvent = {
  kind: 'flash-sale',
  title: 'Night sale',
  firstDay: '2026-12-01',
  lastDay: '2026-12-01',
  scope: 'everything',
  scopeKeys: [],
  offPermille: 400,
  upliftPermille: 5000,
  source: 'manual',
  sourceId: null,
};
const titles = async (period = always) => (await readCalendar(shop, period)).events.map((event) => event.title);
const told = () =>
  inShop(shop, async (tx) => (await tx.event.findMany({ orderBy: { seq: 'asc' } })).map((event) => event.type));

describe('the calendar', () => {
  test('keeps an event and announces a flash sale; bad input keeps nothing', async () => {
    expect(await keepEvent(shop, null, { ...sale, lastDay: '2026-11-01' }, append, now)).toMatchObject({
      ok: false,
      problems: { lastDay: expect.stringContaining('before the first day') },
    });
    expect(await titles()).toEqual([]);
    const kept = await keepEvent(shop, null, sale, append, now);
    expect(kept).toMatchObject({ ok: true, event: { title: 'Night sale' } });
    expect(await told()).toEqual(['plan.changed', 'flash-sale.announced']);
    const id = kept.ok ? kept.event.id : '';
    await keepEvent(shop, id, { ...sale, kind: 'promotion', title: 'Calm sale' }, append, later);
    expect(await titles()).toEqual(['Calm sale']);
    expect(await removeEvent(shop, id, append, later)).toBe(true);
    expect(await removeEvent(shop, id, append, later)).toBe(false);
    expect(await keepEvent(shop, id, sale, append, later)).toMatchObject({ ok: false, gone: true });
    expect(await readEvent(shop, 'nonsense')).toBeNull();
  });

  test('is asked by period, both days included', async () => {
    await keepEvent(shop, null, { ...sale, firstDay: '2026-12-01', lastDay: '2026-12-05' }, append, now);
    expect(await titles({ firstDay: '2026-12-05', lastDay: '2026-12-09' })).toHaveLength(1);
    expect(await titles({ firstDay: '2026-11-01', lastDay: '2026-12-01' })).toHaveLength(1);
    expect(await titles({ firstDay: '2026-12-06', lastDay: '2026-12-09' })).toHaveLength(0);
  });

  test('takes a file twice as once, and changes what the second says otherwise', async () => {
    const rows = ['a', 'b'].map((sourceId): NewEvent => ({ ...sale, source: 'file', sourceId, kind: 'promotion' }));
    expect(await takeFile(shop, rows, append, now)).toEqual({ added: 2, changed: 0 });
    expect(await takeFile(shop, rows, append, later)).toEqual({ added: 0, changed: 0 });
    const other = rows.map((row) => (row.sourceId === 'a' ? { ...row, lastDay: '2026-12-09' } : row));
    expect(await takeFile(shop, other, append, later)).toEqual({ added: 0, changed: 1 });
    expect(await told()).toHaveLength(3);
  });

  test('of another shop is not seen', async () => {
    const kept = await keepEvent(shop, null, sale, append, now);
    const other = 'calendar-other.myshopify.com';
    expect((await readCalendar(other, always)).events).toEqual([]);
    expect(await removeEvent(other, kept.ok ? kept.event.id : '', append, now)).toBe(false);
  });
});

describe('public holidays', () => {
  test('are those of the country and region, on the days of that place', async () => {
    const british = await holidaysOf('GB', null, [2026]);
    expect(british.find((one) => one.name === 'Christmas Day')).toMatchObject({
      firstDay: '2026-12-25',
      lastDay: '2026-12-25',
    });
    const bavarian = await holidaysOf('DE', 'BY', [2026]);
    expect(bavarian.length).toBeGreaterThan((await holidaysOf('DE', null, [2026])).length);
    expect(await holidaysOf('XX', null, [2026])).toEqual([]);
    const { countries, regions } = await holidayPlaces('CA');
    expect(countries.length).toBeGreaterThan(100);
    expect(regions).toContainEqual({ code: 'QC', name: 'Quebec' });
  });

  test('are closed days only where the merchant says so, and no longer once they are not', async () => {
    const close = (closedOn: string[]) =>
      keepHolidays(shop, { country: null, region: null, closedOn }, 'GB', 'UTC', append, now);
    await close([]);
    expect(await titles()).toEqual([]);
    await close(['Christmas Day', 'Good Friday']);
    const days = async () => (await readCalendar(shop, always)).events.map((event) => event.firstDay);
    expect(await days()).toEqual([
      '2024-03-29',
      '2024-12-25',
      '2025-04-18',
      '2025-12-25',
      '2026-04-03',
      '2026-12-25',
      '2027-03-26',
      '2027-12-25',
    ]);
    await keepHolidays(shop, null, 'GB', 'UTC', append, later);
    expect(await told()).toHaveLength(8);
    await close(['Christmas Day']);
    expect(await days()).toHaveLength(4);
  });
});

describe('goods by name', () => {
  test('are found by SKU, handle or title, and what is unknown is said', async () => {
    await inShop(shop, async (tx) => {
      await mirrorVariant(tx, shop, { id: '1', title: 'Green Tea', sku: 'TEA', createdAt: now, levels: [] });
      await mirrorVariant(tx, shop, { id: '2', title: 'Cup', sku: 'CUP', createdAt: now, levels: [] });
    });
    expect(
      await findGoods(shop, [
        { scope: 'variants', names: ['tea', 'NONE'] },
        { scope: 'products', names: ['green tea', '2'] },
        { scope: 'vendor', names: ['Acme'] },
        { scope: 'everything', names: [] },
      ]),
    ).toEqual([
      { keys: ['1'], unknown: ['NONE'] },
      { keys: ['1', '2'], unknown: [] },
      { keys: ['Acme'], unknown: [] },
      { keys: [], unknown: [] },
    ]);
    expect(await nameGoods(shop, [{ scope: 'variants', keys: ['2', '99'] }])).toEqual([['CUP', '99']]);
  });
});
