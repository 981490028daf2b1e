// Planning a wave: look over what is ready at a location, then keep it as a wave.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../db.server.ts';
import { readPickable } from '../mirror/read-pickable.server.ts';
import { type CommandOutcome, commandOutcomes } from '../shopify/command-outcomes.server.ts';
import { loadBins } from './place/store.server.ts';
import { type Candidate, type PlannedWave, planWave } from './plan.ts';
import { insertWave, LinesTaken, wavesOf } from './store.server.ts';

/** Says which of these orders are fit to ship; the door passes what the orders room answers. */
export type ReadyAmong = (tx: ShopTx, orderIds: string[]) => Promise<Set<string>>;

/**
 * Says of these orders why they must not go now, by order id; those that may go are missing. `picked`: the goods are in hand,
 * so that the shelf does not matter any more. The door passes what the orders room answers.
 */
export type WhyHeld = (tx: ShopTx, orderIds: string[], picked: boolean) => Promise<Map<string, string>>;

export type WaveWish = { locationId: string; size: number };

/** What a wave would be if it were planned now. Nothing is kept. */
export async function previewWave(shop: string, wish: WaveWish, readyAmong: ReadyAmong): Promise<PlannedWave> {
  return inShop(shop, async (tx) => planWave(await candidatesAt(tx, shop, wish.locationId, readyAmong), wish.size));
}

export type Planned = { ok: true; id: string; number: number } | { ok: false; problem: string };

/** Keeps the wave that is ready now. Two who plan at the same time get different orders, or one is told to look again. */
export async function planNewWave(shop: string, wish: WaveWish, readyAmong: ReadyAmong, now: Date): Promise<Planned> {
  try {
    return await inShop(shop, async (tx): Promise<Planned> => {
      const plan = planWave(await candidatesAt(tx, shop, wish.locationId, readyAmong), wish.size);
      if (plan.lines.length === 0)
        return { ok: false, problem: 'No order is ready at this location now, so no wave was planned.' };
      const id = randomUUID();
      const number = await insertWave(tx, shop, { id, locationId: wish.locationId, lines: plan.lines, createdAt: now });
      return { ok: true, id, number };
    });
  } catch (error) {
    if (!(error instanceof LinesTaken)) throw error;
    return {
      ok: false,
      problem: 'Someone else planned a wave with some of these orders just now. Look at what is left, then plan again.',
    };
  }
}

/** Enough to fill a wave many times over, and few enough to look at in one go. */
const LOOK_AT = 500;

async function candidatesAt(
  tx: ShopTx,
  shop: string,
  locationId: string,
  readyAmong: ReadyAmong,
): Promise<Candidate[]> {
  const pickable = await readPickable(tx, shop, locationId, LOOK_AT);
  const ready = await readyAmong(tx, [...new Set(pickable.map((one) => one.orderId))]);
  const waves = await wavesOf(
    tx,
    pickable.map((one) => one.fulfillmentOrderId),
  );
  const outcomes = await commandOutcomes(tx, [...waves.shippedBy.values()].flat());
  const free = pickable.filter(
    (one) =>
      ready.has(one.orderId) &&
      !waves.active.has(one.fulfillmentOrderId) &&
      // Work that we did not begin is someone else's.
      (one.status === 'OPEN' || waves.earlier.has(one.fulfillmentOrderId)) &&
      !(waves.shippedBy.get(one.fulfillmentOrderId) ?? []).some((id) => stillOnItsWay(outcomes.get(id), one.heardAt)),
  );
  const items = [...new Set(free.flatMap((one) => one.lines.flatMap((line) => line.inventoryItemId ?? [])))];
  const bins = await loadBins(tx, locationId, items);
  return free.map((one) => ({
    fulfillmentOrderId: one.fulfillmentOrderId,
    orderId: one.orderId,
    orderName: one.orderName,
    placedAt: one.placedAt,
    fulfillBy: one.fulfillBy,
    lines: one.lines.map((line) => ({
      ...line,
      bin: line.inventoryItemId ? (bins.get(line.inventoryItemId) ?? null) : null,
    })),
  }));
}

/** Shipped by us, but the mirror still shows the state before it: planning it again would pick it twice. */
function stillOnItsWay(outcome: CommandOutcome | undefined, heardAt: Date): boolean {
  if (!outcome || outcome.state === 'failed') return false;
  if (outcome.state !== 'confirmed') return true;
  return outcome.settledAt !== null && heardAt < outcome.settledAt;
}
