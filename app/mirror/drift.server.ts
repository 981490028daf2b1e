// The only file that knows Drift: what a reconcile found different, and when it was healed.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { open, readKeyRing } from '../lib/seal.server.ts';
import { type Difference, differences } from './compare.ts';
import { withoutErased } from './erased.server.ts';
import { contactOutlived, unquoted } from './personal-data.ts';
import type { ContactRow, Rows, Version } from './rows.ts';
import { SHOP, TABLES, type Table } from './tables.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

export type Found = { kind: string; objectId: string; differences: Difference[] };

/** A mirror row heard of after this is younger than what is compared with it. */
const SKEW_MS = 10_000;

/**
 * Holds rows of the store against the mirror. Answers what differs, and the rows that heal it: those whose mirror was heard
 * before `asOf` (ISO, less the clocks' skew); what was heard later is younger than the comparison and left alone.
 */
export async function compareWithMirror(
  tx: ShopTx,
  told: Rows,
  asOf: string,
): Promise<{ found: Found[]; healing: Rows }> {
  // The store still tells of people who were erased here: that the mirror does not is no drift.
  const { rows } = await withoutErased(tx, told);
  const found: Found[] = [];
  const healing: Record<string, unknown[]> = {};
  for (const table of [SHOP, ...TABLES]) {
    const given = rows[table.rows] as (Version & Record<string, unknown>)[] | undefined;
    if (!given?.length) continue;
    const mirrored = await mirroredRows(tx, table, given);
    const buried = await buriedRows(tx, table, given);
    for (const row of given) {
      if (buried(row)) continue;
      const id = table.key.map((name) => String(row[name])).join('/');
      const own = mirrored.get(id) ?? null;
      if (own && Date.parse(String(own.heardAt)) > Date.parse(asOf) - SKEW_MS) continue;
      const differs = differences(table, own, row);
      if (differs.length === 0) continue;
      found.push({ kind: table.table, objectId: id, differences: differs });
      healing[table.rows] ??= [];
      healing[table.rows]!.push(row);
    }
  }
  const contacts = await compareContacts(tx, rows, asOf);
  found.push(...contacts.found);
  if (contacts.healing.length > 0) healing.contacts = contacts.healing;
  return { found, healing: healing as Rows };
}

/** Contacts are held against each other opened; what they say is not written down. */
async function compareContacts(
  tx: ShopTx,
  rows: Rows,
  asOf: string,
): Promise<{ found: Found[]; healing: ContactRow[] }> {
  const found: Found[] = [];
  const healing: ContactRow[] = [];
  if (!rows.contacts?.length) return { found, healing };
  const ids = rows.contacts.map((row) => row.orderId);
  const held = new Map(
    (await tx.orderContact.findMany({ where: { orderId: { in: ids } } })).map((row) => [row.orderId, row]),
  );
  const graves = await tx.tombstone.findMany({ where: { kind: { in: ['Order', 'OrderContact'] }, id: { in: ids } } });
  const buried = new Set(graves.map((grave) => grave.id));
  const outlived = new Set((rows.orders ?? []).filter(contactOutlived).map((order) => order.id));
  for (const row of rows.contacts) {
    if (buried.has(row.orderId) || outlived.has(row.orderId)) continue;
    const own = held.get(row.orderId);
    if (own && own.heardAt.getTime() > Date.parse(asOf) - SKEW_MS) continue;
    const told = JSON.parse(JSON.stringify(row.contact));
    if (own?.customerId === row.customerId && isDeepStrictEqual(contactIn(own.sealed), told)) continue;
    const field = own ? 'contact' : '(all of it)';
    const shown = { orderId: row.orderId };
    found.push({
      kind: 'OrderContact',
      objectId: row.orderId,
      differences: [{ field, mirrored: own ? shown : null, actual: shown }],
    });
    healing.push(row);
  }
  return { found, healing };
}

/** Null when no key of ours opens it: it then differs, and is written anew. */
function contactIn(sealed: Uint8Array): unknown {
  try {
    return JSON.parse(open(ring, sealed).toString('utf8'));
  } catch {
    return null;
  }
}

