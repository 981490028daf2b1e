// The places to play again: their days from DemandHistory, their terms from the reorder point. The only file here that knows
// how either is kept.
import type { ShopTx } from '../../db.server.ts';
import { type KnownStock, readEvenings } from '../../mirror/read-evenings.server.ts';
import { unpackDays } from '../demand/pack.ts';
import type { DemandDays } from '../forecast/demand-days.ts';
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
  inputs: unknown;
  price: bigint | null;
  unitCost: bigint | null;
  costCurrency: string | null;
  currency: string | null;
};

export async function countPlaces(tx: ShopTx, shop: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM "DemandHistory" d
    JOIN "ReorderPoint" r USING ("shop", "inventoryItemId", "locationId") WHERE d."shop" = ${shop}`;
  return row?.count ?? 0;
}

/** The next `take` places after the one named 'item/location', in the order of their ids. */
export async function readPlaces(tx: ShopTx, shop: string, after: string, take: number): Promise<PlaceToPlay[]> {
  const [item = '', location = ''] = after.split('/');
  const rows = await tx.$queryRaw<Row[]>`
    SELECT d."inventoryItemId", d."locationId", to_char(d."firstDay", 'YYYY-MM-DD') AS "firstDay",
      to_char(d."until", 'YYYY-MM-DD') AS "until", d."units", d."states", r."title", r."sku", r."inputs",
      v."price", i."unitCost", i."costCurrency", s."currency"
    FROM "DemandHistory" d
    JOIN "ReorderPoint" r USING ("shop", "inventoryItemId", "locationId")
    LEFT JOIN "Variant" v ON v."shop" = r."shop" AND v."id" = r."variantId"
    LEFT JOIN "InventoryItem" i ON i."shop" = d."shop" AND i."id" = d."inventoryItemId"
    LEFT JOIN "Shop" s ON s."shop" = d."shop"
    WHERE d."shop" = ${shop} AND (d."inventoryItemId", d."locationId") > (${item}, ${location})
    ORDER BY d."inventoryItemId", d."locationId" LIMIT ${take}`;
  const stock = await readEvenings(tx, shop, [...new Set(rows.map((row) => row.inventoryItemId))]);
  const stockOf = new Map(stock.map((known) => [`${known.inventoryItemId}/${known.locationId}`, known]));
  return rows.map((row) => placeOf(row, stockOf.get(`${row.inventoryItemId}/${row.locationId}`)));
}

function placeOf(row: Row, stock: KnownStock | undefined): PlaceToPlay {
  const { inventoryItemId, locationId, title, sku, firstDay, until } = row;
  const place = { inventoryItemId, locationId, title, sku, class: null, firstDay, until };
  const sameMoney = row.costCurrency === null || row.costCurrency === row.currency;
  const terms = termsOf(row.inputs, row.unitCost);
  const money =
    row.price !== null && row.unitCost !== null && sameMoney
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
function termsOf(inputs: unknown, unitCost: bigint | null): Terms {
  const { terms } = inputs as {
    terms: Record<'leadTimeDays' | 'reviewDays' | 'minimumOrder' | 'packSize', { value: number }>;
  };
  return {
    leadTime: { statedDays: terms.leadTimeDays.value, samples: [] },
    reviewDays: Math.max(1, terms.reviewDays.value),
    target: { measure: 'fill', level: 0.95 },
    lot: 0,
    terms: {
      minimumOrder: terms.minimumOrder.value,
      packSize: terms.packSize.value,
      unitCost: Number(unitCost ?? 0n),
      priceBreaks: [],
      holdingRate: 0.2,
      maxCoverDays: null,
      shelfLifeDays: null,
    },
  };
}
