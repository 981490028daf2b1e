// The only file that knows the tables Supplier, SupplierItem, PurchaseOrder, PurchaseOrderLine, Arrival and SupplierMail.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { SupplierLine } from '../policy/scorecard.ts';
import type { ExtraCost, OrderHead, OrderLine, OrderState, PurchaseOrder } from './purchase-order.ts';
import type { PriceBreak, SupplierItemTerms, SupplierTerms } from './supplier.ts';

export type Supplier = SupplierTerms & { id: string; archivedAt: Date | null };
export type SupplierItem = SupplierItemTerms & { supplierId: string; inventoryItemId: string };
/** What one supplier asks for an item, with what the supplier asks of every order. */
export type Offer = SupplierItem & { supplier: Supplier };

// ── Suppliers ──

export async function listSuppliers(
  tx: ShopTx,
  search: string,
  archived: boolean,
): Promise<(Supplier & { items: number; openOrders: number })[]> {
  const rows = await tx.supplier.findMany({
    where: {
      archivedAt: archived ? { not: null } : null,
      ...(search ? { name: { contains: search, mode: 'insensitive' } } : {}),
    },
    include: { _count: { select: { items: true } } },
    orderBy: { name: 'asc' },
    take: 500,
  });
  const open = await tx.purchaseOrder.groupBy({
    by: ['supplierId'],
    where: {
      supplierId: { in: rows.map((row) => row.id) },
      state: { in: ['draft', 'approved', 'ordered', 'receiving'] },
    },
    _count: { _all: true },
  });
  const openOf = new Map(open.map((group) => [group.supplierId, group._count._all]));
  return rows.map(({ _count, ...row }) => ({
    ...toSupplier(row),
    items: _count.items,
    openOrders: openOf.get(row.id) ?? 0,
  }));
}

export async function loadSupplier(tx: ShopTx, shop: string, id: string): Promise<Supplier | null> {
  const row = await tx.supplier.findUnique({ where: { shop_id: { shop, id } } });
  return row && toSupplier(row);
}

/** By name, whatever its case. */
export async function suppliersNamed(tx: ShopTx, names: readonly string[]): Promise<Map<string, Supplier>> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const rows = await tx.supplier.findMany();
  return new Map(
    rows.filter((row) => wanted.has(row.name.toLowerCase())).map((row) => [row.name.toLowerCase(), toSupplier(row)]),
  );
}

export async function saveSupplier(tx: ShopTx, shop: string, id: string, terms: SupplierTerms): Promise<void> {
  await tx.supplier.upsert({ where: { shop_id: { shop, id } }, create: { shop, id, ...terms }, update: terms });
}

export async function setArchived(tx: ShopTx, shop: string, id: string, at: Date | null): Promise<boolean> {
  const { count } = await tx.supplier.updateMany({ where: { shop, id }, data: { archivedAt: at } });
  return count > 0;
}

export async function itemsOfSupplier(tx: ShopTx, supplierId: string): Promise<SupplierItem[]> {
  const rows = await tx.supplierItem.findMany({ where: { supplierId }, orderBy: { inventoryItemId: 'asc' } });
  return rows.map(toItem);
}

/** What suppliers ask for these items, those bought from first first. Archived suppliers ask for nothing. */
export async function offersFor(tx: ShopTx, items: readonly string[]): Promise<Map<string, Offer[]>> {
  const rows = await tx.supplierItem.findMany({
    where: { inventoryItemId: { in: [...items] }, supplier: { archivedAt: null } },
    include: { supplier: true },
    orderBy: [{ rank: 'asc' }, { supplierId: 'asc' }],
  });
  return Map.groupBy(
    rows.map(({ supplier, ...row }) => ({ ...toItem(row), supplier: toSupplier(supplier) })),
    (offer) => offer.inventoryItemId,
  );
}

