// The only file that knows the calendar's tables.
import { randomUUID } from 'node:crypto';
import type { PlanEvent as EventRow, Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';
import type { EventKind, EventScope, EventSource, NewEvent, PlanEvent } from './plan-event.ts';

const day = (at: Date) => at.toISOString().slice(0, 10);
const dateOf = (text: string) => new Date(`${text}T00:00:00Z`);

function toEvent(row: EventRow): PlanEvent {
  return {
    id: row.id,
    kind: row.kind as EventKind,
    title: row.title,
    firstDay: day(row.firstDay),
    lastDay: day(row.lastDay),
    scope: row.scope as EventScope,
    scopeKeys: row.scopeKeys,
    offPermille: row.offPermille,
    upliftPermille: row.upliftPermille,
    source: row.source as EventSource,
    sourceId: row.sourceId,
  };
}

function toRow(event: NewEvent) {
  const { kind, title, scope, scopeKeys, offPermille, upliftPermille, source, sourceId } = event;
  const days = { firstDay: dateOf(event.firstDay), lastDay: dateOf(event.lastDay) };
  return { kind, title, ...days, scope, scopeKeys, offPermille, upliftPermille, source, sourceId };
}

/** Events that touch the days firstDay…lastDay (both included), earliest first. */
export async function loadEvents(
  tx: ShopTx,
  period: { firstDay: string; lastDay: string },
  kinds: readonly EventKind[] | null = null,
): Promise<PlanEvent[]> {
  const rows = await tx.planEvent.findMany({
    where: {
      firstDay: { lte: dateOf(period.lastDay) },
      lastDay: { gte: dateOf(period.firstDay) },
      ...(kinds ? { kind: { in: [...kinds] } } : {}),
    },
    orderBy: [{ firstDay: 'asc' }, { title: 'asc' }],
  });
  return rows.map(toEvent);
}

export async function loadEvent(tx: ShopTx, id: string): Promise<PlanEvent | null> {
  const row = await tx.planEvent.findFirst({ where: { id } });
  return row && toEvent(row);
}

export async function loadFromSource(tx: ShopTx, source: EventSource): Promise<PlanEvent[]> {
  return (await tx.planEvent.findMany({ where: { source } })).map(toEvent);
}

export async function insertEvents(tx: ShopTx, shop: string, events: readonly NewEvent[]): Promise<PlanEvent[]> {
  const made = events.map((event) => ({ ...event, id: randomUUID() }));
  await tx.planEvent.createMany({ data: made.map((event) => ({ shop, id: event.id, ...toRow(event) })) });
  return made;
}

export async function updateEvent(tx: ShopTx, shop: string, event: PlanEvent): Promise<void> {
  await tx.planEvent.update({ where: { shop_id: { shop, id: event.id } }, data: toRow(event) });
}

export async function deleteEvents(tx: ShopTx, ids: readonly string[]): Promise<void> {
  await tx.planEvent.deleteMany({ where: { id: { in: [...ids] } } });
}

export type Reading = {
  readAt: Date;
  /** why nothing could be read; null = it was */
  problem: string | null;
  /** a scope or an approval is missing: it needs a person */
  denied: boolean;
  taken: number;
  leftOut: number;
};

export type ReadingSource = 'discounts' | 'past-stock-outs';

export async function loadReadings(tx: ShopTx): Promise<Partial<Record<ReadingSource, Reading>>> {
  const rows = await tx.calendarReading.findMany();
  return Object.fromEntries(rows.map(({ source, shop: _, ...reading }) => [source, reading]));
}

export async function saveReading(tx: ShopTx, shop: string, source: ReadingSource, reading: Reading): Promise<void> {
  await tx.calendarReading.upsert({
    where: { shop_source: { shop, source } },
    create: { shop, source, ...reading },
    update: reading,
  });
}

export type Holidays = {
  /** null = the shop's own country */
  country: string | null;
  region: string | null;
  /** names of the holidays on which the warehouse is closed */
  closedOn: string[];
};

export async function loadHolidays(tx: ShopTx): Promise<Holidays> {
  const row = await tx.holidaySetting.findFirst();
  return { country: row?.country ?? null, region: row?.region ?? null, closedOn: row?.closedOn ?? [] };
}

export async function saveHolidays(tx: ShopTx, shop: string, holidays: Holidays): Promise<void> {
  await tx.holidaySetting.upsert({ where: { shop }, create: { shop, ...holidays }, update: holidays });
}

export type Spell = { inventoryItemId: string; locationId: string; firstDay: string; lastDay: string };

/** Puts these spells out of stock in the place of all that were known. */
export async function replacePastStockOuts(tx: ShopTx, shop: string, spells: readonly Spell[]): Promise<void> {
  await tx.pastStockOut.deleteMany({});
  for (let at = 0; at < spells.length; at += 5_000) {
    const data: Prisma.PastStockOutCreateManyInput[] = spells.slice(at, at + 5_000).map((spell) => ({
      shop,
      inventoryItemId: spell.inventoryItemId,
      locationId: spell.locationId,
      firstDay: dateOf(spell.firstDay),
      lastDay: dateOf(spell.lastDay),
    }));
    await tx.pastStockOut.createMany({ data, skipDuplicates: true });
  }
}
