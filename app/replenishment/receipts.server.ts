// The receipts of the numbers: the first of each week is kept, so that one can say why the number is another one now. The only
// file that knows the table ReorderReceipt.
import { hash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { inShop, type ShopTx } from '../db.server.ts';
import { historiesOf, type KeptHistory } from './demand/store.server.ts';
import { type DemandInputs, demandOverDays } from './demand-inputs.ts';
import type { Planned, ShopToday } from './plan-place.ts';
import { type Difference, difference } from './policy/difference.ts';
import { type Receipt, sealedText, writeReceipt } from './policy/receipt.ts';
import { type Place, placeKey, type ReorderRow } from './reorder-point.ts';
import { loadRow, loadRows } from './store.server.ts';

const DAY_MS = 86_400_000;
const KEPT_WEEKS = 26;

/** Monday of the week of a day. */
function weekOf(today: string): Date {
  const day = Date.parse(today) / DAY_MS;
  return new Date((day - ((day + 3) % 7)) * DAY_MS);
}

/** The places of these items, by `placeKey`, that have a receipt of this week already. */
export async function placesWithReceipt(tx: ShopTx, items: readonly string[], today: string): Promise<Set<string>> {
  const kept = await tx.reorderReceipt.findMany({
    where: { day: { gte: weekOf(today) }, inventoryItemId: { in: [...items] } },
    select: { inventoryItemId: true, locationId: true },
  });
  return new Set(kept.map(placeKey));
}

export type SealedReceipt = Place & { hash: string; body: string };

/** A few thousand letters: zlib's usual tables would take longer to lay out than to use. */
const SMALL = { level: 1, memLevel: 4, windowBits: 12 };

/** Null where demand is not known: there is nothing to tell. */
export function sealed({ row, inputs, decision }: Planned): SealedReceipt | null {
  if (inputs.demand === null) return null;
  const text = sealedText({ inputs, decision });
  return {
    inventoryItemId: row.inventoryItemId,
    locationId: row.locationId,
    hash: hash('sha256', text, 'hex'),
    body: deflateSync(text, SMALL).toString('base64'),
  };
}

/** Keeps the receipts of places that have none of this week yet. */
export async function keepReceipts(
  tx: ShopTx,
  shop: string,
  receipts: readonly SealedReceipt[],
  { today, now }: ShopToday,
): Promise<void> {
  if (receipts.length > 0) await insertReceipts(tx, shop, receipts, weekOf(today), now);
}

/**
 * Keeps the receipts of numbers that are being ordered, as of the day they were computed on, and answers the hash of each by
 * placeKey. Missing are places without a number, and those whose receipt of this day is already that of another number.
 */
export async function keepOrdered(
  tx: ShopTx,
  shop: string,
  places: readonly Place[],
  now: Date,
): Promise<Map<string, string>> {
  const wanted = new Set(places.map(placeKey));
  const items = [...new Set(places.map(({ inventoryItemId }) => inventoryItemId))];
  const rows = (await loadRows(tx, items)).filter((row) => row.inputs.demand !== null && wanted.has(placeKey(row)));
  const histories = new Map((await historiesOf(tx, items)).map((kept) => [placeKey(kept), kept]));
  const ordered = rows.map((row) => {
    const inputs = { ...row.inputs.decision, demand: demandOf(row, histories.get(placeKey(row))) };
    const { hash, ...body } = writeReceipt(inputs, demandOverDays);
    const { inventoryItemId, locationId } = row;
    const day = computedOn(row).toISOString().slice(0, 10);
    return { inventoryItemId, locationId, day, hash, body: deflateSync(sealedText(body), SMALL).toString('base64') };
  });
  for (const [day, receipts] of Map.groupBy(ordered, (receipt) => receipt.day))
    await insertReceipts(tx, shop, receipts, new Date(day), now);
  const kept = await tx.reorderReceipt.findMany({
    where: { hash: { in: ordered.map((receipt) => receipt.hash) }, inventoryItemId: { in: items } },
    select: { inventoryItemId: true, locationId: true, hash: true },
  });
  return new Map(kept.map((receipt) => [placeKey(receipt), receipt.hash]));
}

/** `body`: the receipt's canonical JSON, deflated, in base64. What a place has for this day already stays. */
async function insertReceipts(
  tx: ShopTx,
  shop: string,
  rows: readonly SealedReceipt[],
  day: Date,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ReorderReceipt" ("shop", "inventoryItemId", "locationId", "day", "hash", "body", "writtenAt")
    SELECT ${shop}, r."inventoryItemId", r."locationId", ${day}::date, r."hash", decode(r."body", 'base64'), ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r("inventoryItemId" text, "locationId" text, "hash" text, "body" text)
    ON CONFLICT DO NOTHING`;
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
    const history = (await historiesOf(tx, [place.inventoryItemId])).find((kept) => placeKey(kept) === placeKey(place));
    const receipt = writeReceipt({ ...row.inputs.decision, demand: demandOf(row, history) }, demandOverDays);
    const monday = weekOf(computedOn(row).toISOString().slice(0, 10));
    const kept = await tx.reorderReceipt.findMany({ where: place, orderBy: { day: 'desc' }, take: 20 });
    const earlier = kept.find(({ day }) => day < monday) ?? kept.at(-1);
    if (!earlier) return { receipt, before: null };
    const sealed = JSON.parse(inflateSync(earlier.body).toString()) as Omit<Receipt<DemandInputs>, 'hash'>;
    const was = { ...sealed, hash: earlier.hash };
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

/** The day after the last that voted, else when it was computed. */
const computedOn = ({ inputs, computedAt }: ReorderRow) =>
  inputs.demand ? new Date(Date.parse(inputs.demand.lastDay) + DAY_MS) : computedAt;

/** The days that voted when the row was computed: the kept ones from its first to its last day. */
function demandOf({ inputs }: ReorderRow, kept: KeptHistory | undefined): DemandInputs | null {
  if (!inputs.demand) return null;
  const { firstDay, ...demand } = inputs.demand;
  const history = kept?.history ?? { first: 0, units: new Float64Array(), states: new Uint8Array() };
  const from = Math.max(0, Date.parse(firstDay) / DAY_MS - history.first);
  const until = Math.max(from, Date.parse(demand.lastDay) / DAY_MS + 1 - history.first);
  return {
    ...demand,
    units: [...history.units.subarray(from, until)],
    states: [...history.states.subarray(from, until)],
  };
}