export async function saveSupplierItems(tx: ShopTx, shop: string, items: readonly SupplierItem[]): Promise<void> {
  const rows = JSON.stringify(
    items.map((item) => ({ ...item, unitCost: text(item.unitCost), priceBreaks: storedBreaks(item.priceBreaks) })),
  );
  await tx.$executeRaw`
    INSERT INTO "SupplierItem" ("shop", "supplierId", "inventoryItemId", "rank", "supplierSku", "unitCost", "minimumOrder",
      "packSize", "leadTimeDays", "priceBreaks")
    SELECT ${shop}, r."supplierId", r."inventoryItemId", r."rank", r."supplierSku", r."unitCost", r."minimumOrder",
      r."packSize", r."leadTimeDays", r."priceBreaks"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("supplierId" uuid, "inventoryItemId" text, "rank" int, "supplierSku" text,
      "unitCost" bigint, "minimumOrder" int, "packSize" int, "leadTimeDays" int, "priceBreaks" jsonb)
    ON CONFLICT ("shop", "supplierId", "inventoryItemId") DO UPDATE SET "rank" = excluded."rank",
      "supplierSku" = excluded."supplierSku", "unitCost" = excluded."unitCost", "minimumOrder" = excluded."minimumOrder",
      "packSize" = excluded."packSize", "leadTimeDays" = excluded."leadTimeDays", "priceBreaks" = excluded."priceBreaks"`;
}

export async function deleteSupplierItem(tx: ShopTx, supplierId: string, inventoryItemId: string): Promise<void> {
  await tx.supplierItem.deleteMany({ where: { supplierId, inventoryItemId } });
}

/** Every line ever ordered of a supplier, for its scorecard; days since 1970. The newest 5,000. */
export async function linesForScorecard(tx: ShopTx, supplierId: string): Promise<SupplierLine[]> {
  const orders = await tx.purchaseOrder.findMany({
    where: { supplierId, orderedAt: { not: null }, state: { not: 'canceled' } },
    orderBy: { orderedAt: 'desc' },
    take: 500,
    select: {
      orderedAt: true,
      dueOn: true,
      state: true,
      lines: { select: { id: true, ordered: true } },
      arrivals: { select: { lineId: true, accepted: true, at: true } },
    },
  });
  return orders
    .flatMap((order) =>
      order.lines.map((line) => ({
        orderedOn: dayOf(order.orderedAt!),
        dueOn: order.dueOn && dayOf(order.dueOn),
        ordered: line.ordered,
        arrivals: order.arrivals
          .filter((arrival) => arrival.lineId === line.id && arrival.accepted > 0)
          .map((arrival) => ({ on: dayOf(arrival.at), units: arrival.accepted })),
        closed: order.state === 'closed',
      })),
    )
    .slice(0, 5000);
}

// ── What the ordering policy reads ──

export type OpenOrderLine = {
  inventoryItemId: string;
  locationId: string;
  supplierId: string;
  purchaseOrderId: string;
  ordered: number;
  /** accepted and rejected: neither is still to come */
  received: number;
  /** of what is to come, what Shopify's incoming counts because we told it so */
  inIncoming: number;
  dueOn: Date | null;
  orderedAt: Date;
};

/**
 * Lines on order with units still to come, of these items or (null) of all. Drafts and approved orders do not count. A line of
 * which nothing is to come any more is among them as long as Shopify's incoming counts it by our word.
 */
export async function openLines(tx: ShopTx, items: readonly string[] | null): Promise<OpenOrderLine[]> {
  return tx.$queryRaw<OpenOrderLine[]>`
    SELECT l."inventoryItemId", o."locationId", o."supplierId", o."id" AS "purchaseOrderId",
      CASE WHEN o."state" IN ('ordered', 'receiving') THEN l."ordered" ELSE l."received" + l."rejected" END AS "ordered",
      l."received" + l."rejected" AS "received", l."inIncoming", o."dueOn", o."orderedAt"
    FROM "PurchaseOrderLine" l
    JOIN "PurchaseOrder" o ON o."shop" = l."shop" AND o."id" = l."purchaseOrderId"
    WHERE ((o."state" IN ('ordered', 'receiving') AND l."received" + l."rejected" < l."ordered") OR l."inIncoming" <> 0)
      AND (${items === null} OR l."inventoryItemId" = ANY(${items === null ? [] : [...items]}))`;
}

