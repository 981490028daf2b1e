// Writing in the diary, in the transaction of the change that it tells of.
import type { ShopTx } from '../db.server.ts';
import type { DiaryEvent } from './vocabulary.ts';

/**
 * Appends events; one whose key is known already is left as it stands, so telling twice writes once. Make it the last act of
 * the transaction: appends of one shop wait for each other until commit, which makes `seq` the order of commits, so that a
 * reader who stands at a `seq` has missed nothing before it. Returns how many were new.
 */
export async function append(tx: ShopTx, shop: string, events: DiaryEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('diary:' || ${shop}, 0))`;
  const rows = JSON.stringify(events);
  return tx.$executeRaw`
    INSERT INTO "Event" ("shop", "key", "type", "subject", "at", "data")
    SELECT ${shop}, r."key", r."type", r."subject", r."at", r."data"
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS r("key" text, "type" text, "subject" text, "at" timestamptz, "data" jsonb)
    ON CONFLICT ("shop", "key") DO NOTHING`;
}
