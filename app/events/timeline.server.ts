import { inShop } from '../db.server.ts';
import { timelineOf } from './read.server.ts';
import type { DiaryEvent } from './vocabulary.ts';

/** What happened to one thing (Order/123), oldest first, for its page. */
export async function timelineFor(shop: string, subject: string): Promise<DiaryEvent[]> {
  return inShop(shop, (tx) => timelineOf(tx, subject));
}
