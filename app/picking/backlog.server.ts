// The backlog of a location: what may ride in a wave now, and what may not and why.
import type { ShopTx } from '../db.server.ts';
import { type OpenOrderRow, openAmong, readOpenOrders } from '../mirror/read-open-orders.server.ts';
import { type CommandOutcome, commandOutcomes } from '../shopify/command-outcomes.server.ts';
import { type NotInWave, type Standing, whyNotInWave } from './eligible.ts';
import { readRefusedOrders } from './hand-off/refused-order.server.ts';
import { binsFor } from './place/take-from.ts';
import type { Candidate } from './plan.ts';
import { loadRules } from './rules/store.server.ts';
import { loadShelves } from './shelves.server.ts';
import type { Shelves } from './shelves.ts';
import { activeLinesOf, earlierWavesOf } from './store/of-orders.server.ts';

/** What the orders room found out about these orders, by order id; the door passes what it answers. */
export type ChecksOf = (tx: ShopTx, orderIds: string[]) => Promise<Map<string, NonNullable<Standing['check']>>>;

/** An open fulfillment order that may not ride in a wave. */
export type Named = {
  fulfillmentOrderId: string;
  orderId: string;
  orderName: string;
  placedAt: Date;
  locationId: string | null;
  units: number;
  reason: NotInWave;
};

export type Backlog = {
  ready: Candidate[];
  /** what is free of their items, and where */
  shelves: Shelves;
  named: Named[];
  /** there are more open fulfillment orders than were looked at */
  more: boolean;
};

/** More than a location of fifty pickers has open at a time, and few enough to read in one go. */
const LOOK_AT = 10_000;

/** Every open fulfillment order of a location (null: of all, and of none) is in one of the two lists. */
export async function readBacklog(
  tx: ShopTx,
  shop: string,
  locationId: string | null,
  checksOf: ChecksOf,
  now: Date,
): Promise<Backlog> {
  const open = await readOpenOrders(tx, shop, locationId, LOOK_AT + 1);
  const rows = open.slice(0, LOOK_AT);
  const standing = await standingOf(tx, shop, rows, checksOf);
  const ready: OpenOrderRow[] = [];
  const named: Named[] = [];
  for (const row of rows) {
    const reason = whyNotInWave(row, standing(row), now);
    if (!reason) ready.push(row);
    else
      named.push({
        fulfillmentOrderId: row.fulfillmentOrderId,
        orderId: row.orderId,
        orderName: row.orderName,
        placedAt: row.placedAt,
        locationId: row.locationId,
        units: row.lines.reduce((sum, line) => sum + line.quantity, 0),
        reason,
      });
  }
  const items = [...new Set(ready.flatMap((one) => one.lines.flatMap((line) => line.inventoryItemId ?? [])))];
  const shelves: Shelves = locationId ? await loadShelves(tx, locationId, items) : new Map();
  return { ready: ready.map((one) => toCandidate(one, shelves)), shelves, named, more: open.length > LOOK_AT };
}

async function standingOf(
  tx: ShopTx,
  shop: string,
  rows: readonly OpenOrderRow[],
  checksOf: ChecksOf,
): Promise<(row: OpenOrderRow) => Standing> {
  const orderIds = [...new Set(rows.map((row) => row.orderId))];
  const ids = rows.map((row) => row.fulfillmentOrderId);
  const checks = await checksOf(tx, orderIds);
  const lines = await activeLinesOf(tx, orderIds);
  const earlier = await earlierWavesOf(tx, ids);
  const outcomes = await commandOutcomes(tx, [...new Set([...earlier.shippedBy.values()].flat())]);
  const refusedFrom = new Map(
    (await readRefusedOrders(tx, shop)).flatMap(({ waveId, number, fulfillmentOrderIds }) =>
      fulfillmentOrderIds.map((id) => [id, { id: waveId, number }] as const),
    ),
  );
  const rules = await loadRules(tx);
  const wanted = (delivery: string) => rules.some((rule) => rule.active && rule.when.delivery === delivery);
  const [localWanted, pickupWanted] = [wanted('LOCAL'), wanted('PICK_UP')];
  const own = Map.groupBy(lines, (line) => line.fulfillmentOrderId);
  // Lines whose fulfillment order is open no longer: an edit or a split put another one in its place.
  const listed = new Set(ids);
  const unlisted = [...own.keys()].filter((id) => !listed.has(id));
  const standing = new Set([...ids, ...(await openAmong(tx, unlisted))]);
  const replaced = Map.groupBy(
    lines.filter((line) => !standing.has(line.fulfillmentOrderId)),
    (line) => line.orderId,
  );
  return (row) => {
    const held = own.get(row.fulfillmentOrderId) ?? replaced.get(row.orderId) ?? [];
    const [first] = held;
    return {
      check: checks.get(row.orderId) ?? null,
      location: row.location,
      wave: first
        ? { ...first.wave, units: new Map(held.map((line) => [line.fulfillmentOrderLineId, line.quantity])) }
        : null,
      begunByUs: earlier.earlier.has(row.fulfillmentOrderId),
      onItsWay: (earlier.shippedBy.get(row.fulfillmentOrderId) ?? []).some((id) =>
        stillOnItsWay(outcomes.get(id), row.heardAt),
      ),
      cameBack: earlier.cameBack.get(row.fulfillmentOrderId) ?? null,
      refusedFrom: refusedFrom.get(row.fulfillmentOrderId) ?? null,
      localWanted,
      pickupWanted,
    };
  };
}

/** Shipped by us, but the mirror still shows the state before it: planning it again would pick it twice. */
function stillOnItsWay(outcome: CommandOutcome | undefined, heardAt: Date): boolean {
  if (!outcome || outcome.state === 'failed') return false;
  if (outcome.state !== 'confirmed') return true;
  return outcome.settledAt !== null && heardAt < outcome.settledAt;
}

function toCandidate(one: OpenOrderRow, shelves: Shelves): Candidate {
  return {
    fulfillmentOrderId: one.fulfillmentOrderId,
    orderId: one.orderId,
    orderName: one.orderName,
    placedAt: one.placedAt,
    fulfillBy: one.fulfillBy,
    deliveryMethod: one.deliveryMethod ?? 'SHIPPING',
    shippingMethod: one.shippingMethod,
    tags: one.tags,
    country: one.country,
    lines: one.lines.map((line) => ({
      ...line,
      bin: binsFor(shelves.get(line.inventoryItemId ?? '') ?? [], line.quantity)[0] ?? null,
    })),
  };
}
