import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { bookCount, bookStaleAgain, cancelCount, decideLines } from './book-count.server.ts';
import type { LineDecision } from './count.ts';
import { countShorts } from './count-shorts.server.ts';
import {
  countChosen,
  countSuspects,
  planSpotCheck,
  previewSpotCheck,
  readSuspects,
  type ShelfFacts,
} from './plan-count.server.ts';
import { readAccuracy, readCount, readCountsPage } from './read-counts.server.ts';
import type { ItemStanding, ReadStanding } from './read-standing.server.ts';
import { finishCounting, recordCount } from './record-count.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const facts = { currency: 'GBP', timeZone: 'UTC' };
const wish = { locationId: '9', size: 3 };

let shop = '';
let shops = 0;
/** Shopify, as far as a count asks it. */
let stock: Map<string, ItemStanding>;
let inCarts: Map<string, number>;

const read: ReadStanding = async (_shop, _location, items) => ({
  ok: true,
  standing: new Map([...stock].filter(([item]) => items.includes(item))),
});
const deaf: ReadStanding = async () => ({ ok: false, problem: 'no answer' });
const shelf: ShelfFacts = async () => ({ bins: new Map([['2', 'A-2']]), inCarts, shorts: new Map() });

const ITEMS = ['1', '2', '3', '4', '5'];

