// A shop of so many places with two years of sales: most items slow, some smooth, lumpy, seasonal or new. Written by sets.
import type { Client } from 'pg';
import { randomFrom } from '../../app/replenishment/forecast/random.ts';

export type Size = { places: number; days: number; seed: number };

/** Share of the items, and units a day at a place; what is drawn varies by a factor around it. */
const KINDS = [
  { share: 0.62, kind: 'slow', rate: 0.012 },
  { share: 0.12, kind: 'lumpy', rate: 0.04 },
  { share: 0.14, kind: 'seasonal', rate: 0.03 },
  { share: 0.1, kind: 'new', rate: 0.08 },
  { share: 0.02, kind: 'smooth', rate: 0.6 },
] as const;
const LOCATIONS = 2;
const SUPPLIERS = 40;
const LINES_AN_ORDER = 3;
const BATCH = 50_000;

/** Days are counted from the first; the last is the day before `until`. Answers how many order lines were written. */
export async function fillShop(
  client: Client,
  shop: string,
  until: Date,
  { places, days, seed }: Size,
): Promise<number> {
  const items = Math.round(places / LOCATIONS);
  const first = new Date(until.getTime() - days * 86_400_000);
  const chance = randomFrom(seed);
  const sales: { item: number; location: number; day: number; units: number }[] = [];
  const rates = new Float64Array(items * LOCATIONS);
  const born = new Int32Array(items);
  for (let item = 0; item < items; item++) {
    const { kind, rate } = kindOf(chance.uniform());
    born[item] = kind === 'new' ? days - 10 - Math.floor(chance.uniform() * 50) : 0;
    const peak = chance.uniform() * 365;
    for (let location = 0; location < LOCATIONS; location++) {
      const mean = rate * Math.exp(0.6 * chance.normal());
      rates[item * LOCATIONS + location] = mean;
      const size = kind === 'lumpy' ? 5 : 1;
      const most = Math.min(0.95, (kind === 'seasonal' ? 2.2 * mean : mean) / size);
      // From one day with a sale to the next; a season lets only some of them be.
      for (let day = born[item]! + gap(chance.uniform(), most); day < days; day += 1 + gap(chance.uniform(), most)) {
        if (kind === 'seasonal' && chance.uniform() > 0.5 + 0.5 * Math.cos(((day - peak) / 365) * 2 * Math.PI))
          continue;
        sales.push({ item, location, day, units: 1 + chance.poisson(size === 1 ? 0.15 : size - 1) });
      }
    }
  }
  sales.sort((a, b) => a.day - b.day || a.location - b.location);

  await client.query(`SET session_replication_role = replica`).catch(() => {});
  await goods(client, shop, until, first, items, born);
  await levels(client, shop, rates, chance.uniform);
  await suppliers(client, shop, items, until);
  for (let from = 0; from < sales.length; from += BATCH)
    await orders(client, shop, first, sales.slice(from, from + BATCH), from);
  await purchases(client, shop, until, items);
  await client.query('ANALYZE');
  return sales.length;
}

function kindOf(uniform: number) {
  let left = uniform;
  for (const each of KINDS) {
    left -= each.share;
    if (left < 0) return each;
  }
  return KINDS[0];
}

/** Days to wait for the next success of this chance. */
const gap = (uniform: number, chance: number) => Math.floor(Math.log(1 - uniform) / Math.log(1 - chance));

