// Writing in the diary, in the transaction of the change that it tells of.
import type { ShopTx } from '../db.server.ts';
import type { Entry } from './vocabulary.ts';

/**
 * Appends events; telling one twice (the same key) writes it once. The first telling stands, unless a later one is told from
 * an older account (`asOf`): then it corrects the row in its place. Make it the last act of the transaction: appends of one
 * shop wait for each other until commit, which makes `seq` the order of commits, so that a reader who stands at a `seq` has
 * missed nothing before it. Returns how many rows were written.
 */
export async function append(tx: ShopTx, shop: string, events: readonly Entry[]): Promise<number> {
  if (events.length === 0) return 0;
  const byKey = new Map<string, Entry>();
  for (const event of events) {
    const before = byKey.get(event.key);
    if (!before || (event.asOf ?? '') < (before.asOf ?? '')) byKey.set(event.key, event);
  }
  const rows = JSON.stringify(
    [...byKey.values()].map(({ asOf, data, ...event }) => ({
      ...event,
      data: asOf === undefined ? data : { ...data, asOf },
    })),
  );
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('diary:' || ${shop}, 0))`;
  return tx.$executeRaw`
    INSERT INTO "Event" ("shop", "key", "type", "subject", "at", "data")
    SELECT ${shop}, r."key", r."type", r."subject", r."at", r."data"
    FROM json_to_recordset(${rows}::json)
      AS r("key" text, "type" text, "subject" text, "at" timestamptz, "data" jsonb)
    ON CONFLICT ("shop", "key") DO UPDATE SET "at" = excluded."at", "data" = excluded."data"
    WHERE excluded."data"->>'asOf' < "Event"."data"->>'asOf'`;
}