beforeEach(async () => {
  shop = `counts-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  stock = new Map(ITEMS.map((id) => [id, { onHand: 10, available: 10, setAside: 0 }]));
  inCarts = new Map();
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ITEMS)
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        levels: [{ locationId: '9', available: id === '5' ? -2 : 10 }],
      });
  });
});

async function asked(items = ['1', '2']): Promise<string> {
  const planned = await countChosen(shop, '9', items, facts, shelf, now);
  if (!planned.ok) throw new Error(planned.problem);
  return planned.id;
}

const found = (id: string, inventoryItemId: string, units: string, seen: number | null = null, at = now) =>
  recordCount(shop, id, { inventoryItemId, units, seen }, facts.currency, { read, shelf }, at);

const lineOf = async (id: string, item: string) =>
  (await readCount(shop, id, 'GBP'))?.count.lines.find((line) => line.inventoryItemId === item);
const head = async (id: string) => (await readCount(shop, id, 'GBP'))!.count;

const approve = (inventoryItemId: string, reason = 'cycle_count_available'): LineDecision => ({
  inventoryItemId,
  decision: 'approved',
  reason,
});

async function book(id: string, decided: LineDecision[], version?: number) {
  return bookCount(shop, id, version ?? (await head(id)).version, decided, 'GBP', read, now);
}

/** A count of items 1 and 2, on which 8 and 10 were found, ready to be booked. */
async function counted(): Promise<string> {
  const id = await asked();
  expect(await found(id, '1', '8')).toEqual({ ok: true, is: 'counted' });
  expect(await found(id, '2', '10')).toEqual({ ok: true, is: 'counted' });
  expect(await finishCounting(shop, id, false, now)).toEqual({ ok: true });
  return id;
}

const commands = () =>
  inShop(shop, (tx) =>
    tx.command.findMany({ orderBy: { seq: 'asc' }, select: { id: true, variables: true, idempotencyKey: true } }),
  );
const changes = async () =>
  (await commands()).map((one) => (one.variables as { input: { changes: unknown[] } }).input.changes[0]);

describe('what a picker did not find', () => {
  const shorted = (key: string, item: string, units: number, at = now) =>
    inShop(shop, (tx) =>
      append(tx, shop, [
        {
          ...{ type: 'line.shorted', key, subject: 'Order/1', at: at.toISOString() },
          data: {
            ...{ waveId: 'w', lineId: key, orderId: '1', title: `Item ${item}`, units, pickerId: null, bin: 'C-7' },
            ...{ locationId: '9', inventoryItemId: item, reason: 'not-found' },
            ...{ quantity: units, expectedSeconds: null, seconds: null },
          },
        },
      ]),
    );
  const open = async () =>
    inShop(shop, async (tx) => {
      const counts = await tx.count.findMany({ include: { lines: true }, orderBy: { number: 'asc' } });
      return counts.map((count) => count.lines.map(({ inventoryItemId, bin, why }) => [inventoryItemId, bin, why]));
    });

  test('is counted at once where it was missed, each short once, and not beside an open count', async () => {
    await shorted('a', '1', 2);
    await shorted('b', '1', 1);
    await Promise.all([1, 2, 3].map(() => countShorts(shop, facts, shelf, now)));
    expect(await open()).toEqual([[['1', 'C-7', 'Pickers were 3 short of it: not found.']]]);
    await shorted('c', '1', 1);
    await shorted('d', '2', 1);
    expect(await countShorts(shop, facts, shelf, now)).toBe(1);
    expect(await countShorts(shop, facts, shelf, now)).toBe(0);
    expect((await open())[1]).toEqual([['2', 'C-7', 'Pickers were 1 short of it: not found.']]);
  });

  test('is not counted when it is news of last week', async () => {
    await shorted('a', '1', 2, new Date(now.getTime() - 7 * 86_400_000));
    expect(await countShorts(shop, facts, shelf, now)).toBe(0);
    expect(await open()).toEqual([]);
  });
});

describe('a plan', () => {
  test('shows what it will keep, begins with negative stock, and two planners get different lines', async () => {
    const seen = await previewSpotCheck(shop, wish, facts, shelf, now);
    expect(seen.lines[0]).toMatchObject({ inventoryItemId: '5', reason: 'negative' });
    const [one, two] = await Promise.all([
      planSpotCheck(shop, wish, facts, shelf, now),
      planSpotCheck(shop, wish, facts, shelf, now),
    ]);
    if (!one.ok || !two.ok) throw new Error('both should plan');
    const lines = [...(await head(one.id)).lines, ...(await head(two.id)).lines].map((line) => line.inventoryItemId);
    expect(lines.toSorted()).toEqual(ITEMS);
    const first = one.number === 1 ? one : two;
    expect((await head(first.id)).lines.map((line) => line.inventoryItemId).toSorted()).toEqual(
      seen.lines.map((line) => line.inventoryItemId).toSorted(),
    );
    expect(await planSpotCheck(shop, wish, facts, shelf, now)).toMatchObject({ ok: false });
  });

  test('says at which locations something is suspect', async () => {
    expect(await countSuspects(shop, facts, now)).toEqual(new Map([['9', 1]]));
    await asked(['5']);
    expect(await countSuspects(shop, facts, now)).toEqual(new Map());
  });

  test('walks bin by bin, and does not offer what is being counted', async () => {
    expect((await readSuspects(shop, '9', facts, shelf, now)).map((one) => one.inventoryItemId)).toEqual(['5']);
    const id = await asked(['1', '2', '5']);
    expect((await head(id)).lines.map((line) => line.inventoryItemId)).toEqual(['2', '1', '5']);
    expect(await readSuspects(shop, '9', facts, shelf, now)).toEqual([]);
    expect(await countChosen(shop, '9', ['1'], facts, shelf, now)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('another open count'),
    });
    await cancelCount(shop, id);
    expect(await countChosen(shop, '9', ['1'], facts, shelf, now)).toMatchObject({ ok: true });
  });
});

describe('counting', () => {
  test('said twice is one; what somebody else found is not overwritten unseen', async () => {
    const id = await asked();
    const both = await Promise.all([found(id, '1', '8'), found(id, '1', '8')]);
    expect(both).toEqual([
      { ok: true, is: 'counted' },
      { ok: true, is: 'counted' },
    ]);
    expect(await found(id, '1', '7')).toMatchObject({ ok: false, is: 'differs', theirs: 8 });
    expect((await lineOf(id, '1'))?.counted).toBe(8);
    expect(await found(id, '1', '15', 8)).toEqual({ ok: true, is: 'counted' });
    expect((await lineOf(id, '1'))?.counted).toBe(15);
  });

  test('of two people with different numbers one is asked', async () => {
    const id = await asked();
    const both = await Promise.all([found(id, '1', '8'), found(id, '1', '9')]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)).toMatchObject({ is: 'differs' });
  });

  test.each(['', ' ', '-1', '2.5', 'ten', '99999999999'])('refuses “%s” and keeps nothing', async (units) => {
    const id = await asked();
    expect(await found(id, '1', units)).toMatchObject({ ok: false, is: 'refused' });
    expect((await lineOf(id, '1'))?.counted).toBeNull();
  });

  test('asks for a second look at a big variance, and believes the second', async () => {
    stock.set('1', { onHand: 40, available: 40, setAside: 0 });
    const id = await asked();
    expect(await found(id, '1', '4')).toEqual({ ok: true, is: 'second-look' });
    expect(await finishCounting(shop, id, false, now)).toMatchObject({ ok: false });
    expect(await found(id, '1', '5')).toEqual({ ok: true, is: 'counted' });
    expect(await lineOf(id, '1')).toMatchObject({ counted: 5, countedBefore: 4, round: 2, expected: 40 });
  });

  test('does not miss what lies in a cart or is set aside', async () => {
    stock.set('1', { onHand: 10, available: 6, setAside: 1 });
    inCarts.set('1', 2);
    const id = await asked();
    await found(id, '1', '7');
    expect(await lineOf(id, '1')).toMatchObject({ expected: 10, away: 3, counted: 7 });
  });

  test('begins anew when stock moves between two parts, and leaves what Shopify has deleted', async () => {
    const id = await asked();
    await found(id, '1', '8');
    stock.set('1', { onHand: 9, available: 9, setAside: 0 });
    expect(await found(id, '1', '10', 8)).toMatchObject({ ok: false, again: true });
    expect((await lineOf(id, '1'))?.counted).toBeNull();
    stock.delete('2');
    expect(await found(id, '2', '3')).toEqual({ ok: true, is: 'gone' });
    expect(await lineOf(id, '2')).toMatchObject({ decision: 'left', note: expect.stringContaining('no longer') });
  });

  test('keeps nothing while Shopify does not answer', async () => {
    const id = await asked();
    const answer = await recordCount(
      shop,
      id,
      { inventoryItemId: '1', units: '8', seen: null },
      'GBP',
      { read: deaf, shelf },
      now,
    );
    expect(answer).toMatchObject({ ok: false, is: 'refused', problem: expect.stringContaining('Press again') });
    expect((await lineOf(id, '1'))?.counted).toBeNull();
  });

  test('finishes without the rest only when told so', async () => {
    const id = await asked();
    expect(await finishCounting(shop, id, true, now)).toMatchObject({ ok: false });
    await found(id, '1', '8');
    expect(await finishCounting(shop, id, false, now)).toMatchObject({ ok: false });
    expect(await finishCounting(shop, id, true, now)).toEqual({ ok: true });
    expect(await lineOf(id, '2')).toMatchObject({ decision: 'left', note: 'Nobody counted it.' });
    expect(await found(id, '2', '3')).toMatchObject({
      ok: false,
      problem: 'Count 1 was already counted. Nothing was changed.',
    });
  });
});

describe('booking', () => {
  test('asks for the variance of each approved line, from the stock as it is; pressed twice it is one', async () => {
    const id = await counted();
    const { version } = await head(id);
    stock.set('1', { onHand: 10, available: 7, setAside: 0 });
    const decided = [approve('1', 'shrinkage'), approve('2')];
    const both = await Promise.all([book(id, decided, version), book(id, decided, version)]);
    expect(both.filter((one) => one.ok)).toEqual([{ ok: true, booked: 1, again: 0 }]);
    expect(both.find((one) => !one.ok)).toMatchObject({ problem: 'Count 1 was already booked. Nothing was changed.' });
    expect(await changes()).toEqual([
      {
        inventoryItemId: 'gid://shopify/InventoryItem/1',
        locationId: 'gid://shopify/Location/9',
        delta: -2,
        changeFromQuantity: 7,
      },
    ]);
    const events = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'count.booked' } }));
    expect(events).toHaveLength(1);
    expect(events[0]?.data).toMatchObject({ lines: [{ inventoryItemId: '1', variance: -2 }] });
  });

  test('is refused whole while a line is undecided, without a reason, or the page is old', async () => {
    const id = await counted();
    expect(await book(id, [approve('1')])).toMatchObject({ ok: false, problems: { 2: expect.any(String) } });
    expect(await book(id, [approve('1', 'because'), approve('2')])).toMatchObject({
      ok: false,
      problems: { 1: 'Choose a reason.' },
    });
    expect(await book(id, [approve('1'), approve('2')], 1)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('meanwhile'),
    });
    expect(await commands()).toEqual([]);
  });

  test('a shipment since explains less on hand; anything else sends the line back to the shelf', async () => {
    const id = await counted();
    const later = new Date('2026-11-22T11:00:00Z');
    await inShop(shop, (tx) =>
      mirrorOrder(tx, shop, {
        id: '101',
        at: later,
        shippedAt: later,
        locationId: '9',
        lines: [{ id: '1011', variantId: '1', quantity: 3 }],
      }),
    );
    stock.set('1', { onHand: 7, available: 7, setAside: 0 });
    expect(await book(id, [approve('1'), approve('2')])).toEqual({ ok: true, booked: 1, again: 0 });
    expect(await changes()).toMatchObject([{ delta: -2, changeFromQuantity: 7 }]);

    const other = await asked(['3', '4']);
    await found(other, '3', '9');
    await found(other, '4', '9');
    await finishCounting(shop, other, false, now);
    stock.set('3', { onHand: 9, available: 9, setAside: 0 });
    expect(await book(other, [approve('3'), approve('4')])).toEqual({ ok: true, booked: 1, again: 1 });
    expect((await head(other)).state).toBe('open');
    expect(await lineOf(other, '3')).toMatchObject({
      decision: 'recount',
      counted: null,
      round: 2,
      note: 'Stock went from 10 to 9 on hand since it was counted, and shipments do not explain it. Count it again.',
    });
    expect(await found(other, '4', '7', 9)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('booked already'),
    });
    expect(await cancelCount(shop, other)).toMatchObject({ ok: false });
    await found(other, '3', '9');
    await finishCounting(shop, other, false, now);
    expect(await book(other, [approve('3')])).toEqual({ ok: true, booked: 0, again: 0 });
    expect((await head(other)).state).toBe('booked');
    expect(await changes()).toHaveLength(2);
  });

  test('refused as stale it is sent again from the new stock, and goes back to the shelf when that is not explained', async () => {
    const id = await counted();
    await book(id, [approve('1'), approve('2')]);
    const refuse = () =>
      inShop(shop, (tx) =>
        tx.command.updateMany({
          where: { state: 'queued' },
          data: {
            state: 'failed',
            problem:
              'input.changes.0.changeFromQuantity: The changeFromQuantity argument no longer matches the persisted quantity.',
          },
        }),
      );
    await refuse();
    stock.set('1', { onHand: 10, available: 9, setAside: 0 });
    expect(await bookStaleAgain(shop, read, now)).toBe(1);
    expect(await bookStaleAgain(shop, read, now)).toBe(0);
    expect(await changes()).toMatchObject([{ changeFromQuantity: 10 }, { delta: -2, changeFromQuantity: 9 }]);
    expect(new Set((await commands()).map((one) => one.idempotencyKey)).size).toBe(2);
    await refuse();
    stock.set('1', { onHand: 8, available: 7, setAside: 0 });
    await bookStaleAgain(shop, read, now);
    expect(await lineOf(id, '1')).toMatchObject({ decision: 'recount', commandId: null });
    expect((await head(id)).state).toBe('open');
    expect(await commands()).toHaveLength(2);
  });

  test('a line may be left, or counted again because the office says so', async () => {
    const id = await counted();
    const { version } = await head(id);
    const again: LineDecision = { inventoryItemId: '1', decision: 'recount', reason: '' };
    expect(await decideLines(shop, id, version, [again], 'GBP')).toEqual({ ok: true });
    expect(await decideLines(shop, id, version, [again], 'GBP')).toMatchObject({ ok: false });
    expect(await lineOf(id, '1')).toMatchObject({ decision: 'recount', counted: null, countedBefore: 8 });
    await found(id, '1', '9');
    await finishCounting(shop, id, false, now);
    const left: LineDecision = { inventoryItemId: '1', decision: 'left', reason: '' };
    expect(await book(id, [left, approve('2')])).toEqual({ ok: true, booked: 0, again: 0 });
    expect(await commands()).toEqual([]);
  });

  test('makes record accuracy: the share of lines that were right', async () => {
    const id = await counted();
    await book(id, [approve('1'), approve('2')]);
    const { months, targetPermille } = await readAccuracy(shop, facts, now);
    expect(months.at(-1)).toEqual({ month: '2026-11', lines: 2, right: 1 });
    expect(months).toHaveLength(12);
    expect(targetPermille).toBe(970);
    const { rows, counts } = await readCountsPage(
      shop,
      { states: ['booked'], locationId: null, number: null },
      { skip: 0, take: 9 },
    );
    expect(rows).toMatchObject([{ id, lines: 2, counted: 2, varied: 1 }]);
    expect(counts.booked).toBe(1);
  });
});