async function goods(
  client: Client,
  shop: string,
  until: Date,
  first: Date,
  items: number,
  born: Int32Array,
): Promise<void> {
  await client.query(`INSERT INTO "ShopDirectory" ("shop") VALUES ($1) ON CONFLICT DO NOTHING`, [shop]).catch(() => {});
  await client.query(
    `INSERT INTO "Shop" ("shop", "shopifyId", "name", "currency", "timeZone", "sourceUpdatedAt", "heardAt")
     VALUES ($1, '1', 'Bench', 'GBP', 'UTC', $2, $2)`,
    [shop, until],
  );
  await client.query(
    `INSERT INTO "Location" ("shop", "id", "name", "active", "sourceUpdatedAt", "heardAt")
     SELECT $1, g::text, 'Location ' || g, true, $2, $2 FROM generate_series(1, ${LOCATIONS}) g`,
    [shop, until],
  );
  const each = `FROM unnest($3::int[]) WITH ORDINALITY AS u(born, n) CROSS JOIN LATERAL (SELECT (1000000 + n)::text AS id) i`;
  const bind = [shop, first, [...born]];
  const made = `$2::timestamptz + born * interval '1 day'`;
  await client.query(
    `INSERT INTO "Product" ("shop", "id", "title", "handle", "status", "vendor", "productType", "tags", "createdAt", "sourceUpdatedAt", "heardAt")
     SELECT $1, id, 'Product ' || n, id, 'ACTIVE', 'Vendor ' || n % 200, 'Type ' || n % 60, '{}', ${made}, ${made}, ${made} ${each}`,
    bind,
  );
  await client.query(
    `INSERT INTO "Variant" ("shop", "id", "productId", "inventoryItemId", "title", "sku", "price", "position", "sourceUpdatedAt", "heardAt")
     SELECT $1, id, id, id, 'Default Title', 'SKU-' || n, 500 + n % 5000, 1, ${made}, ${made} ${each}`,
    bind,
  );
  await client.query(
    `INSERT INTO "InventoryItem" ("shop", "id", "variantId", "sku", "tracked", "unitCost", "costCurrency", "sourceUpdatedAt", "heardAt")
     SELECT $1, id, id, 'SKU-' || n, true, 250 + n % 2000, 'GBP', ${made}, ${made} ${each}`,
    bind,
  );
  if (items !== born.length) throw new Error('each item is born once');
}

/** From an empty shelf to three months of sales, a few below zero. */
async function levels(client: Client, shop: string, rates: Float64Array, uniform: () => number): Promise<void> {
  const available = Array.from(
    rates,
    (rate) => Math.round(rate * 90 * uniform() + 3 * uniform()) - (uniform() < 0.01 ? 3 : 0),
  );
  await client.query(
    `INSERT INTO "InventoryLevel" ("shop", "inventoryItemId", "locationId", "available", "onHand", "sourceUpdatedAt", "heardAt")
     SELECT $1, (1000001 + (n - 1) / ${LOCATIONS})::text, (1 + (n - 1) % ${LOCATIONS})::text, a, a, now(), now()
     FROM unnest($2::int[]) WITH ORDINALITY AS u(a, n)`,
    [shop, available],
  );
}

const uuid = (of: string) => `md5(${of})::uuid`;

/** Four items of five have a supplier; every seventh of those sells in packs. Some rules of a person besides. */
async function suppliers(client: Client, shop: string, items: number, until: Date): Promise<void> {
  await client.query(
    `INSERT INTO "Supplier" ("shop", "id", "name", "leadTimeDays", "reviewDays", "createdAt")
     SELECT $1, ${uuid(`'supplier ' || g`)}, 'Supplier ' || g, CASE WHEN g % 5 > 0 THEN 5 + g % 30 END, CASE WHEN g % 3 = 0 THEN 14 END, $2
     FROM generate_series(1, ${SUPPLIERS}) g`,
    [shop, until],
  );
  await client.query(
    `INSERT INTO "SupplierItem" ("shop", "supplierId", "inventoryItemId", "unitCost", "minimumOrder", "packSize")
     SELECT $1, ${uuid(`'supplier ' || 1 + n % ${SUPPLIERS}`)}, (1000000 + n)::text, 240 + n % 2000,
       CASE WHEN n % 4 = 0 THEN 10 END, CASE WHEN n % 7 = 0 THEN 6 END
     FROM generate_series(1, ${items}) n WHERE n % 5 > 0`,
    [shop],
  );
  await client.query(
    `INSERT INTO "ReorderRule" ("shop", "scope", "key", "leadTimeDays", "packSize")
     SELECT $1, CASE WHEN n % 2 = 0 THEN 'item' ELSE 'place' END, (1000000 + n)::text || CASE WHEN n % 2 = 0 THEN '' ELSE '/1' END,
       CASE WHEN n % 3 = 0 THEN 21 END, 4
     FROM generate_series(1, ${items}) n WHERE n % 50 < 2`,
    [shop],
  );
}

type Sale = { item: number; location: number; day: number; units: number };