export type LeadTimeSample = {
  inventoryItemId: string;
  supplierId: string;
  locationId: string;
  /** from order to arrival, in days and parts of them */
  days: number;
  /** accepted units that took so long */
  units: number;
  at: Date;
};

/** What arrived, of our own orders and of purchase orders kept in Shopify itself; those speak for the supplier of the same name. */
const ARRIVED = Prisma.sql`(
  SELECT l."inventoryItemId", o."supplierId", o."locationId", a."accepted" AS "units", a."at", o."orderedAt", a."id"::text
  FROM "Arrival" a
  JOIN "PurchaseOrderLine" l ON l."shop" = a."shop" AND l."id" = a."lineId"
  JOIN "PurchaseOrder" o ON o."shop" = a."shop" AND o."id" = a."purchaseOrderId"
  WHERE a."accepted" > 0 AND o."orderedAt" IS NOT NULL
  UNION ALL
  SELECT n."inventoryItemId", s."id", n."locationId", n."accepted", n."at", n."orderedAt", n."id"
  FROM "NativeArrival" n JOIN "Supplier" s ON s."shop" = n."shop" AND lower(s."name") = lower(n."supplierName")) arrived`;
const TOOK = Prisma.sql`(extract(epoch FROM "at" - "orderedAt") / 86400)::float8`;

/** How long what arrived took, newest first: the newest 50 of each of these items from each supplier. */
export async function leadTimeSamples(tx: ShopTx, items: readonly string[]): Promise<LeadTimeSample[]> {
  return tx.$queryRaw<LeadTimeSample[]>`
    SELECT "inventoryItemId", "supplierId", "locationId", "days", "units", "at" FROM (
      SELECT *, ${TOOK} AS "days",
        row_number() OVER (PARTITION BY "supplierId", "inventoryItemId" ORDER BY "at" DESC, "id") AS "newest"
      FROM ${ARRIVED} WHERE "inventoryItemId" = ANY(${[...items]})) s
    WHERE "newest" <= 50 ORDER BY "at" DESC, "id"`;
}

/** The same of each supplier, whatever the items: the newest 50. Days and units go together by place in the list. */
export async function leadTimesOfSuppliers(
  tx: ShopTx,
): Promise<{ supplierId: string; days: number[]; units: number[] }[]> {
  return tx.$queryRaw`
    SELECT "supplierId"::text AS "supplierId", array_agg("days" ORDER BY "newest") AS "days", array_agg("units" ORDER BY "newest") AS "units"
    FROM (
      SELECT "supplierId", "units", ${TOOK} AS "days",
        row_number() OVER (PARTITION BY "supplierId" ORDER BY "at" DESC, "id") AS "newest"
      FROM ${ARRIVED}) s
    WHERE "newest" <= 50 GROUP BY 1`;
}

/** Units on drafts and approved orders, by item and location: asked for, but nobody has been told yet. */
export async function draftedUnits(
  tx: ShopTx,
  items: readonly string[] | null,
): Promise<{ inventoryItemId: string; locationId: string; units: number }[]> {
  return tx.$queryRaw`
    SELECT l."inventoryItemId", o."locationId", sum(l."ordered")::int AS "units"
    FROM "PurchaseOrderLine" l
    JOIN "PurchaseOrder" o ON o."shop" = l."shop" AND o."id" = l."purchaseOrderId"
    WHERE o."state" IN ('draft', 'approved')
      AND (${items === null} OR l."inventoryItemId" = ANY(${items === null ? [] : [...items]}))
    GROUP BY 1, 2`;
}

