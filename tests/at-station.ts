// A shop at whose pack station two picked orders lie, and people who pack them there.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { inShop, type ShopTx } from '../app/db.server.ts';
import type { Who } from '../app/picking/floor/enter-floor.server.ts';
import { acceptDeeds } from '../app/picking/packing/station/accept-deeds.server.ts';
import type { StationDeed as Deed } from '../app/picking/packing/station/deed.ts';
import { readOrderLook } from '../app/picking/packing/station/read-order.server.ts';
import { planNewWave } from '../app/picking/plan-wave.server.ts';
import { readWave } from '../app/picking/read-waves.server.ts';
import { recordPicks } from '../app/picking/record-picks.server.ts';
import { releaseWave } from '../app/picking/release-wave.server.ts';
import { listShop } from '../app/shopify/install.server.ts';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from './mirrored.ts';

export const now = new Date('2026-11-27T09:00:00Z');
export const noneHeld = async () => new Map<string, string>();
export const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
export const places = new Map([['9', 'London']]);
export const boxId = randomUUID();

export const opened: Deed = { kind: 'opened', over: false };
export const scanned = (line: string, units = 1): Deed => ({ kind: 'scanned', line, units });
export const box: Deed = { kind: 'chose-box', box: boxId };
export const seal = (more = false): Deed => ({ kind: 'sealed', more, despite: false });
/** Order 101, into one parcel. */
export const all = [opened, scanned('1011'), scanned('1011'), scanned('1012'), box];

export type AtStation = Awaited<ReturnType<typeof atStation>>;

let shops = 0;

/** A shop of its own. Its orders 101 and 102 are picked: 2 of item 1 and 1 of item 2 each, on lines 1011 and 1012, 1021 and 1022. */
export async function atStation() {
  const shop = `station-${shops++}.myshopify.com`;
  const wave = await pickedWave(shop);

  const terms = (change: { weigh?: boolean; photoFrom?: bigint; insureFrom?: bigint }) =>
    inShop(shop, (tx) => tx.packTerms.create({ data: { shop, locationId: '9', ...change } }));

  async function packer(name: string, mayForce = false): Promise<Who> {
    const id = randomUUID();
    await inShop(shop, (tx) => tx.picker.create({ data: { shop, id, name, mayForce, createdAt: now } }));
    const picker = { id, name, hasPin: true, language: 'en' as const, active: true, mayForce };
    return { shop, deviceId: randomUUID(), picker };
  }

  /** A station that counts its deeds from the number the server expects. */
  async function station(who: Who, order = '101') {
    const look = async () => (await readOrderLook(who, wave, order, places, noneHeld))!;
    const send = (deeds: { id: string; parcel: string; nth: number; at: number; deed: Deed }[]) =>
      acceptDeeds(who, wave, order, { sentAt: now.getTime(), deeds }, places, noneHeld, now);
    const say = async (parcel: string, ...deeds: Deed[]) => {
      const { next } = await look();
      const said = deeds.map((deed, i) => ({ id: randomUUID(), parcel, nth: next + i, at: now.getTime(), deed }));
      const answer = (await send(said))!;
      return { ...answer, why: answer.refused.map((one) => one.why) };
    };
    return { look, send, say };
  }

  const rows = () =>
    inShop(shop, (tx) =>
      tx.parcel.findMany({ include: { lines: true }, orderBy: [{ orderId: 'asc' }, { number: 'asc' }] }),
    );

  return { shop, wave, terms, packer, station, rows };
}

async function pickedWave(name: string): Promise<string> {
  await listShop(name);
  await mirrorShop(name);
  await inShop(name, async (tx) => {
    await mirrorLocation(tx, name, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, name, {
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    await tx.inventoryItem.updateMany({ data: { grams: 300 } });
    for (const id of ['101', '102'])
      await mirrorOrder(tx, name, {
        ...{ id, at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`), locationId: '9' },
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
    await tx.order.updateMany({ data: { subtotal: 3000n } });
    await tx.box.create({
      data: { shop: name, id: boxId, name: 'M', length: 300, width: 200, height: 200, weight: 100 },
    });
  });
  const planned = await planNewWave(name, { locationId: '9', size: 12 }, everyOrder, now);
  if (!planned.ok) throw new Error(planned.problem);
  await releaseWave(name, planned.id, noneHeld, now);
  const found = await readWave(name, planned.id, noneHeld);
  const counts = new Map(found!.wave.lines.map((line) => [line.fulfillmentOrderLineId, String(line.quantity)]));
  expect(await recordPicks(name, planned.id, counts, now)).toMatchObject({ ok: true });
  return planned.id;
}
