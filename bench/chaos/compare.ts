// Every row and every field of the mirror against what the store says, by its primary key.
import { open, readKeyRing } from '../../app/lib/seal.server.ts';
import { connected } from '../../scripts/database.ts';
import type { Expected } from './expected.ts';

export type Difference = { table: string; id: string; field: string; mirror: unknown; store: unknown };

type Row = Record<string, unknown>;

/** Primary keys without the shop. */
const KEYS: Record<string, string[]> = {
  Shop: [],
  InventoryLevel: ['inventoryItemId', 'locationId'],
  OrderContact: ['orderId'],
  FulfillmentLine: ['fulfillmentId', 'orderLineId'],
  RefundLine: ['refundId', 'orderLineId', 'restockType'],
};
const TABLES = [
  ...['Shop', 'Location', 'Product', 'Variant', 'InventoryItem', 'InventoryLevel', 'Customer', 'Order', 'OrderLine'],
  ...['OrderContact', 'FulfillmentOrder', 'FulfillmentOrderLine', 'Fulfillment', 'FulfillmentLine', 'Refund'],
  ...['RefundLine', 'Return', 'ReturnLine'],
];
/** When we heard it is ours alone; refunds and returns have no updatedAt in the store. */
const OURS = new Set(['shop', 'heardAt', 'Refund.sourceUpdatedAt', 'Return.sourceUpdatedAt']);

/** Reads all mirrored rows with the owner's eyes. `tokenKeys` opens contacts. */
export async function compare(
  ownerUrl: string,
  tokenKeys: string,
  expected: Expected,
): Promise<{ rows: number; fields: number; differences: Difference[] }> {
  const ring = readKeyRing(tokenKeys);
  const differences: Difference[] = [];
  let compared = 0;
  let fields = 0;
  await connected(ownerUrl, async (client) => {
    for (const table of TABLES) {
      const wanted = new Map(expected.get(table) ?? []);
      const { rows } = await client.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM "${table}" t`);
      for (const { row } of rows) {
        const key = KEYS[table] ?? ['id'];
        const id = key.map((name) => String(row[name])).join('/');
        const store = wanted.get(id);
        wanted.delete(id);
        compared += 1;
        if (!store) {
          differences.push({ table, id, field: '(the row)', mirror: 'is there', store: 'does not know it' });
          continue;
        }
        if (table === 'OrderContact')
          row.sealed = JSON.parse(open(ring, Buffer.from(String(row.sealed).slice(2), 'hex')).toString('utf8'));
        for (const [field, mirror] of Object.entries(row)) {
          if (OURS.has(field) || OURS.has(`${table}.${field}`) || key.includes(field)) continue;
          fields += 1;
          if (!(field in store)) throw new Error(`bench/chaos/expected.ts says nothing of ${table}.${field}`);
          if (plain(mirror) !== plain(store[field]))
            differences.push({ table, id, field, mirror, store: store[field] });
        }
      }
      for (const id of wanted.keys())
        differences.push({ table, id, field: '(the row)', mirror: 'is missing', store: 'has it' });
    }
  });
  return { rows: compared, fields, differences };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function plain(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string' && TIME.test(value)) return String(Date.parse(value));
  if (typeof value === 'object') return JSON.stringify(sorted(value));
  return String(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
