// Some items at all their locations, looked at anew: load, decide, save, in one short transaction.
import type { ShopTx } from '../db.server.ts';
import { readPlaces } from '../mirror/read-places.server.ts';
import { historiesOf, type KeptHistory } from './demand/store.server.ts';
import type { Method } from './demand-inputs.ts';
import { type KnownDemand, noSignals, type Offer, type PlaceInputs, planItem, type ShopToday } from './plan-place.ts';
import type { Abc } from './policy/classes.ts';
import { ENOUGH_ARRIVALS, type LeadTimeSample } from './policy/lead-time.ts';
import { leadTimesOf, openLinesOf } from './purchasing-facts.server.ts';
import { type Known, termsOf } from './settings/levels.ts';
import type { Rule } from './settings/rule.ts';
import {
  loadRules,
  loadSupplierItems,
  loadSuppliers,
  type SupplierItemStates,
  type SupplierStates,
} from './settings/store.server.ts';
import { dropGone, placeKey, saveRows } from './store.server.ts';

export type Classes = { revenue: Abc; margin: Abc | null };

/** What a run reads once, whatever the number of its pages. */
export type Shared = ShopToday & {
  rules: Map<string, Rule>;
  suppliers: Map<string, SupplierStates>;
  /** of a supplier as a whole */
  leadTimes: (supplierId: string) => LeadTimeSample[];
  classOf: (inventoryItemId: string) => Classes;
};

export const UNSOLD: Classes = { revenue: 'C', margin: 'C' };

/** Rules of single items only for `items` when given. */
export async function loadShared(
  tx: ShopTx,
  shop: string,
  now: Date,
  classOf: Shared['classOf'],
  items: readonly string[] | null,
): Promise<Shared> {
  const facts = await tx.shop.findUnique({ where: { shop }, select: { timeZone: true, currency: true } });
  const rules = await loadRules(tx, items);
  const leadTimes = await leadTimesOf(tx, null);
  return {
    now,
    today: new Intl.DateTimeFormat('en-CA', { timeZone: facts?.timeZone ?? 'UTC' }).format(now),
    currency: facts?.currency ?? 'USD',
    rules: new Map(rules.map(({ scope, key, rule }) => [`${scope} ${key}`, rule])),
    suppliers: await loadSuppliers(tx),
    leadTimes: (supplierId) => leadTimes(supplierId, null),
    classOf,
  };
}

export type Computed = { places: number; toBuy: number; changed: number };

/** Two looks at the same items at once would let the one that read first write last: one page of a shop at a time. */
export async function computePage(
  tx: ShopTx,
  shop: string,
  items: readonly string[],
  shared: Shared,
): Promise<Computed> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('reorder:' || ${shop}, 0))`;
  const inputs = await loadInputs(tx, shop, items, shared);
  const rows = inputs.flatMap((places) => planItem(places, shared));
  const saved = await saveRows(tx, shop, rows);
  await dropGone(tx, shop, items, rows);
  return {
    places: rows.length,
    toBuy: rows.filter(({ advice }) => advice === 'buy').length,
    changed: saved.changed,
  };
}

/** What the places of each item are decided on, one entry an item. */
async function loadInputs(
  tx: ShopTx,
  shop: string,
  items: readonly string[],
  shared: Shared,
): Promise<PlaceInputs[][]> {
  const places = await readPlaces(tx, shop, items);
  const kept = await historiesOf(tx, items);
  const demand = new Map(kept.map((each) => [placeKey(each), demandOf(each)]));
  const offers = await loadSupplierItems(tx, items);
  const openLines = await openLinesOf(tx, items);
  const leadTimes = await leadTimesOf(tx, items);
  const inputs = places.map(({ unitCost, costCurrency, ...facts }): PlaceInputs => {
    const { inventoryItemId, locationId } = facts;
    const abc = shared.classOf(inventoryItemId);
    const own = offers.get(inventoryItemId) ?? [];
    const terms = termsOf({ inventoryItemId, locationId, abc: abc.revenue }, known(shared, own));
    const supplierId = terms.supplierId.value;
    const learned = supplierId === null ? [] : leadTimes(supplierId, inventoryItemId);
    return {
      facts: {
        ...facts,
        itemCost: unitCost === null ? null : { unitCost, currency: costCurrency ?? shared.currency },
      },
      demand: demand.get(placeKey(facts)) ?? null,
      signals: noSignals,
      terms,
      offer: offerOf(
        own.find((each) => each.supplierId === supplierId),
        shared,
      ),
      leadTimes: learned.length >= ENOUGH_ARRIVALS || supplierId === null ? learned : shared.leadTimes(supplierId),
      openLines: openLines.get(placeKey(facts)) ?? [],
      abc,
    };
  });
  return [...Map.groupBy(inputs, ({ facts }) => facts.inventoryItemId).values()];
}

function demandOf({ history, method }: KeptHistory): KnownDemand | null {
  return history.units.length === 0 ? null : { history, method: (method as Method | null) ?? 'windows' };
}

function known({ rules, suppliers }: Shared, offers: Known['offers']): Known {
  return { ruleAt: (scope, key) => rules.get(`${scope} ${key}`), supplier: (id) => suppliers.get(id), offers };
}

function offerOf(states: SupplierItemStates | undefined, { suppliers, currency }: Shared): Offer | null {
  if (!states || states.unitCost === null) return null;
  const { unitCost, priceBreaks, supplierId } = states;
  return { unitCost, priceBreaks, currency: suppliers.get(supplierId)?.currency ?? currency };
}
