// The receipts of the numbers: the first of each week is kept, so that one can say why the number is another one now. The only
// file that knows the table ReorderReceipt.
import { deflateSync, inflateSync } from 'node:zlib';
import { inShop, type ShopTx } from '../db.server.ts';
import { historiesOf } from './demand/store.server.ts';
import { type DemandInputs, demandOverDays } from './demand-inputs.ts';
import type { Planned, ShopToday } from './plan-place.ts';
import { canonicalJson } from './policy/canonical-json.ts';
import { type Difference, difference } from './policy/difference.ts';
import { type Receipt, sealReceipt, writeReceipt } from './policy/receipt.ts';
import type { Place, ReorderRow } from './reorder-point.ts';
import { loadRow, placeKey } from './store.server.ts';

const DAY_MS = 86_400_000;
const KEPT_WEEKS = 26;

/** Monday of the week of a day. */
function weekOf(today: string): Date {
  const day = Date.parse(today) / DAY_MS;
  return new Date((day - ((day + 3) % 7)) * DAY_MS);
}

/** Keeps the receipts of places that have none of this week yet; where demand is not known there is nothing to tell. */
export async function keepReceipts(
  tx: ShopTx,
  shop: string,
  items: readonly string[],
  planned: readonly Planned[],
  { today, now }: ShopToday,
): Promise<void> {
  const day = weekOf(today);
  const kept = await tx.reorderReceipt.findMany({
    where: { day: { gte: day }, inventoryItemId: { in: [...items] } },
    select: { inventoryItemId: true, locationId: true },
  });
  const has = new Set(kept.map(placeKey));
  const fresh = planned.filter(({ row, inputs }) => inputs.demand !== null && !has.has(placeKey(row)));
  if (fresh.length === 0) return;
  await tx.reorderReceipt.createMany({
    data: fresh.map(({ row, inputs, decision }) => {
      const receipt = sealReceipt(inputs, decision);
      const { inventoryItemId, locationId } = row;
      const body = new Uint8Array(deflateSync(canonicalJson(receipt), { level: 1 }));
      return { shop, inventoryItemId, locationId, day, hash: receipt.hash, body, writtenAt: now };
    }),
    skipDuplicates: true,
  });
}

/** Forgets what is older than half a year, unless something was ordered on it. */
export async function dropOldReceipts(tx: ShopTx, shop: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "ReorderReceipt" r WHERE r."shop" = ${shop} AND r."day" < ${new Date(now.getTime() - KEPT_WEEKS * 7 * DAY_MS)}
      AND NOT EXISTS (SELECT FROM "PurchaseOrderLine" l WHERE l."shop" = ${shop} AND l."receiptHash" = r."hash")`;
}

export type ReceiptOfPlace = {
  receipt: Receipt<DemandInputs>;
  /** the first receipt of an earlier week, else of this one, and what each input did to the number since; null = none is kept */
  before: { day: string; receipt: Receipt<DemandInputs>; difference: Difference } | null;
};

/** The receipt of the number as it stands, and why it is another one than last week. Null where there is no such number. */
export async function readReceipt(shop: string, place: Place): Promise<ReceiptOfPlace | null> {
  return inShop(shop, async (tx) => {
    const row = await loadRow(tx, shop, place);
    if (!row) return null;
    const inputs = { ...row.inputs.decision, demand: await demandOf(tx, row) };
    const receipt = writeReceipt(inputs, demandOverDays);
    const computedOn = inputs.demand ? Date.parse(inputs.demand.lastDay) + DAY_MS : row.computedAt.getTime();
    const monday = weekOf(new Date(computedOn).toISOString().slice(0, 10));
    const kept = await tx.reorderReceipt.findMany({ where: place, orderBy: { day: 'desc' }, take: 20 });
    const earlier = kept.find(({ day }) => day < monday) ?? kept.at(-1);
    if (!earlier) return { receipt, before: null };
    const was = JSON.parse(inflateSync(earlier.body).toString()) as Receipt<DemandInputs>;
    return {
      receipt,
      before: {
        day: earlier.day.toISOString().slice(0, 10),
        receipt: was,
        difference: difference(was.inputs, receipt.inputs, demandOverDays),
      },
    };
  });
}

/** The days that voted when the row was computed: the kept ones from its first to its last day. */
async function demandOf(tx: ShopTx, { inputs, ...place }: ReorderRow): Promise<DemandInputs | null> {
  if (!inputs.demand) return null;
  const { firstDay, ...demand } = inputs.demand;
  const kept = (await historiesOf(tx, [place.inventoryItemId])).find((each) => each.locationId === place.locationId);
  const history = kept?.history ?? { first: 0, units: new Float64Array(), states: new Uint8Array() };
  const from = Math.max(0, Date.parse(firstDay) / DAY_MS - history.first);
  const until = Math.max(from, Date.parse(demand.lastDay) / DAY_MS + 1 - history.first);
  return {
    ...demand,
    units: [...history.units.subarray(from, until)],
    states: [...history.states.subarray(from, until)],
  };
}
