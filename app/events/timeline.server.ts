import { inShop } from '../db.server.ts';
import { timelineOf } from './read.server.ts';
import { type DiaryEvent, type EventType, readEvent } from './vocabulary.ts';

/** What happened to one thing (Order/123), oldest first, for its page. */
export async function timelineFor(shop: string, subject: string): Promise<DiaryEvent[]> {
  return inShop(shop, (tx) => timelineOf(tx, subject));
}

/** The last happenings of one type, youngest first. */
export async function lastOf(shop: string, type: EventType, limit: number): Promise<DiaryEvent[]> {
  const rows = await inShop(shop, (tx) => tx.event.findMany({ where: { type }, orderBy: { at: 'desc' }, take: limit }));
  return rows.map(readEvent);
}
