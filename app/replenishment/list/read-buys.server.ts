// All that is to buy in one currency, as a plan under one budget needs it.
import { inShop } from '../../db.server.ts';
import { historiesOf } from '../demand/store.server.ts';
import { draftedUnits } from '../purchasing/store.server.ts';
import { placeKey } from '../reorder-point.ts';
import { type BuyCurve, buyCurve } from './buy-curve.ts';
import { readFilter } from './reorder-filter.ts';
import { listRows, supplierTerms } from './store.server.ts';

/** More lines than anybody plans on one screen. */
const MOST = 300;
const NOBODY = 'none';

export type Buys = {
  /** the currencies of all that is to buy, the one with the most lines first */
  currencies: string[];
  currency: string | null;
  lines: {
    id: string;
    title: string;
    sku: string | null;
    locationId: string;
    /** what the list says, drafts left out of account as there */
    suggested: number;
    /** units on drafts and approved orders: planned for once, so the plan buys on top of them */
    onDraft: number;
    curve: BuyCurve;
  }[];
  /** minimum values in minor units of `currency` */
  suppliers: { id: string; name: string; minimumValue: number }[];
  /** lines to buy that no plan can weigh: without a cost, or with a price in another currency */
  leftOut: number;
};

/** `shopCurrency` is that of the prices. */
export async function readBuys(shop: string, asked: string | null, shopCurrency: string): Promise<Buys> {
  return inShop(
    shop,
    async (tx) => {
      const filter = readFilter(new URLSearchParams());
      const rows = await listRows(tx, { ...filter, dueUntil: null }, { skip: 0, take: MOST });
      const known = rows.filter(({ currency, unitCost }) => currency !== null && unitCost !== null);
      const byCurrency = Map.groupBy(known, ({ currency }) => currency!);
      const currencies = [...byCurrency.keys()].sort((a, b) => byCurrency.get(b)!.length - byCurrency.get(a)!.length);
      const currency = currencies.find((each) => each === asked) ?? currencies[0] ?? null;
      // What a unit earns is known only where it is bought and sold in the same money.
      const planned = currency === shopCurrency ? (byCurrency.get(currency) ?? []) : [];
      const items = planned.map(({ inventoryItemId }) => inventoryItemId);
      const kept = await historiesOf(tx, items);
      const drafted = new Map((await draftedUnits(tx, items)).map((line) => [placeKey(line), line.units]));
      const historyOf = new Map(kept.map((each) => [placeKey(each), each.history]));
      const lines = planned.flatMap((row): Buys['lines'] => {
        const days = historyOf.get(placeKey(row));
        if (!days || !row.inputs.demand) return [];
        const { firstDay: _, ...facts } = row.inputs.demand;
        const inputs = {
          ...row.inputs.decision,
          demand: { ...facts, units: Array.from(days.units), states: Array.from(days.states) },
        };
        const margin = Number(row.price) - Number(row.unitCost);
        const id = `${row.inventoryItemId}-${row.locationId}`;
        const onDraft = drafted.get(placeKey(row)) ?? 0;
        const curve = buyCurve(id, row.supplierId ?? NOBODY, row.position + onDraft, margin, inputs);
        const { title, sku, locationId, suggested } = row;
        return curve ? [{ id, title, sku, locationId, suggested, onDraft, curve }] : [];
      });
      const terms = await supplierTerms(tx);
      return {
        currencies,
        currency,
        lines,
        suppliers: [
          ...terms.map(({ id, name, minimumValue, currency: own }) => ({
            id,
            name,
            minimumValue: (own ?? shopCurrency) === currency ? Number(minimumValue ?? 0n) : 0,
          })),
          { id: NOBODY, name: 'No supplier', minimumValue: 0 },
        ],
        leftOut: rows.length - lines.length,
      };
    },
    { timeoutMs: 60_000 },
  );
}