/** What stands on drafts at each supplier in one currency, in minor units; approved orders go by themselves. */
export async function draftedValue(tx: ShopTx, currency: string): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ supplierId: string; minor: bigint }[]>`
    SELECT o."supplierId"::text AS "supplierId", sum(l."ordered" * l."unitCost")::bigint AS "minor"
    FROM "PurchaseOrderLine" l
    JOIN "PurchaseOrder" o ON o."shop" = l."shop" AND o."id" = l."purchaseOrderId"
    WHERE o."state" = 'draft' AND o."currency" = ${currency} GROUP BY 1`;
  return new Map(rows.map(({ supplierId, minor }) => [supplierId, Number(minor)]));
}

// ── Purchase orders ──

export type NewOrder = Pick<
  OrderHead,
  'id' | 'supplierId' | 'supplierName' | 'locationId' | 'currency' | 'createdAt'
> & {
  note?: string | null;
  lines: Omit<OrderLine, 'received' | 'rejected' | 'inIncoming'>[];
};

/** Saves a draft with the shop's next number, unless one with this id exists. Answers its number and whether it is new. */
export async function insertDraft(
  tx: ShopTx,
  shop: string,
  order: NewOrder,
): Promise<{ number: number; isNew: boolean }> {
  // Numbers without gaps or races: people of one shop take turns.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('purchase-order:' || ${shop}, 0))`;
  const { lines, ...head } = order;
  const known = await tx.purchaseOrder.findUnique({
    where: { shop_id: { shop, id: order.id } },
    select: { number: true },
  });
  if (known) return { number: known.number, isNew: false };
  const { _max } = await tx.purchaseOrder.aggregate({ _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  await tx.purchaseOrder.create({ data: { shop, ...head, number, state: 'draft' } });
  await tx.purchaseOrderLine.createMany({ data: lines.map((line) => ({ shop, purchaseOrderId: order.id, ...line })) });
  return { number, isNew: true };
}

export async function loadOrder(tx: ShopTx, shop: string, id: string): Promise<PurchaseOrder | null> {
  const row = await tx.purchaseOrder.findUnique({
    where: { shop_id: { shop, id } },
    include: { lines: { orderBy: { position: 'asc' } } },
  });
  if (!row) return null;
  const { lines, ...head } = row;
  return {
    ...toHead(head),
    lines: lines.map(
      ({ shop: _, purchaseOrderId: __, tellingId: ___, tellingBy: ____, tellings: _____, ...line }) => line,
    ),
  };
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockOrder(tx: ShopTx, shop: string, id: string): Promise<PurchaseOrder | null> {
  await tx.$queryRaw`SELECT 1 FROM "PurchaseOrder" WHERE "shop" = ${shop} AND "id" = ${id}::uuid FOR UPDATE`;
  return loadOrder(tx, shop, id);
}

export type OrderChange = Partial<
  Pick<OrderHead, 'state' | 'note' | 'dueOn' | 'extraCosts' | 'approvedAt' | 'orderedAt' | 'closedAt'>
>;

/** Changes a locked order and makes it the next version. `lastChange` tells whoever comes second. */
export async function saveOrder(
  tx: ShopTx,
  shop: string,
  id: string,
  lastChange: string,
  change: OrderChange,
): Promise<number> {
  const { extraCosts, ...rest } = change;
  const { version } = await tx.purchaseOrder.update({
    where: { shop_id: { shop, id } },
    data: {
      ...rest,
      ...(extraCosts
        ? { extraCosts: extraCosts.map(({ kind, amount }) => ({ kind, amount: amount.toString() })) }
        : {}),
      lastChange,
      version: { increment: 1 },
    },
    select: { version: true },
  });
  return version;
}

/** Makes `lines` the lines of a draft. */
export async function replaceLines(
  tx: ShopTx,
  shop: string,
  purchaseOrderId: string,
  lines: NewOrder['lines'],
): Promise<void> {
  await tx.purchaseOrderLine.deleteMany({ where: { purchaseOrderId } });
  await tx.purchaseOrderLine.createMany({ data: lines.map((line) => ({ shop, purchaseOrderId, ...line })) });
}

export type OrderSummary = OrderHead & { lineCount: number; units: number; received: number; value: bigint };

export async function listOrders(
  tx: ShopTx,
  filter: { states: readonly OrderState[]; search: string; supplierId?: string },
  page: { skip: number; take: number },
): Promise<{ rows: OrderSummary[]; total: number }> {
  const number = /^(?:po-?)?(\d{1,9})$/i.exec(filter.search.trim())?.[1];
  const contains = { contains: filter.search.trim(), mode: 'insensitive' } as const;
  const where: Prisma.PurchaseOrderWhereInput = {
    state: { in: [...filter.states] },
    ...(filter.supplierId ? { supplierId: filter.supplierId } : {}),
    ...(filter.search.trim()
      ? {
          OR: [
            { supplierName: contains },
            { lines: { some: { OR: [{ title: contains }, { sku: contains }] } } },
            ...(number ? [{ number: Number(number) }] : []),
          ],
        }
      : {}),
  };
  const [orders, total] = await Promise.all([
    tx.purchaseOrder.findMany({ where, orderBy: { number: 'desc' }, ...page }),
    tx.purchaseOrder.count({ where }),
  ]);
  const sums = await tx.$queryRaw<{ id: string; lineCount: number; units: number; received: number; value: bigint }[]>`
    SELECT "purchaseOrderId" AS "id", count(*)::int AS "lineCount", sum("ordered")::int AS "units",
      sum("received")::int AS "received", sum("ordered" * "unitCost")::bigint AS "value"
    FROM "PurchaseOrderLine" WHERE "purchaseOrderId" = ANY(${orders.map((order) => order.id)}::uuid[]) GROUP BY 1`;
  const sumOf = new Map(sums.map(({ id, ...sum }) => [id, sum]));
  const none = { lineCount: 0, units: 0, received: 0, value: 0n };
  return { rows: orders.map((order) => ({ ...toHead(order), ...(sumOf.get(order.id) ?? none) })), total };
}

export async function countOrders(tx: ShopTx): Promise<Record<OrderState, number>> {
  const groups = await tx.purchaseOrder.groupBy({ by: ['state'], _count: { _all: true } });
  const counts: Record<OrderState, number> = {
    draft: 0,
    approved: 0,
    ordered: 0,
    receiving: 0,
    closed: 0,
    canceled: 0,
  };
  for (const group of groups) counts[group.state as OrderState] = group._count._all;
  return counts;
}

// ── Arrivals ──

export type Arrival = {
  id: string;
  purchaseOrderId: string;
  lineId: string;
  receivingId: string;
  accepted: number;
  rejected: number;
  commandId: string | null;
  notBooked: string | null;
  at: Date;
};

/** What came of an order, newest first. */
export async function arrivalsOf(tx: ShopTx, purchaseOrderId: string): Promise<Arrival[]> {
  const rows = await tx.arrival.findMany({ where: { purchaseOrderId }, orderBy: [{ at: 'desc' }, { lineId: 'asc' }] });
  return rows.map(({ shop: _, ...row }) => row);
}

export async function isReceived(tx: ShopTx, purchaseOrderId: string, receivingId: string): Promise<boolean> {
  return (await tx.arrival.count({ where: { purchaseOrderId, receivingId } })) > 0;
}

/** Saves a receiving and adds it to its lines. */
export async function insertArrivals(tx: ShopTx, shop: string, arrivals: readonly Arrival[]): Promise<void> {
  await tx.arrival.createMany({ data: arrivals.map((arrival) => ({ shop, ...arrival })) });
  const rows = JSON.stringify(arrivals);
  await tx.$executeRaw`
    UPDATE "PurchaseOrderLine" l SET "received" = l."received" + r."accepted", "rejected" = l."rejected" + r."rejected"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("lineId" uuid, "accepted" int, "rejected" int)
    WHERE l."shop" = ${shop} AND l."id" = r."lineId"`;
}

/** Which of these commands booked an arrival, with where it was booked. */
export async function bookingsAmong(
  tx: ShopTx,
  commandIds: readonly string[],
): Promise<{ commandId: string; purchaseOrderId: string; inventoryItemId: string; locationId: string }[]> {
  return tx.$queryRaw`
    SELECT a."commandId", a."purchaseOrderId", l."inventoryItemId", o."locationId"
    FROM "Arrival" a
    JOIN "PurchaseOrderLine" l ON l."shop" = a."shop" AND l."id" = a."lineId"
    JOIN "PurchaseOrder" o ON o."shop" = a."shop" AND o."id" = a."purchaseOrderId"
    WHERE a."commandId" = ANY(${[...commandIds]}::uuid[])`;
}

// ── What Shopify's incoming is told ──

export type Telling = {
  lineId: string;
  purchaseOrderId: string;
  inventoryItemId: string;
  locationId: string;
  state: OrderState;
  /** what Shopify's incoming should count of the line */
  wanted: number;
  inIncoming: number;
  tellings: number;
};

/** Lines whose command about incoming is under way. */
export async function tellingsUnderWay(tx: ShopTx): Promise<{ lineId: string; commandId: string }[]> {
  const rows = await tx.purchaseOrderLine.findMany({
    where: { tellingId: { not: null } },
    select: { id: true, tellingId: true },
    take: 5000,
  });
  return rows.map((row) => ({ lineId: row.id, commandId: row.tellingId! }));
}

/** The commands of these lines took effect: incoming counts what they said. */
export async function tellingsDone(tx: ShopTx, lineIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "PurchaseOrderLine" SET "inIncoming" = "inIncoming" + "tellingBy", "tellingId" = NULL, "tellingBy" = 0
    WHERE "id" = ANY(${[...lineIds]}::uuid[]) AND "tellingId" IS NOT NULL`;
}

/** Lines of which incoming counts another number than is to come, and no command is under way; locked, at most `take`. */
export async function tellingsDue(tx: ShopTx, take: number): Promise<Telling[]> {
  return tx.$queryRaw<Telling[]>`
    SELECT * FROM (
      SELECT l."id" AS "lineId", o."id" AS "purchaseOrderId", l."inventoryItemId", o."locationId", o."state",
        l."inIncoming", l."tellings",
        CASE WHEN o."state" IN ('ordered', 'receiving')
          THEN greatest(0, l."ordered" - l."received" - l."rejected") ELSE 0 END AS "wanted"
      FROM "PurchaseOrderLine" l
      JOIN "PurchaseOrder" o ON o."shop" = l."shop" AND o."id" = l."purchaseOrderId"
      WHERE l."tellingId" IS NULL AND (l."inIncoming" <> 0 OR o."state" IN ('ordered', 'receiving'))
      FOR UPDATE OF l SKIP LOCKED) s
    WHERE "wanted" <> "inIncoming" ORDER BY "lineId" LIMIT ${take}`;
}

export async function tellingBegun(
  tx: ShopTx,
  shop: string,
  lineId: string,
  commandId: string,
  by: number,
): Promise<void> {
  await tx.purchaseOrderLine.update({
    where: { shop_id: { shop, id: lineId } },
    data: { tellingId: commandId, tellingBy: by, tellings: { increment: 1 } },
  });
}

// ── Mail ──

export const mailStates = ['queued', 'sending', 'sent', 'failed', 'unknown'] as const;
export type MailState = (typeof mailStates)[number];
export type SupplierMail = {
  id: string;
  purchaseOrderId: string;
  version: number;
  recipient: string;
  state: MailState;
  attempts: number;
  problem: string | null;
  nextAttemptAt: Date;
  sentAt: Date | null;
};

export async function insertMail(
  tx: ShopTx,
  shop: string,
  mail: Pick<SupplierMail, 'id' | 'purchaseOrderId' | 'version' | 'recipient' | 'nextAttemptAt'>,
): Promise<void> {
  await tx.supplierMail.create({ data: { shop, ...mail, state: 'queued' } });
}

/** The newest mail of an order, or null. */
export async function lastMail(tx: ShopTx, purchaseOrderId: string): Promise<SupplierMail | null> {
  const row = await tx.supplierMail.findFirst({ where: { purchaseOrderId }, orderBy: { version: 'desc' } });
  return row && toMail(row);
}

/** Whoever claimed these and did not say what became of them is gone: they may have been sent. */
export async function giveUpMails(tx: ShopTx, now: Date, problem: string): Promise<void> {
  await tx.supplierMail.updateMany({
    where: { state: 'sending', nextAttemptAt: { lte: now } },
    data: { state: 'unknown', problem },
  });
}

/** Takes the next mail that is due, until `until`. */
export async function claimMail(tx: ShopTx, shop: string, now: Date, until: Date): Promise<SupplierMail | null> {
  const [row] = await tx.$queryRaw<Prisma.SupplierMailGetPayload<object>[]>`
    UPDATE "SupplierMail" SET "state" = 'sending', "attempts" = "attempts" + 1, "nextAttemptAt" = ${until}
    WHERE "shop" = ${shop} AND "id" = (
      SELECT "id" FROM "SupplierMail" WHERE "shop" = ${shop} AND "state" = 'queued' AND "nextAttemptAt" <= ${now}
      ORDER BY "nextAttemptAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *`;
  return row ? toMail(row) : null;
}

/** Writes what became of a mail, if it still is in one of `from` (and, after sending, of this attempt). */
export async function moveMail(
  tx: ShopTx,
  shop: string,
  mail: { id: string; from: readonly MailState[]; attempts?: number },
  to: Partial<Pick<SupplierMail, 'state' | 'problem' | 'nextAttemptAt' | 'sentAt' | 'attempts' | 'recipient'>>,
): Promise<boolean> {
  const { id, from, attempts } = mail;
  const { count } = await tx.supplierMail.updateMany({
    where: { shop, id, state: { in: [...from] }, ...(attempts === undefined ? {} : { attempts }) },
    data: to,
  });
  return count > 0;
}

// ── Rows to nouns ──

const text = (amount: bigint | null) => (amount === null ? null : amount.toString());
const dayOf = (at: Date) => Math.floor(at.getTime() / 86_400_000);
const storedBreaks = (breaks: readonly PriceBreak[]) =>
  breaks.map(({ units, unitCost }) => ({ units, unitCost: unitCost.toString() }));

function toSupplier(row: Prisma.SupplierGetPayload<object>): Supplier {
  const { shop: _, createdAt: __, ...supplier } = row;
  return supplier;
}

function toItem(row: Prisma.SupplierItemGetPayload<object>): SupplierItem {
  const { shop: _, rank, priceBreaks, ...item } = row;
  const breaks = priceBreaks as { units: number; unitCost: string }[];
  return {
    ...item,
    rank: rank === 2 ? 2 : 1,
    priceBreaks: breaks.map(({ units, unitCost }) => ({ units, unitCost: BigInt(unitCost) })),
  };
}

function toHead(row: Prisma.PurchaseOrderGetPayload<object>): OrderHead {
  const { shop: _, state, extraCosts, ...head } = row;
  const costs = extraCosts as { kind: ExtraCost['kind']; amount: string }[];
  return {
    ...head,
    state: state as OrderState,
    extraCosts: costs.map(({ kind, amount }) => ({ kind, amount: BigInt(amount) })),
  };
}

function toMail(row: Prisma.SupplierMailGetPayload<object>): SupplierMail {
  const { shop: _, state, ...mail } = row;
  return { ...mail, state: state as MailState };
}