/** Which rows stay away whatever is told of them: they were deleted, or what they belong to was. */
async function buriedRows(
  tx: ShopTx,
  table: Table,
  given: Record<string, unknown>[],
): Promise<(row: Record<string, unknown>) => boolean> {
  if (table.graves.length === 0) return () => false;
  const named = table.graves.map(([kind, column]) => ({ kind, ids: given.map((row) => String(row[column])) }));
  const graves = await tx.$queryRaw<{ kind: string; id: string }[]>`
    SELECT t."kind", t."id" FROM "Tombstone" t
    JOIN json_to_recordset(${JSON.stringify(named.flatMap(({ kind, ids }) => [...new Set(ids)].map((id) => ({ kind, id }))))}::json)
      AS r("kind" text, "id" text) ON t."kind" = r."kind" AND t."id" = r."id"`;
  const buried = new Set(graves.map((grave) => `${grave.kind}/${grave.id}`));
  return (row) => table.graves.some(([kind, column]) => buried.has(`${kind}/${row[column]}`));
}

async function mirroredRows(
  tx: ShopTx,
  table: Table,
  given: Record<string, unknown>[],
): Promise<Map<string, Record<string, unknown>>> {
  const first = table.key[0]!;
  const ids = [...new Set(given.map((row) => String(row[first])))];
  const rows = await tx.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `SELECT to_jsonb(t) AS "row" FROM "${table.table}" t WHERE t."${first}" = ANY($1::text[])`,
    ids,
  );
  const byKey = new Map(rows.map(({ row }) => [table.key.map((name) => String(row[name])).join('/'), row]));
  const { child } = table;
  if (child) {
    for (const row of byKey.values()) row[child.rows] = [];
    const children = await tx.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) AS "row" FROM "${child.table}" t WHERE t."${child.parent}" = ANY($1::text[])`,
      ids,
    );
    for (const { row } of children) (byKey.get(String(row[child.parent]))?.[child.rows] as unknown[])?.push(row);
  }
  return byKey;
}

/** Writes differences down. `healed`: they are put right in the same transaction. */
export async function noteDrift(
  tx: ShopTx,
  shop: string,
  runId: string,
  found: Found[],
  healed: boolean,
): Promise<number> {
  const rows = found.flatMap(({ kind, objectId, differences: fields }) =>
    fields.map((difference) => ({ id: randomUUID(), kind, objectId, ...unquoted(difference) })),
  );
  if (rows.length === 0) return 0;
  await tx.$executeRaw`
    INSERT INTO "Drift" ("shop", "id", "runId", "kind", "objectId", "field", "mirrored", "actual", "healedAt")
    SELECT ${shop}, r."id", ${runId}::uuid, r."kind", r."objectId", r."field", r."mirrored", r."actual",
      CASE WHEN ${healed} THEN now() END
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("id" uuid, "kind" text, "objectId" text, "field" text,
      "mirrored" jsonb, "actual" jsonb)`;
  return rows.length;
}

/** Stands for all objects of a kind of which too many are missing to believe it. */
const MANY = '(many)';

export type Missing = { kind: string; unseen: number; held: number };

/** One open line a kind, however many nights it stays so. */
export async function noteMissing(
  tx: ShopTx,
  shop: string,
  runId: string,
  kind: string,
  counts: { unseen: number; held: number },
): Promise<void> {
  await tx.drift.deleteMany({ where: { kind, objectId: MANY, healedAt: null } });
  const differences = [{ field: '(all of it)', mirrored: counts, actual: null }];
  await noteDrift(tx, shop, runId, [{ kind, objectId: MANY, differences }], false);
}

export async function healMissing(tx: ShopTx, kind: string): Promise<void> {
  await tx.drift.updateMany({ where: { kind, objectId: MANY, healedAt: null }, data: { healedAt: new Date() } });
}

/** What waits for a person to say that it is gone. */
export async function readMissing(tx: ShopTx): Promise<Missing[]> {
  const rows = await tx.drift.findMany({ where: { objectId: MANY, healedAt: null }, orderBy: { kind: 'asc' } });
  return rows.map((row) => ({ kind: row.kind, ...(row.mirrored as { unseen: number; held: number }) }));
}

/** Deletes at most `take` differences that were healed before `before`. Answers how many. */
export async function forgetHealed(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Drift" WHERE "id" = ANY(ARRAY(SELECT "id" FROM "Drift" WHERE "healedAt" < ${before} LIMIT ${take}))`;
}
