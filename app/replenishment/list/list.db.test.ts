import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { computeReorderPoints } from '../compute-reorder-points.server.ts';
import { readRule } from '../settings/read-rules.server.ts';
import { bulkEdit } from './bulk-edit.server.ts';
import { importSettings, previewSettings } from './import-settings.server.ts';
import { readReorderList } from './read-list.server.ts';
import { readFilter } from './reorder-filter.ts';
import { readViews, removeView, renameView, saveView } from './views.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const locations = [
  { id: '9', name: 'London' },
  { id: '8', name: 'Leeds' },
];
const supplierId = '018f0000-0000-7000-8000-000000000001';
const asIs = { supplierId: '', leadTimeDays: '', targetPercent: '', minimumOrder: '', packSize: '', maxCoverDays: '' };

let shop = '';
let count = 0;

beforeEach(async () => {
  shop = `list-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    for (const { id, name } of locations) await mirrorLocation(tx, shop, id, name);
    for (const [id, title, sku] of [
      ['1', 'Tea', 'TEA'],
      ['2', 'Cup', 'CUP'],
    ] as const)
      await mirrorVariant(tx, shop, {
        id,
        title,
        sku,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        levels: locations.map((location) => ({ locationId: location.id, available: 5 })),
      });
    await tx.supplier.create({ data: { shop, id: supplierId, name: 'Acme' } });
  });
  await computeReorderPoints(shop, now);
});

const list = (address: string) =>
  readReorderList(shop, readFilter(new URLSearchParams(address)), '2026-11-22', { skip: 0, take: 50 });

test('what was deleted in Shopify is gone from the list at once, from its rows and its counts', async () => {
  expect((await list('tab=all')).rows).toHaveLength(4);
  await inShop(shop, (tx) => tx.variant.deleteMany({ where: { id: '2' } }));
  const { rows, counts } = await list('tab=all');
  expect(rows.map(({ sku }) => sku)).toEqual(['TEA', 'TEA']);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(2);
});

describe('views', () => {
  test('keep what the list knows of an address, and no name twice', async () => {
    const saved = await saveView(shop, '  Tea   first ', 'tab=all&q=tea&page=3&evil=1', now);
    expect(saved).toMatchObject({ ok: true });
    expect(await readViews(shop)).toMatchObject([{ name: 'Tea first', query: 'tab=all&q=tea' }]);
    expect(await saveView(shop, 'Tea first', '', now)).toEqual({
      ok: false,
      problem: 'There is a view called Tea first: choose another name',
    });
    expect(await saveView(shop, ' ', '', now)).toEqual({ ok: false, problem: 'Give the view a name' });
  });

  test('are renamed and deleted, and gone for whoever comes too late', async () => {
    const one = await saveView(shop, 'One', '', now);
    const two = await saveView(shop, 'Two', 'tab=all', now);
    if (!one.ok || !two.ok) throw new Error('not saved');
    expect(await renameView(shop, one.id, 'Two')).toMatchObject({ ok: false });
    expect(await renameView(shop, one.id, 'First')).toMatchObject({ ok: true });
    expect((await readViews(shop)).map(({ name }) => name)).toEqual(['First', 'Two']);
    await removeView(shop, two.id);
    await removeView(shop, two.id);
    expect(await renameView(shop, two.id, 'Third')).toMatchObject({
      ok: false,
      problem: 'The view is no longer there: somebody deleted it',
    });
    expect((await readViews(shop)).map(({ name }) => name)).toEqual(['First']);
  });
});

describe('the list', () => {
  test('finds by words, place and supplier, and takes no wildcard for a word', async () => {
    expect((await list('tab=all')).rows).toHaveLength(4);
    expect((await list('tab=all&q=TEA')).rows.map(({ title }) => title)).toEqual(['Tea', 'Tea']);
    expect((await list('tab=all&q=%25')).rows).toEqual([]);
    expect((await list('tab=all&location=9')).counts).toMatchObject({ buy: 0, 'too much': 2 });
    expect((await list(`tab=all&supplier=${supplierId}`)).rows).toEqual([]);
    expect((await list('tab=all&supplier=none')).rows).toHaveLength(4);
  });
});

describe('settings for many', () => {
  test('set what is filled in, leave the rest, and take away on "inherit"', async () => {
    expect(await bulkEdit(shop, 'place', ['1/9', '2/9'], { ...asIs, packSize: '6', supplierId }, now)).toEqual({
      ok: true,
      changed: 2,
    });
    expect(await bulkEdit(shop, 'place', ['1/9'], { ...asIs, targetPercent: '97.5' }, now)).toMatchObject({ ok: true });
    expect((await readRule(shop, 'place', '1/9')).rule).toMatchObject({
      packSize: 6,
      supplierId,
      targetMeasure: 'fill',
      targetPermille: 975,
    });
    const { rows } = await list(`tab=all&supplier=${supplierId}`);
    expect(rows.map((row) => row.inputs.terms.packSize)).toEqual([
      { value: 6, from: 'place' },
      { value: 6, from: 'place' },
    ]);
    await bulkEdit(shop, 'place', ['1/9', '2/9'], { ...asIs, packSize: 'inherit', supplierId: 'inherit' }, now);
    expect(await readRule(shop, 'place', '2/9')).toMatchObject({ decided: false });
    expect((await readRule(shop, 'place', '1/9')).rule).toMatchObject({ packSize: null, targetPermille: 975 });
  });

  test('for SKUs everywhere are one rule each', async () => {
    expect(await bulkEdit(shop, 'item', ['1/9', '1/8'], { ...asIs, leadTimeDays: '9' }, now)).toEqual({
      ok: true,
      changed: 1,
    });
    const { rows } = await list('tab=all&q=tea');
    expect(rows.map((row) => row.inputs.terms.leadTimeDays)).toEqual([
      { value: 9, from: 'item' },
      { value: 9, from: 'item' },
    ]);
  });

  test('change nothing when anything is wrong', async () => {
    expect(await bulkEdit(shop, 'place', ['1/9'], { ...asIs, packSize: '0', leadTimeDays: '9' }, now)).toMatchObject({
      ok: false,
      problems: { packSize: expect.any(String) },
    });
    const gone = '018f0000-0000-7000-8000-00000000dead';
    expect(await bulkEdit(shop, 'place', ['1/9'], { ...asIs, supplierId: gone }, now)).toMatchObject({
      ok: false,
      problems: { supplierId: 'This supplier is archived or gone: choose another' },
    });
    expect(await readRule(shop, 'place', '1/9')).toMatchObject({ decided: false });
  });
});

describe('a file of settings', () => {
  const file = 'SKU,Location,Lead time (days),Pack size,Supplier\nTEA,London,14,6,acme\nCUP,,,12,\nCUP,Paris,,12,\n';

  test('changes nothing before it is taken, and then what was shown', async () => {
    const preview = await previewSettings(shop, file, locations);
    expect(preview).toMatchObject({
      ok: true,
      same: 0,
      bad: [{ line: 4, column: 'Location' }],
      rows: [
        {
          line: 2,
          location: 'London',
          // The lead time is what is so already, and does not become a setting of its own.
          changes: [
            { column: 'Pack size (units)', was: '1', becomes: '6' },
            { column: 'Supplier', was: '', becomes: 'Acme' },
          ].sort((a) => (a.column === 'Supplier' ? -1 : 1)),
        },
        { line: 3, location: null, changes: [{ column: 'Pack size (units)', was: '', becomes: '12' }] },
      ],
    });
    expect(await readRule(shop, 'place', '1/9')).toMatchObject({ decided: false });
    expect(await importSettings(shop, file, locations, now)).toMatchObject({ ok: true, changed: 2, computed: true });
    expect((await readRule(shop, 'place', '1/9')).rule).toMatchObject({ packSize: 6, supplierId, leadTimeDays: null });
    expect((await readRule(shop, 'item', '2')).rule).toMatchObject({ packSize: 12 });
    expect(await previewSettings(shop, file, locations)).toMatchObject({ rows: [{ line: 3 }], same: 1 });
  });
});
