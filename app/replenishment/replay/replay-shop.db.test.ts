import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { packDays } from '../demand/pack.ts';
import { CENSORED, type DemandDays } from '../forecast/demand-days.ts';
import { readInputs, readProof, readProofList } from './read-proof.server.ts';
import { type ReplayInputs, seedOf } from './replay-place.ts';
import { replayShop, requestReplay } from './replay-shop.server.ts';
import { resultOf } from './result.ts';
import { beat, type Run } from './store.server.ts';

const now = () => new Date('2026-11-22T09:00:00Z');
const TODAY = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;
const going = new AbortController().signal;
const everything = { tab: 'all', locationId: null, class: null, search: '' } as const;
const byGain = { by: 'gain', direction: 'desc' } as const;
const firstPage = { skip: 0, take: 50 };

let shop = '';
let count = 0;

/** Two units a day, ten on every fifth. */
const lively = (length: number): DemandDays => ({
  units: Float64Array.from({ length }, (_, day) => (day % 5 === 0 ? 10 : 2)),
  states: Uint8Array.from({ length }, (_, day) => (day % 40 === 39 ? CENSORED : 0)),
});

async function place(id: string, days: DemandDays, cost: bigint | null = 400n): Promise<void> {
  await inShop(shop, async (tx) => {
    await mirrorVariant(tx, shop, {
      id,
      title: `Item ${id}`,
      sku: `SKU-${id}`,
      createdAt: new Date(TODAY - 700 * DAY_MS),
      levels: [{ locationId: '9', available: 20 }],
    });
    await reorderPoint(tx, id, cost);
    await tx.demandHistory.create({
      data: {
        shop,
        inventoryItemId: id,
        locationId: '9',
        firstDay: new Date(TODAY - days.units.length * DAY_MS),
        until: new Date(TODAY),
        ...packDays(days),
        refreshedAt: now(),
      },
    });
  });
}

type Tx = Parameters<Parameters<typeof inShop>[1]>[0];

async function reorderPoint(tx: Tx, id: string, cost: bigint | null): Promise<void> {
  const decision = {
    leadTime: { statedDays: 14, samples: [] },
    reviewDays: 7,
    target: { measure: 'fill', level: 0.95 },
    lot: 0,
    terms: {
      minimumOrder: 1,
      packSize: 6,
      unitCost: Number(cost ?? 0n),
      priceBreaks: [],
      holdingRate: 0.2,
      maxCoverDays: null,
      shelfLifeDays: null,
    },
  };
  await tx.reorderPoint.create({
    data: {
      shop,
      inventoryItemId: id,
      locationId: '9',
      variantId: id,
      productId: id,
      title: `Item ${id}`,
      sku: `SKU-${id}`,
      vendor: '',
      productType: '',
      advice: 'wait',
      reason: 'enough',
      available: 20,
      incoming: 0,
      onOrder: 0,
      position: 20,
      suggested: 0,
      unitCost: cost,
      currency: cost === null ? null : 'GBP',
      price: 1000n,
      abcRevenue: 'A',
      pattern: 'smooth',
      isNew: false,
      phantom: false,
      excess: 0,
      dead: false,
      lostUnits: 0,
      lostRevenue: 0n,
      starterPoint: 0,
      starterUpTo: 0,
      starterSuggested: 0,
      inputs: { decision },
      computedAt: now(),
    },
  });
}

/** Which transaction wrote each row last. */
const writers = () => inShop(shop, (tx) => tx.$queryRaw`SELECT "inventoryItemId", xmin::text FROM "ReplayResult"`);

async function rows() {
  return inShop(shop, (tx) => tx.replayResult.findMany({ orderBy: { inventoryItemId: 'asc' } }));
}

