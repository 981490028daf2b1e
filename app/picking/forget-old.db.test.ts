import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inShop, type ShopTx } from '../db.server.ts';
import { FIT_DAYS, forgetOldWork, MOVE_DAYS, SCAN_DAYS } from './forget-old.server.ts';
import { PROOF_DAYS } from './packing/station/anchors.ts';
import { linked, noHash } from './packing/station/chain.ts';
import { readProof } from './packing/station/read-proof.server.ts';
import { bytes, insertProof } from './packing/station/store.server.ts';

const now = new Date('2030-06-01T02:45:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
let shops = 0;
const newShop = () => `forget-old-${shops++}.myshopify.com`;

async function wave(tx: ShopTx, shop: string, state: string, at: Date, parcel?: string): Promise<string> {
  const id = randomUUID();
  const { _max } = await tx.wave.aggregate({ _max: { number: true } });
  await tx.wave.create({
    data: {
      ...{ shop, id, number: (_max.number ?? 0) + 1, locationId: '9', state, createdAt: at },
      ...(state === 'shipped' ? { shippedAt: at } : {}),
      orders: { create: { orderId: `o${id}`, orderName: '#1' } },
    },
  });
  for (const seq of [1, 2]) {
    const said = { shop, waveId: id, seq, id: randomUUID(), at, heardAt: at, deed: { kind: 'skipped' } };
    await tx.floorScan.create({ data: said });
    await tx.wallScan.create({ data: { shop, waveId: id, seq, id: randomUUID(), at, deed: {} } });
  }
  if (parcel) await aParcel(tx, shop, { waveId: id, orderId: `o${id}`, state: parcel, at });
  return id;
}

const aParcel = (
  tx: ShopTx,
  shop: string,
  { waveId, orderId, state, at }: { waveId: string; orderId: string; state: string; at: Date },
) =>
  tx.parcel.create({
    data: {
      ...{ shop, id: randomUUID(), waveId, orderId, orderName: '#1', locationId: '9', number: 1, state },
      ...{ openedAt: at, sealedAt: at, ...(state === 'shipped' ? { shippedAt: at } : {}) },
    },
  });

async function proof(tx: ShopTx, shop: string, orderId: string, times: Date[]): Promise<void> {
  let before = noHash;
  const parcelId = randomUUID();
  const links = times.map((at, index) => {
    const about = { orderId, seq: index + 1, id: randomUUID(), parcelId, pickerId: null, station: 's', nth: index + 1 };
    const link = linked(before, { ...about, at: at.toISOString(), deed: { kind: 'opened', over: false } });
    before = link.hash;
    return link;
  });
  await insertProof(tx, shop, links);
  await tx.parcel.updateMany({
    where: { orderId },
    data: { proofSeq: links.length, proofHash: bytes(links.at(-1)!.hash) },
  });
}

test('what phones and walls said goes with waves that are long over; what is open, or has a parcel in the house, stays', async () => {
  const shop = newShop();
  const kept = await inShop(shop, async (tx) => {
    for (let one = 0; one < 5; one++)
      await wave(tx, shop, one % 2 ? 'shipped' : 'canceled', ago(SCAN_DAYS + 1), 'shipped');
    return [
      await wave(tx, shop, 'shipped', ago(SCAN_DAYS - 1)),
      await wave(tx, shop, 'picked', ago(SCAN_DAYS + 9)),
      await wave(tx, shop, 'shipped', ago(SCAN_DAYS + 9), 'sealed'),
    ];
  });
  // Pages of two waves: several transactions.
  expect(await forgetOldWork(shop, now, undefined, 200)).toMatchObject({ scans: 20 });
  expect(await forgetOldWork(shop, now)).toMatchObject({ scans: 0 });
  await inShop(shop, async (tx) => {
    for (const rows of [await tx.floorScan.findMany(), await tx.wallScan.findMany()])
      expect([...new Set(rows.map((row) => row.waveId))].sort()).toEqual(kept.sort());
    expect(await tx.wave.count()).toBe(8);
  });
});

test('a proof goes as a whole, once nothing of its order left for so long; its page says that it was kept', async () => {
  const shop = newShop();
  const { gone, waveId, orders } = await inShop(shop, async (tx) => {
    const old = ago(PROOF_DAYS + 1);
    const all = [];
    for (const state of ['shipped', 'sealed', 'shipped', 'shipped']) {
      const id = await wave(tx, shop, 'shipped', old, state);
      all.push({ waveId: id, orderId: `o${id}` });
    }
    const [first, waits, leftLate, toldLate] = all.map((one) => one.orderId) as [string, string, string, string];
    for (const orderId of [first, waits, leftLate]) await proof(tx, shop, orderId, [old, old, old]);
    await proof(tx, shop, toldLate, [old, ago(PROOF_DAYS - 1)]);
    await tx.parcel.updateMany({ where: { orderId: leftLate }, data: { shippedAt: ago(1) } });
    return { gone: first, waveId: all[0]!.waveId, orders: [waits, leftLate, toldLate] };
  });
  expect((await readProof(shop, waveId, gone, now))!.anchors.map(({ agrees }) => agrees)).toEqual([true]);
  expect(await forgetOldWork(shop, now)).toMatchObject({ proofs: 3 });
  const left = await inShop(shop, (tx) => tx.packProof.findMany());
  expect([...new Set(left.map((row) => row.orderId))].sort()).toEqual(orders.sort());
  expect(left).toHaveLength(8);
  expect(await readProof(shop, waveId, gone, now)).toMatchObject({ links: [], anchors: [] });
});

test('fits, moves and plans go by their age', async () => {
  const shop = newShop();
  await inShop(shop, async (tx) => {
    for (const days of [1, -1]) {
      const report = { shop, id: randomUUID(), boxId: randomUUID(), goods: new Uint8Array(32), fitted: true };
      await tx.fitReport.create({ data: { ...report, at: ago(FIT_DAYS + days) } });
      const move = { shop, id: randomUUID(), locationId: '9', kind: 'placed', inventoryItemId: '1', by: 'Ana' };
      await tx.binMove.create({ data: { ...move, at: ago(MOVE_DAYS + days) } });
    }
  });
  expect(await forgetOldWork(shop, now)).toMatchObject({ fits: 1, moves: 1, plans: 0 });
  await inShop(shop, async (tx) => {
    expect([await tx.fitReport.count(), await tx.binMove.count()]).toEqual([1, 1]);
  });
});