/** Sales of one day and location, a few lines an order; what the second location ships says so. */
async function orders(client: Client, shop: string, first: Date, sales: readonly Sale[], from: number): Promise<void> {
  const bind = [
    shop,
    first,
    sales.map((sale) => sale.item),
    sales.map((sale) => sale.location),
    sales.map((sale) => sale.day),
    sales.map((sale) => sale.units),
    from,
  ];
  const lines = `WITH line AS (
    SELECT $7::int + n AS id, item, location, units, $2::timestamptz + day * interval '1 day' + interval '10 hours' AS at,
      day::bigint * 1000000 + location * 500000 + (row_number() OVER (PARTITION BY day, location ORDER BY n)) / ${LINES_AN_ORDER}
        + ($7::int + n) / 1000000000 AS parcel
    FROM unnest($3::int[], $4::int[], $5::int[], $6::int[]) WITH ORDINALITY AS u(item, location, day, units, n)
  ), keyed AS (SELECT *, ($7::int)::text || '-' || parcel AS "order" FROM line)`;
  await client.query(
    `${lines} INSERT INTO "Order" ("shop", "id", "name", "createdAt", "processedAt", "currency", "financialStatus", "fulfillmentStatus",
       "subtotal", "shipping", "tax", "total", "refunded", "tags", "sourceUpdatedAt", "heardAt")
     SELECT DISTINCT ON ("order") $1, "order", '#' || "order", at, at, 'GBP', 'PAID', 'FULFILLED', 1000, 0, 0, 1000, 0, '{}'::text[], at, at FROM keyed`,
    bind,
  );
  await client.query(
    `${lines} INSERT INTO "OrderLine" ("shop", "id", "orderId", "position", "productId", "variantId", "title", "quantity",
       "currentQuantity", "fulfillableQuantity", "unitPrice", "discount", "processedAt")
     SELECT $1, id::text, "order", 0, (1000001 + item)::text, (1000001 + item)::text, 'Product', units, units, 0, 500 + item % 5000, 0, at FROM keyed`,
    bind,
  );
  await client.query(
    `${lines} INSERT INTO "Fulfillment" ("shop", "id", "orderId", "status", "locationId", "trackingNumbers", "trackingUrls", "createdAt", "sourceUpdatedAt", "heardAt")
     SELECT DISTINCT ON ("order") $1, "order", "order", 'SUCCESS', '2', '{}'::text[], '{}'::text[], at, at, at FROM keyed WHERE location = 1`,
    bind,
  );
  await client.query(
    `${lines} INSERT INTO "FulfillmentLine" ("shop", "fulfillmentId", "orderLineId", "quantity")
     SELECT $1, "order", id::text, units FROM keyed WHERE location = 1`,
    bind,
  );
}

/** Two hundred open orders of ten lines, and four hundred that arrived: lead times to learn from. */
async function purchases(client: Client, shop: string, until: Date, items: number): Promise<void> {
  await client.query(
    `INSERT INTO "PurchaseOrder" ("shop", "id", "number", "supplierId", "supplierName", "locationId", "currency", "state", "createdAt", "orderedAt")
     SELECT $1, ${uuid(`'order ' || g`)}, g, ${uuid(`'supplier ' || 1 + g % ${SUPPLIERS}`)}, 'Supplier', (1 + g % ${LOCATIONS})::text, 'GBP',
       CASE WHEN g <= 200 THEN 'ordered' ELSE 'closed' END, $2::timestamptz - (g % 180 + 20) * interval '1 day', $2::timestamptz - (g % 180 + 20) * interval '1 day'
     FROM generate_series(1, 600) g`,
    [shop, until],
  );
  await client.query(
    `INSERT INTO "PurchaseOrderLine" ("shop", "id", "purchaseOrderId", "position", "inventoryItemId", "title", "ordered", "received", "unitCost")
     SELECT $1, ${uuid(`'line ' || g || ' ' || l`)}, ${uuid(`'order ' || g`)}, l, (1000001 + (g * 37 + l * 1013) % ${items})::text, 'Product', 12,
       CASE WHEN g <= 200 THEN 0 ELSE 12 END, 300
     FROM generate_series(1, 600) g, generate_series(1, 10) l`,
    [shop],
  );
  await client.query(
    `INSERT INTO "Arrival" ("shop", "id", "purchaseOrderId", "lineId", "receivingId", "accepted", "at")
     SELECT $1, ${uuid(`'arrival ' || g || ' ' || l`)}, ${uuid(`'order ' || g`)}, ${uuid(`'line ' || g || ' ' || l`)}, ${uuid(`'receiving ' || g`)}, 12,
       $2::timestamptz - (g % 180 + 20) * interval '1 day' + (4 + (g * l) % 15) * interval '1 day'
     FROM generate_series(201, 600) g, generate_series(1, 10) l`,
    [shop, until],
  );
}
