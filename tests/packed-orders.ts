// Two picked orders, parcels of them as the pack station leaves them, and what Shopify says of those. Whoever imports it has a shop anew
// before each test.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect } from 'vitest';
import { inShop, type ShopTx } from '../app/db.server.ts';
import { append } from '../app/events/append.server.ts';
import { followParcels } from '../app/picking/hand-off/follow-parcels.server.ts';
import { shipParcel } from '../app/picking/hand-off/ship-parcel.server.ts';
import { planNewWave } from '../app/picking/plan-wave.server.ts';
import { readWave } from '../app/picking/read-waves.server.ts';
import { recordPicks } from '../app/picking/record-picks.server.ts';
import { releaseWave } from '../app/picking/release-wave.server.ts';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from './mirrored.ts';

export const now = new Date('2026-11-27T09:00:00Z');
export const noneHeld = async () => new Map<string, string>();
export const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
export const never = new AbortController().signal;
export const ups = { carrier: 'ups', trackingNumber: ' 1Z9 ' };

export let shop = '';
let shops = 0;
export let waveId = '';

/** Two orders of 2 × item 1 and 1 × item 2, picked. */
beforeEach(async () => {
  shop = `handoff-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, shop, {
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    for (const id of ['101', '102'])
      await mirrorOrder(tx, shop, {
        ...{ id, at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`), locationId: '9' },
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
  });
  const wave = await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now);
  if (!wave.ok) throw new Error(wave.problem);
  waveId = wave.id;
  await releaseWave(shop, waveId, noneHeld, now);
  const all = new Map([
    ['1011', '2'],
    ['1012', '1'],
    ['1021', '2'],
    ['1022', '1'],
  ]);
  expect(await recordPicks(shop, waveId, all, now)).toEqual({ ok: true });
});

/** A parcel as the pack station leaves it. `lines`: units by fulfillment-order line id. */
export async function pack(
  orderId: string,
  lines: Record<string, number>,
  more: { number?: number; state?: string; deliveryMethod?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await inShop(shop, (tx) =>
    tx.parcel.create({
      data: {
        ...{ shop, id, waveId, orderId, orderName: `#${orderId}`, locationId: '9' },
        ...{ number: 1, state: 'sealed', deliveryMethod: 'SHIPPING', ...more },
        ...{ boxName: 'Small', boxKind: 'BOX', length: 300, width: 200, height: 100 },
        ...{ expectedGrams: 900, weighedGrams: 910, value: 2500n, currency: 'GBP', openedAt: now, sealedAt: now },
        lines: {
          create: Object.entries(lines).map(([line, quantity]) => ({
            ...{ fulfillmentOrderLineId: line, fulfillmentOrderId: orderId, quantity },
            ...{ inventoryItemId: line.slice(-1), title: `Item ${line.slice(-1)}` },
          })),
        },
      },
    }),
  );
  return id;
}
export const all101 = { '1011': 2, '1012': 1 };
export const all102 = { '1021': 2, '1022': 1 };

export const parcelOf = (id: string) =>
  inShop(shop, (tx) => tx.parcel.findUniqueOrThrow({ where: { shop_id: { shop, id } } }));
export const waveState = async () => (await readWave(shop, waveId, noneHeld))?.wave.state;
export const commands = async (operation = 'fulfillmentCreate') =>
  inShop(shop, (tx) => tx.command.findMany({ where: { operation }, orderBy: { seq: 'asc' } }));
export const ship = (id: string, tracking: typeof ups | null = ups) => shipParcel(shop, id, tracking, noneHeld, now);

/** What the outbox heard from Shopify about a command, as it tells it. */
export async function hear(
  commandId: string | null,
  state: 'confirmed' | 'failed' | 'unknown',
  answer: { problem?: string; data?: object } = {},
): Promise<void> {
  await inShop(shop, async (tx) => {
    const command = await tx.command.update({
      where: { shop_id: { shop, id: commandId ?? '' } },
      data: {
        state,
        problem: answer.problem ?? null,
        attempts: { increment: 1 },
        ...(answer.data ? { answer: answer.data } : {}),
      },
    });
    const { operation, subject } = command;
    await append(tx, shop, [
      {
        ...{ key: `command.${state}:${command.id}:${command.attempts}`, subject, at: now.toISOString() },
        ...(state === 'confirmed'
          ? { type: 'command.confirmed', data: { commandId: command.id, operation, subject } }
          : {
              type: `command.${state}`,
              data: { commandId: command.id, operation, subject, problem: answer.problem ?? '' },
            }),
      },
    ]);
  });
  await followParcels(shop, never, now);
}
export const made = (id: string) => ({
  data: { fulfillmentCreate: { fulfillment: { id: `gid://shopify/Fulfillment/${id}` } } },
});
