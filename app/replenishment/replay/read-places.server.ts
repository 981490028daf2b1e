// The places to play again: their days from DemandHistory, their terms from the reorder point. The only file here that knows
// how either is kept.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import { type KnownStock, readEvenings } from '../../mirror/read-evenings.server.ts';
import { unpackDays } from '../demand/pack.ts';
import type { DemandDays } from '../forecast/demand-days.ts';
import { inputsOf, type KeptInputs } from '../kept-inputs.ts';
import { eveningsOf } from './evenings.ts';
import { type ReplayInputs, RULES, seedOf } from './replay-place.ts';
import { dayAfter } from './result.ts';

export type PlaceToPlay = {
  inventoryItemId: string;
  locationId: string;
  title: string;
  sku: string | null;
  class: string | null;
  /** null: its days or terms cannot be read */
  inputs: ReplayInputs | null;
  days: DemandDays | null;
  firstDay: string;
  until: string;
  /** null where there is no money to tell */
  currency: string | null;
};

type Row = {
  inventoryItemId: string;
  locationId: string;
  firstDay: string;
  until: string;
  units: Uint8Array;
  states: Uint8Array;
  title: string;
  sku: string | null;
  class: string;
  inputs: unknown;
  price: bigint;
  unitCost: bigint | null;
  costCurrency: string | null;
  currency: string | null;
};

/** What has a history and is counted at all: stock that Shopify does not track cannot run out. */
const PLACES = Prisma.sql`"DemandHistory" d
    JOIN "ReorderPoint" r USING ("shop", "inventoryItemId", "locationId") WHERE r."reason" <> 'not-tracked'`;

export async function countPlaces(tx: ShopTx, shop: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${PLACES} AND d."shop" = ${shop}`;
  return row?.count ?? 0;
}

/** The next `take` places after the one named 'item/location', in the order of their ids. */
export async function readPlaces(tx: ShopTx, shop: string, after: string, take: number): Promise<PlaceToPlay[]> {
  const [item = '', location = ''] = after.split('/');
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "inventoryItemId", "locationId", to_char(d."firstDay", 'YYYY-MM-DD') AS "firstDay",
      to_char(d."until", 'YYYY-MM-DD') AS "until", d."units", d."states", r."title", r."sku", r."abcRevenue" AS "class",
      r."inputs", r."price", r."unitCost", r."currency" AS "costCurrency",
      (SELECT "currency" FROM "Shop" WHERE "shop" = ${shop}) AS "currency"
    FROM ${PLACES} AND d."shop" = ${shop} AND ("inventoryItemId", "locationId") > (${item}, ${location})
    ORDER BY "inventoryItemId", "locationId" LIMIT ${take}`;
  const stock = await readEvenings(tx, shop, [...new Set(rows.map((row) => row.inventoryItemId))]);
  const stockOf = new Map(stock.map((known) => [`${known.inventoryItemId}/${known.locationId}`, known]));
  return rows.map((row) => placeOf(row, stockOf.get(`${row.inventoryItemId}/${row.locationId}`)));
}

function placeOf(row: Row, stock: KnownStock | undefined): PlaceToPlay {
  const { inventoryItemId, locationId, title, sku, firstDay, until } = row;
  const place = { inventoryItemId, locationId, title, sku, class: row.class, firstDay, until };
  const terms = termsOf(row.inputs);
  const money =
    row.unitCost !== null && row.costCurrency === row.currency
      ? {
          price: String(row.price),
          unitCost: String(row.unitCost),
          holdingPermille: Math.round(terms.terms.holdingRate * 1000),
        }
      : null;
  const days = daysOf(row);
  return {
    ...place,
    currency: money && row.currency,
    days,
    inputs: days && {
      rules: RULES,
      firstDay,
      units: [...days.units],
      states: [...days.states],
      stock: stock ? knownEvenings(stock, firstDay, until) : null,
      ...terms,
      money,
      seed: seedOf(place),
    },
  };
}

function daysOf(row: Row): DemandDays | null {
  try {
    const days = unpackDays(row);
    return dayAfter(row.firstDay, days.units.length) === row.until ? days : null;
  } catch {
    return null;
  }
}

function knownEvenings({ since, before, changes }: KnownStock, firstDay: string, until: string): ReplayInputs['stock'] {
  const first = since > firstDay ? since : firstDay;
  if (first >= until) return null;
  return {
    from: (Date.parse(first) - Date.parse(firstDay)) / 86_400_000,
    evenings: eveningsOf(first, until, before, changes),
  };
}

type Terms = Pick<ReplayInputs, 'leadTime' | 'reviewDays' | 'target' | 'lot' | 'terms'>;

/** What the last reorder point rested on. */
function termsOf(inputs: unknown): Terms {
  const { leadTime, reviewDays, target, lot, terms } = inputsOf(inputs as KeptInputs).decision;
  return { leadTime, reviewDays, target, lot, terms };
}

/** Forgets the results of places that are gone. */
export async function dropGone(tx: ShopTx, shop: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "ReplayResult" o WHERE o."shop" = ${shop} AND NOT EXISTS (SELECT FROM ${PLACES}
      AND d."shop" = o."shop" AND d."inventoryItemId" = o."inventoryItemId" AND d."locationId" = o."locationId")`;
}
