// Reading the diary: each reader remembers how far it came, in the transaction of what it made of the events.
import { inShop, type ShopTx } from '../db.server.ts';
import { type DiaryEvent, type EventType, readEvent } from './vocabulary.ts';

type Row = { key: string; type: string; subject: string; at: Date; data: unknown; seq: bigint };

/**
 * The next events for `reader`, oldest first, at most `limit`, and moves its cursor past them in this transaction: when the
 * work with them fails and rolls back, they come again. Two processes with the same reader wait for each other.
 */
export async function readOn(
  tx: ShopTx,
  shop: string,
  reader: string,
  limit: number,
  types: EventType[] | null = null,
): Promise<DiaryEvent[]> {
  await tx.$executeRaw`
    INSERT INTO "EventCursor" ("shop", "reader", "seq") VALUES (${shop}, ${reader}, 0) ON CONFLICT DO NOTHING`;
  const [cursor] = await tx.$queryRaw<{ seq: bigint }[]>`
    SELECT "seq" FROM "EventCursor" WHERE "shop" = ${shop} AND "reader" = ${reader} FOR UPDATE`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "key", "type", "subject", "at", "data", "seq" FROM "Event"
    WHERE "shop" = ${shop} AND "seq" > ${cursor?.seq ?? 0n}
      AND (${types === null} OR "type" = ANY(${types ?? []}))
    ORDER BY "seq" LIMIT ${limit}`;
  const last = rows.at(-1);
  if (last)
    await tx.$executeRaw`
      UPDATE "EventCursor" SET "seq" = ${last.seq} WHERE "shop" = ${shop} AND "reader" = ${reader}`;
  return rows.map(readEvent);
}

type Page = { events: DiaryEvent[]; from: bigint; upTo: bigint };

/**
 * The next events for `reader` without moving its cursor, for work that no transaction should stay open over: when it is saved,
 * `moveOn`. A reader that died in between is told the same again, and two that read at once do the same work twice.
 */
export async function lookOn(
  tx: ShopTx,
  shop: string,
  reader: string,
  limit: number,
  types: EventType[],
): Promise<Page> {
  const [cursor] = await tx.$queryRaw<{ seq: bigint }[]>`
    SELECT "seq" FROM "EventCursor" WHERE "shop" = ${shop} AND "reader" = ${reader}`;
  const from = cursor?.seq ?? 0n;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "key", "type", "subject", "at", "data", "seq" FROM "Event"
    WHERE "shop" = ${shop} AND "seq" > ${from} AND "type" = ANY(${types})
    ORDER BY "seq" LIMIT ${limit}`;
  return { events: rows.map(readEvent), from, upTo: rows.at(-1)?.seq ?? from };
}

/** Moves the cursor past a page, unless another worker was quicker. */
export async function moveOn(tx: ShopTx, shop: string, reader: string, { from, upTo }: Page): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "EventCursor" AS cursor ("shop", "reader", "seq") VALUES (${shop}, ${reader}, ${upTo})
    ON CONFLICT ("shop", "reader") DO UPDATE SET "seq" = excluded."seq" WHERE cursor."seq" = ${from}`;
}

/** The same in a transaction of its own, for a reader that only passes the news on and may be told twice. */
export function nextEvents(shop: string, reader: string, limit: number): Promise<DiaryEvent[]> {
  return inShop(shop, (tx) => readOn(tx, shop, reader, limit));
}

/** What happened to one thing (Order/123), oldest first. */
export async function timelineOf(tx: ShopTx, subject: string): Promise<DiaryEvent[]> {
  const rows = await tx.event.findMany({ where: { subject }, orderBy: [{ at: 'asc' }, { seq: 'asc' }] });
  return rows.map(readEvent);
}

/** What of these types happened to any of these things, oldest first. */
export async function happenedTo(tx: ShopTx, subjects: string[], types: EventType[]): Promise<DiaryEvent[]> {
  const rows = await tx.event.findMany({
    where: { subject: { in: subjects }, type: { in: types } },
    orderBy: [{ at: 'asc' }, { seq: 'asc' }],
  });
  return rows.map(readEvent);
}

/** Sends a reader back to the first page. */
export async function startOver(tx: ShopTx, shop: string, reader: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM "EventCursor" WHERE "shop" = ${shop} AND "reader" = ${reader}`;
}
