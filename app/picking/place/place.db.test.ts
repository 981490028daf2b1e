import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { readBinNames } from './bin-name.ts';
import { defaultLayout } from './default-layout.ts';
import { readLayoutPage, saveLayout } from './keep-layout.server.ts';
import { type BinMove, fold } from './ledger.ts';
import { exportBins, importBins, placeInBin } from './place-bins.server.ts';
import { readBin, readBinList, readBins, readItemPlaces } from './read-bins.server.ts';
import { readSlotting, readSlottingFloor } from './read-slotting.server.ts';
import { type MoveWish, recordMove } from './record-moves.server.ts';
import { appendMoves, loadBins, loadMoves, loadStock } from './store.server.ts';

const at = new Date('2026-11-22T09:00:00Z');
const told = { by: 'staff 7', at };
const page = { skip: 0, take: 50 };

let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = `place-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2', '3'])
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        levels: [{ locationId: '9', available: 50 }],
      });
  });
});

const move = (kind: BinMove['kind'], rest: Partial<BinMove>): BinMove => ({
  id: randomUUID(),
  kind,
  inventoryItemId: '1',
  from: null,
  to: null,
  lot: null,
  expiresOn: null,
  quantity: null,
  note: null,
  ...rest,
});
const append = (...moves: BinMove[]) => inShop(shop, (tx) => appendMoves(tx, shop, '9', moves, 'staff 7', at));
const stockOf = () => inShop(shop, (tx) => loadStock(tx, '9'));
const amounts = async () =>
  Object.fromEntries((await stockOf()).map((row) => [`${row.bin}${row.lot && ` ${row.lot}`}`, row.quantity]));
const faceOf = (item: string) => inShop(shop, async (tx) => (await loadBins(tx, '9', [item])).get(item));
const wish = (rest: Partial<MoveWish>): MoveWish => ({
  ...{
    id: randomUUID(),
    kind: 'moved',
    inventoryItemId: '1',
    from: '',
    to: '',
    quantity: '',
    lot: '',
    expiresOn: '',
    note: '',
  },
  ...rest,
});

describe('the ledger', () => {
  test('takes each move once, however often it is told', async () => {
    const putAway = move('put-away', { to: 'A-1', quantity: 5 });
    expect(await Promise.all([append(putAway), append(putAway), append(putAway, putAway)])).toContain(1);
    expect(await append(putAway)).toBe(0);
    expect(await amounts()).toEqual({ 'A-1': 5 });
  });

  test('of many moves at once loses none, whichever way they go', async () => {
    await append(move('put-away', { to: 'A-1', quantity: 40 }), move('put-away', { to: 'B-1', quantity: 40 }));
    const ways = Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0 ? { from: 'A-1', to: 'B-1' } : { from: 'B-1', to: 'A-1' },
    );
    await Promise.all(ways.map((way, n) => append(move('moved', { ...way, quantity: n + 1 }))));
    expect(await amounts()).toEqual({ 'A-1': 46, 'B-1': 34 });
    const history = await inShop(shop, (tx) => loadMoves(tx, '9', { item: '1' }, 100));
    expect(fold(history.toReversed()).toSorted((a, b) => (a.bin < b.bin ? -1 : 1))).toEqual(
      (await stockOf()).toSorted((a, b) => (a.bin < b.bin ? -1 : 1)),
    );
  });

  test('is appended to, never changed', async () => {
    await append(move('put-away', { to: 'A-1', quantity: 5 }));
    await expect(inShop(shop, (tx) => tx.binMove.updateMany({ data: { quantity: 6 } }))).rejects.toThrow(
      'never changed',
    );
  });

  test('does not ask Shopify for anything', async () => {
    await append(move('put-away', { to: 'A-1', quantity: 5 }), move('counted', { to: 'A-1', quantity: 2 }));
    expect(await inShop(shop, (tx) => tx.command.count())).toBe(0);
  });
});

describe('the bin of an item', () => {
  test('is its pick face with stock, then a reserve bin with some, else its first face', async () => {
    await importBins(
      shop,
      '9',
      'sku,bin,kind,quantity\nSKU-1,A-1,pick,0\nSKU-1,B-1,pick,3\nSKU-1,R-1,reserve,9\n',
      told,
    );
    expect(await faceOf('1')).toBe('B-1');
    await append(move('picked', { from: 'B-1', quantity: 3 }));
    expect(await faceOf('1')).toBe('R-1');
    await append(move('picked', { from: 'R-1', quantity: 9 }));
    expect(await amounts()).toEqual({ 'A-1': 0, 'B-1': 0 });
    expect(await faceOf('1')).toBe('A-1');
  });

  test('of two faces the one whose goods expire first is picked first', async () => {
    await append(
      move('put-away', { to: 'A-1', quantity: 5, lot: 'x', expiresOn: '2027-06-01' }),
      move('put-away', { to: 'B-1', quantity: 5, lot: 'y', expiresOn: '2027-01-01' }),
    );
    expect(await faceOf('1')).toBe('B-1');
  });

  test('typed anew takes along what lies there; emptied it lies nowhere', async () => {
    await placeInBin(shop, '9', '1', ' A-1 ', told);
    await append(move('counted', { to: 'A-1', quantity: 4 }));
    await placeInBin(shop, '9', '1', 'C-1', told);
    expect(await amounts()).toEqual({ 'C-1': 4 });
    await placeInBin(shop, '9', '1', '', told);
    expect(await stockOf()).toEqual([]);
    expect(await placeInBin(shop, '9', '3', 'x'.repeat(41), told)).toMatchObject({ ok: false });
  });
});

test('a file places its good rows and reports the others; what comes out goes in again', async () => {
  expect(await importBins(shop, '9', 'sku,bin\nSKU-1,B-1\nSKU-2,\nNOPE,C-1\n,D-1\n', told)).toEqual({
    ok: true,
    placed: 2,
    bad: [
      { line: 4, text: 'NOPE, C-1', problem: 'No product has the SKU NOPE' },
      { line: 5, text: ', D-1', problem: 'The SKU is missing' },
    ],
  });
  const { rows, total } = await readBins(shop, '9', '', page);
  expect(rows.map((row) => [row.sku, row.bin])).toEqual([
    ['SKU-1', 'B-1'],
    ['SKU-2', ''],
    ['SKU-3', ''],
  ]);
  expect(total).toBe(3);
  expect((await readBins(shop, '9', 'item 3', page)).rows).toHaveLength(1);
  expect((await readBins(shop, '9', '', page, 'unplaced')).rows.map((row) => row.sku)).toEqual(['SKU-2', 'SKU-3']);
  await importBins(shop, '9', 'sku,bin,kind,capacity,quantity\nSKU-2,B-2,pick,10,4\n,R-1,reserve,500,\n', told);
  const file = await exportBins(shop, '9');
  const ledger = async () => inShop(shop, (tx) => tx.binMove.count());
  const before = await ledger();
  expect(await importBins(shop, '9', file, told)).toMatchObject({ ok: true, bad: [] });
  expect(await ledger()).toBe(before);
  expect(await exportBins(shop, '9')).toBe(file);
});

describe('a move typed by hand', () => {
  test('is checked against what lies there, and told in words', async () => {
    const record = (rest: Partial<MoveWish>) => recordMove(shop, '9', wish(rest), told);
    expect(await record({ kind: 'put-away', to: 'A-1', quantity: '5' })).toEqual({
      ok: true,
      says: '5 units put away in A-1, a new bin.',
    });
    expect(await record({ from: 'A-1', to: 'B-1', quantity: '9' })).toMatchObject({
      problems: { quantity: 'A-1 holds 5 units of it. Count that bin if there are more.' },
    });
    expect(await record({ from: 'B-9', to: 'B-1', quantity: '1' })).toMatchObject({
      problems: { from: expect.stringContaining('no bin B-9') },
    });
    expect(await record({ from: '', to: '', quantity: 'many', expiresOn: 'soon' })).toMatchObject({
      problems: {
        from: expect.any(String),
        to: expect.any(String),
        quantity: expect.any(String),
        expiresOn: expect.any(String),
      },
    });
    const id = randomUUID();
    expect(await record({ id, from: 'A-1', to: 'B-1', quantity: '2' })).toMatchObject({ ok: true });
    expect(await record({ id, from: 'A-1', to: 'B-1', quantity: '2' })).toMatchObject({
      says: 'That was recorded already.',
    });
    expect(await amounts()).toEqual({ 'A-1': 3, 'B-1': 2 });
    expect((await readBin(shop, '9', 'B-1'))?.history.map((one) => [one.kind, one.from, one.quantity, one.by])).toEqual(
      [['moved', 'A-1', 2, 'staff 7']],
    );
  });

  test('where the bins differ from Shopify is said, once they are counted', async () => {
    await placeInBin(shop, '9', '1', 'A-1', told);
    expect((await readBins(shop, '9', '', page, 'differs')).rows).toEqual([]);
    await recordMove(shop, '9', wish({ kind: 'counted', to: 'A-1', quantity: '48' }), told);
    const [row] = (await readBins(shop, '9', '', page, 'differs')).rows;
    expect(row?.differs).toContain('The bins hold 48, Shopify has 50 on hand: 2 units fewer');
  });
});

describe('the list of bins', () => {
  test('finds by zone, kind and what is empty, over full or uncounted', async () => {
    await importBins(
      shop,
      '9',
      'sku,bin,kind,capacity,quantity\nSKU-1,N-A-01-1,pick,10,12\nSKU-2,N-A-02-1,pick,,\n,S-A-10-1,reserve,,\n,S-A-2-1,pick,,\n',
      told,
    );
    const names = async (rest: object) =>
      (await readBinList(shop, '9', { search: '', zone: '', kind: '', state: '', ...rest }, page)).rows.map(
        (row) => row.name,
      );
    expect(await names({})).toEqual(['N-A-01-1', 'N-A-02-1', 'S-A-2-1', 'S-A-10-1']);
    expect(await names({ zone: 'S' })).toEqual(['S-A-2-1', 'S-A-10-1']);
    expect(await names({ kind: 'reserve' })).toEqual(['S-A-10-1']);
    expect(await names({ state: 'over' })).toEqual(['N-A-01-1']);
    expect(await names({ state: 'empty' })).toEqual(['S-A-2-1', 'S-A-10-1']);
    expect(await names({ state: 'uncounted' })).toEqual(['N-A-02-1']);
    expect(await names({ search: 'a-02' })).toEqual(['N-A-02-1']);
  });

  test('put away goes to the own face first, then where the class belongs', async () => {
    const rows = ['SKU-1,A-01-1,pick,10,7', ...Array.from({ length: 9 }, (_, n) => `,A-0${n + 2}-1,pick,10,`)];
    await importBins(shop, '9', `sku,bin,kind,capacity,quantity\n${rows.join('\n')}\n`, told);
    const names = (await readLayoutPage(shop, '9')).bins.map((bin) => bin.name);
    const layout = defaultLayout(readBinNames(names).understood.map((one) => one.place));
    const saved = await saveLayout(
      shop,
      '9',
      { basedOn: 0, document: JSON.stringify(layout), naming: '{}', addBins: [] },
      told,
    );
    expect(saved).toEqual({ ok: true, version: 1 });
    await inShop(shop, (tx) =>
      mirrorOrder(tx, shop, {
        ...{ id: '101', at, locationId: '9', shippedAt: at },
        lines: [{ id: '1011', variantId: '1', quantity: 2 }],
      }),
    );
    const places = await readItemPlaces(shop, '9', '1', 20, at);
    expect(places?.suggestions.map((one) => [one.bin, one.units])).toEqual([
      ['A-01-1', 3],
      ['A-02-1', 10],
      ['A-03-1', 7],
    ]);
    expect(places?.suggestions[1]?.reason).toContain('what sells best (A)');
  });
});

describe('a layout', () => {
  const layout = defaultLayout(readBinNames(['A-1', 'A-2', 'B-1']).understood.map((one) => one.place));
  const save = (basedOn: number, document = JSON.stringify(layout), naming = '{}') =>
    saveLayout(shop, '9', { basedOn, document, naming, addBins: ['A-1', 'A-2', 'B-1'] }, told);

  test('is kept in versions; of two who save at the same time one is told', async () => {
    expect(await readLayoutPage(shop, '9')).toMatchObject({ kept: null, versions: [], bins: [] });
    const both = await Promise.all([save(0), save(0)]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)).toMatchObject({ problems: [expect.stringContaining('meanwhile')] });
    expect(await save(1)).toEqual({ ok: true, version: 2 });
    const read = await readLayoutPage(shop, '9');
    expect(read.kept).toMatchObject({ version: 2, layout });
    expect(read.versions.map((one) => one.version)).toEqual([2, 1]);
    expect(read.bins.map((bin) => [bin.name, bin.place?.aisle, bin.place?.bay])).toEqual([
      ['A-1', 'A', '1'],
      ['A-2', 'A', '2'],
      ['B-1', 'B', '1'],
    ]);
  });

  test('with problems is not saved, and what people say of names is heard', async () => {
    expect(await save(0, JSON.stringify({ ...layout, stations: [] }))).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.stringContaining('where walks start')]),
    });
    expect(await save(0, '{}')).toMatchObject({ ok: false });
    expect((await readLayoutPage(shop, '9')).bins).toEqual([]);
    expect(await save(0, JSON.stringify(layout), '{"A-0":["bay","aisle"]}')).toMatchObject({ ok: true });
    expect((await readLayoutPage(shop, '9')).bins[0]?.place).toMatchObject({ aisle: '1', bay: 'A' });
  });
});

describe('slotting', () => {
  const wish = { walkSize: 2, speed: 1, minutesAMove: 10 };
  const read = (signal = new AbortController().signal) => readSlotting(shop, '9', wish, at, signal);
  const floor = () => readSlottingFloor(shop, '9', at);

  test('says what is missing, then walks the shipments of 90 days again and finds what lies too far', async () => {
    expect((await floor()).why).toContain('No layout is drawn');
    const names = Array.from({ length: 10 }, (_, n) => `A-${n + 1}`);
    const layout = defaultLayout(readBinNames(names).understood.map((one) => one.place));
    await saveLayout(shop, '9', { basedOn: 0, document: JSON.stringify(layout), naming: '{}', addBins: names }, told);
    expect((await floor()).why).toContain('No item lies in a bin');
    await importBins(shop, '9', 'sku,bin,quantity\nSKU-1,A-10,5\nSKU-2,A-1,5\n', told);
    expect((await floor()).why).toContain('was shipped from here');
    expect(await read()).toBeNull();
    await inShop(shop, async (tx) => {
      for (const [id, days] of [101, 102, 103, 104].map((one, n) => [one, n === 3 ? 120 : n] as const)) {
        const shippedAt = new Date(at.getTime() - days * 86_400_000);
        await mirrorOrder(tx, shop, {
          ...{ id: `${id}`, at: shippedAt, locationId: '9', shippedAt },
          lines: [{ id: `${id}1`, variantId: '1', quantity: 3 }],
        });
      }
    });
    const { why, marks } = await floor();
    expect(why).toBeNull();
    const found = await read();
    // Three shipments of the last 90 days, each on a day of its own: three walks of 22.8 m; the free bay A-2 is 1.8 m away.
    expect(found).toMatchObject({
      ...{ orders: 3, of: 3, daysWalked: 3, days: 90, walks: 3 },
      swaps: [{ item: '1', title: 'Item 1', from: 'A-10', to: 'A-2', other: null, moves: 1 }],
    });
    expect(found?.swaps[0]?.metres).toBeCloseTo(3 * (22.8 - 3.6));
    expect(found?.swaps[0]?.payBackDays).toBeCloseTo(600 / ((3 * 19.2) / 90));
    expect(marks.filter((mark) => mark.picks > 0).map((mark) => mark.says)).toEqual(['A-10: 3 picks in 90 days']);
    await inShop(shop, (tx) => tx.bin.updateMany({ where: { name: 'A-2' }, data: { capacity: 4 } }));
    expect((await read())?.swaps[0]?.to).toBe('A-3');
    // It began to ship two days ago: its metres are those of the days that there are.
    await inShop(shop, (tx) => tx.fulfillment.updateMany({ where: { orderId: '104' }, data: { status: 'CANCELLED' } }));
    const young = await read();
    expect(young).toMatchObject({ orders: 3, days: 2 });
    expect(young?.metresADay.now).toBeCloseTo((3 * 22.8) / 2);
  });
});
