// The diary stays, the people in it go.
import type { ShopTx } from '../db.server.ts';
import type { EventType } from './vocabulary.ts';

/** Empties what events about these subjects quote: why Shopify refused a command, why an order was held. */
export async function emptyWordsAbout(tx: ShopTx, subjects: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Event" SET "data" = "data" || CASE WHEN "type" = 'order.held' THEN '{"reasons": []}' ELSE '{"problem": ""}' END::jsonb
    WHERE "subject" = ANY(${subjects}) AND "type" IN ('order.held', 'command.failed', 'command.unknown')`;
}

/** Takes every event of this type about `subject` out of the diary. */
export async function forgetEventsAbout(tx: ShopTx, type: EventType, subject: string): Promise<void> {
  await tx.event.deleteMany({ where: { type, subject } });
}

/** Takes every event of this type from before `before` out of the diary. */
export async function forgetOldEvents(tx: ShopTx, type: EventType, before: Date): Promise<void> {
  await tx.event.deleteMany({ where: { type, at: { lt: before } } });
}