beforeEach(async () => {
  shop = `replay-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, (tx) => mirrorLocation(tx, shop, '9', 'London'));
});

describe('the replay of a shop', () => {
  test('plays every place, says why it does not, and adds up', async () => {
    await place('1', lively(730));
    await place('2', lively(400), null);
    await place('3', lively(100));
    expect(await requestReplay(shop, now())).not.toBeNull();
    expect(await replayShop(shop, going, now)).toBe(true);

    const { list, counts } = await readProofList(shop, everything, byGain, firstPage);
    expect(list.map((row) => row.inventoryItemId)).toEqual(['1', '2']);
    expect(counts).toMatchObject({ all: 2, 'not-played': 1, short: 1 });
    expect(list[0]).toMatchObject({
      from: '2025-11-22',
      until: '2026-11-22',
      currency: 'GBP',
      state: 'played',
      class: 'A',
    });
    // Without a cost there is no money, and the units stand all the same.
    expect(list[1]).toMatchObject({ gain: null, currency: null });
    expect(list[1]!.moreUnits).toBeGreaterThan(0);

    const { run, totals, promise } = await readProof(shop, everything);
    expect(run).toMatchObject({ state: 'done', places: 3, done: 3 });
    const { ours, starter } = totals.year!;
    expect(ours).toMatchObject({ places: 2, priced: 1 });
    expect(ours.asked).toBe(starter.asked);
    expect(ours.asked).toBe(list.reduce((sum, row) => sum + row.year!.ours.asked, 0));
    expect(ours.lostMargin).toBe(BigInt(list[0]!.year!.ours.lostMargin!));
    expect(ours.sold).toBeGreaterThan(starter.sold);
    expect(totals.year!.matched!.stock).toBeCloseTo(
      list.reduce((sum, row) => sum + row.year!.matched!.stockDays / row.year!.matched!.days, 0),
      6,
    );
    const near = list.filter((row) => row.year!.ours.sold / row.year!.ours.asked >= 0.93);
    expect(promise).toEqual({
      places: 2,
      planned: expect.closeTo(0.95, 9),
      served: ours.sold / ours.asked,
      near: near.reduce((sum, row) => sum + row.year!.ours.asked, 0) / ours.asked,
    });

    // Results of before the targets and the equal stock were noted: nothing is said of either until all have them.
    await inShop(
      shop,
      (tx) => tx.$executeRaw`UPDATE "ReplayResult" SET "year" = "year" - 'matched', "target" = NULL
        WHERE "inventoryItemId" = '1'`,
    );
    const before = await readProof(shop, everything);
    expect(before.totals.year).not.toHaveProperty('matched');
    expect(before.promise).toMatchObject({ places: 1 });
    await inShop(shop, (tx) => tx.replayResult.updateMany({ data: { target: null } }));
    expect((await readProof(shop, everything)).promise).toBeNull();
  });

  test('a second run changes nothing, and what is gone is forgotten', async () => {
    await place('1', lively(500));
    await place('2', lively(500));
    await requestReplay(shop, now());
    await replayShop(shop, going, now);
    const [first, written] = [await rows(), await writers()];
    await requestReplay(shop, now());
    expect(await replayShop(shop, going, now)).toBe(true);
    expect(await rows()).toEqual(first);
    expect(await writers()).toEqual(written);
    await inShop(shop, (tx) => tx.demandHistory.deleteMany({ where: { inventoryItemId: '1' } }));
    await requestReplay(shop, now());
    await replayShop(shop, going, now);
    expect((await rows()).map((row) => row.inventoryItemId)).toEqual(['2']);
  });

  test('goes on where it was stopped, and takes over from a worker that died, who then cannot write', async () => {
    for (const id of ['1', '2', '3']) await place(id, lively(300));
    await requestReplay(shop, now());
    const stopping = new AbortController();
    let pages = 0;
    // Stopped in the middle: the clock is asked once a look, so the signal stands in for a worker told to stop.
    const signal = {
      get aborted() {
        return pages++ >= 1 || stopping.signal.aborted;
      },
    } as AbortSignal;
    expect(await replayShop(shop, signal, now, 1)).toBe(false);
    expect((await readProof(shop, everything)).run).toMatchObject({ state: 'running', done: 1 });
    expect(await rows()).toHaveLength(1);

    // A worker that takes it and is never heard of again: nobody else may, until its lease is over.
    await inShop(shop, (tx) => tx.$executeRaw`UPDATE "ReplayRun" SET "owner" = gen_random_uuid(), "beatAt" = now()`);
    expect(await replayShop(shop, going, now, 1)).toBe(false);
    const dead = await inShop(shop, (tx) => tx.$queryRaw<[Run]>`SELECT * FROM "ReplayRun"`);
    await inShop(shop, (tx) => tx.$executeRaw`UPDATE "ReplayRun" SET "beatAt" = now() - interval '5 minutes'`);
    expect(await replayShop(shop, going, now, 1)).toBe(true);
    await expect(inShop(shop, (tx) => beat(tx, dead[0]))).rejects.toThrow('taken this run over');
    expect(await rows()).toHaveLength(3);
    expect((await readProof(shop, everything)).run).toMatchObject({ state: 'done', done: 3 });
  });

  test('begins by itself once a week, and not without anything to play', async () => {
    expect(await replayShop(shop, going, now)).toBe(false);
    expect(await requestReplay(shop, now())).toBeNull();
    await place('1', lively(300));
    expect(await replayShop(shop, going, now)).toBe(true);
    expect(await replayShop(shop, going, now)).toBe(false);
    expect(await replayShop(shop, going, () => new Date('2026-11-30T09:00:00Z'))).toBe(true);
  });

  test('days that cannot be read hold up nobody', async () => {
    await place('1', lively(300));
    await place('2', lively(300));
    await inShop(shop, (tx) =>
      tx.demandHistory.updateMany({ where: { inventoryItemId: '1' }, data: { states: Uint8Array.of(9) } }),
    );
    await requestReplay(shop, now());
    expect(await replayShop(shop, going, now)).toBe(true);
    expect((await rows()).map((row) => row.state)).toEqual(['unreadable', 'played']);
  });

  test('what really happened counts from the evening on which the stock is known', async () => {
    await place('1', lively(500));
    const changed = async (ago: number, from: number | null, available: number) => {
      const at = new Date(TODAY - ago * DAY_MS + 12 * 3_600_000).toISOString();
      const data = { inventoryItemId: '1', locationId: '9', variantId: '1', productId: '1', from, available };
      await inShop(shop, (tx) =>
        append(tx, shop, [{ type: 'stock.changed', key: `k${ago}`, subject: 'InventoryItem/1', at, data }]),
      );
    };
    await changed(60, null, 30);
    await changed(40, 30, 10);
    await requestReplay(shop, now());
    await replayShop(shop, going, now);
    const [row] = (await readProofList(shop, everything, byGain, firstPage)).list;
    expect(row).toMatchObject({ knownFrom: '2026-09-24' });
    // Evenings of 59 to 41 days ago held 30, those of 40 to 1 held 10.
    expect(row!.known!.happened).toMatchObject({ days: 59, stockDays: 19 * 30 + 40 * 10 });
    expect(row!.gainReal).not.toBeNull();
    const { totals } = await readProof(shop, everything);
    expect(totals.known!.happened.stock).toBeCloseTo((19 * 30 + 40 * 10) / 59, 9);
  });

  test('from the inputs that were kept anyone gets the same numbers', async () => {
    await place('1', lively(500));
    await requestReplay(shop, now());
    await replayShop(shop, going, now);
    const [row] = (await readProofList(shop, everything, byGain, firstPage)).list;
    const inputs = (await readInputs(shop, { inventoryItemId: '1', locationId: '9' })) as ReplayInputs;
    expect(inputs.seed).toBe(seedOf({ inventoryItemId: '1', locationId: '9' }));
    expect(inputs.money).toEqual({ price: '1000', unitCost: '400', holdingPermille: 200 });
    expect(resultOf(JSON.parse(JSON.stringify(inputs)), null)).toMatchObject({
      year: row!.year,
      gain: row!.gain,
      moreUnits: row!.moreUnits,
    });
  });
});
