// Some items at all their locations, looked at anew: load, decide, save, in one short transaction.
import { dayAt } from '../calendar/day.ts';
import type { ShopTx } from '../db.server.ts';
import { readPlaces } from '../mirror/read-places.server.ts';
import { chooseMethods } from './choose-methods.server.ts';
import { historiesOf, type KeptHistory } from './demand/store.server.ts';
import type { Method } from './demand-inputs.ts';
import { unitsOnTransfers } from './moving/store.server.ts';
import { lastDayOf, type ShopSignals, signalsOfPlace, signalsSince } from './place-signals.ts';
import { type KnownDemand, noSignals, type Offer, type PlaceInputs, planItem, type ShopToday } from './plan-place.ts';
import type { Abc } from './policy/classes.ts';
import { ENOUGH_ARRIVALS, type LeadTimeSample } from './policy/lead-time.ts';
import { leadTimeSamples, leadTimesOfSuppliers, openLines } from './purchasing/store.server.ts';
import { keepReceipts, placesWithReceipt, type SealedReceipt, sealed } from './receipts.server.ts';
import { placeKey, type ReorderRow } from './reorder-point.ts';
import { type Known, termsOf } from './settings/levels.ts';
import type { Rule } from './settings/rule.ts';
import {
  loadRules,
  loadSupplierItems,
  loadSuppliers,
  type SupplierItemStates,
  type SupplierStates,
} from './settings/store.server.ts';
import { dropPlaces, loadStanding, type Standing, saveRows } from './store.server.ts';

export type Classes = { revenue: Abc; margin: Abc | null };

/** What a run reads once, whatever the number of its pages; plain data, so that threads can share it. */
export type Shared = ShopToday & {
  rules: Map<string, Rule>;
  suppliers: Map<string, SupplierStates>;
  /** of a supplier as a whole */
  leadTimes: Map<string, LeadTimeSample[]>;
  /** by item; what is not in it sold nothing. Null = a look at single items, whose classes stay what the last run made them */
  classes: Map<string, Classes> | null;
  /** what a run over everything has learned first; null = a look at single items, which goes by the last such run */
  learned: ShopSignals | null;
};

const UNSOLD: Classes = { revenue: 'C', margin: 'C' };

/** Rules of single items only for `items` when given. */
export async function loadShared(
  tx: ShopTx,
  shop: string,
  now: Date,
  classes: Shared['classes'],
  items: readonly string[] | null,
): Promise<Shared> {
  const facts = await tx.shop.findUnique({ where: { shop }, select: { timeZone: true, currency: true } });
  const rules = await loadRules(tx, items);
  const suppliers = await loadSuppliers(tx);
  const arrivals = await leadTimesOfSuppliers(tx);
  return {
    now,
    today: dayAt(now, facts?.timeZone ?? 'UTC'),
    currency: facts?.currency ?? 'USD',
    rules: new Map(rules.map(({ scope, key, rule }) => [`${scope} ${key}`, rule])),
    suppliers,
    leadTimes: new Map(
      arrivals.map(({ supplierId, days, units }) => [
        supplierId,
        days.map((each, nth) => toSample({ days: each, units: units[nth]! })),
      ]),
    ),
    classes,
    learned: null,
  };
}

export type Computed = { places: number; toBuy: number; changed: number };

/**
 * Two looks at the same items at once would let the one that read first write last. Pages of one nightly run have no item in common, so
 * they share the turn; a look at single items waits for those in hand.
 */
export async function computePage(
  tx: ShopTx,
  shop: string,
  items: readonly string[],
  shared: Shared,
  look: 'nightly' | 'single',
): Promise<Computed> {
  if (look === 'nightly')
    await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('reorder:' || ${shop}, 0))`;
  else await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('reorder:' || ${shop}, 0))`;
  const standing = await loadStanding(tx, items, { demand: shared.learned === null });
  const inputs = await loadInputs(tx, shop, items, { shared, standing });
  if (look === 'nightly') await chooseMethods(tx, shop, inputs.flat(), shared);
  if (shared.learned)
    for (const place of inputs.flat()) place.signals = signalsOfPlace(shared.learned, place, shared.today);
  const told = look === 'nightly' ? await placesWithReceipt(tx, items, shared.today) : null;
  const rows: ReorderRow[] = [];
  const receipts: SealedReceipt[] = [];
  // What an item was decided on is a hundred times its row: it goes before the next item is planned.
  for (const places of inputs)
    for (const planned of planItem(places, shared)) {
      rows.push(planned.row);
      const receipt = told && !told.has(placeKey(planned.row)) ? sealed(planned) : null;
      if (receipt) receipts.push(receipt);
    }
  const saved = await saveRows(tx, shop, rows, standing);
  const there = new Set(rows.map(placeKey));
  const gone = standing.filter((row) => !there.has(placeKey(row)));
  await dropPlaces(tx, shop, gone);
  await keepReceipts(tx, shop, receipts, shared);
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
  { shared, standing }: { shared: Shared; standing: readonly Standing[] },
): Promise<PlaceInputs[][]> {
  const places = await readPlaces(tx, shop, items);
  const kept = await historiesOf(tx, items);
  const demand = new Map(kept.map((each) => [placeKey(each), demandOf(each)]));
  const offers = await loadSupplierItems(tx, items);
  const onOrder = Map.groupBy(await openLines(tx, items), placeKey);
  const moving = new Map((await unitsOnTransfers(tx, items)).map((units) => [placeKey(units), units]));
  const arrivals = Map.groupBy(await leadTimeSamples(tx, items), supplied);
  const before = new Map(standing.map((row) => [placeKey(row), row.demand]));
  const classes = shared.classes ?? classesOf(standing);
  const inputs = places.map(({ unitCost, costCurrency, ...facts }): PlaceInputs => {
    const { inventoryItemId, locationId } = facts;
    const abc = classes.get(inventoryItemId) ?? UNSOLD;
    const own = offers.get(inventoryItemId) ?? [];
    const terms = termsOf({ inventoryItemId, locationId, abc: abc.revenue }, knownOf(shared, own));
    const supplierId = terms.supplierId.value;
    const seen =
      supplierId === null ? [] : (arrivals.get(supplied({ supplierId, inventoryItemId })) ?? []).map(toSample);
    const known = demand.get(placeKey(facts)) ?? null;
    const transfers = moving.get(placeKey(facts));
    return {
      facts: {
        ...facts,
        itemCost: unitCost === null ? null : { unitCost, currency: costCurrency ?? shared.currency },
      },
      demand: known,
      signals: known ? signalsSince(before.get(placeKey(facts)), lastDayOf(known.history)) : noSignals,
      terms,
      offer: offerOf(
        own.find((each) => each.supplierId === supplierId),
        shared,
      ),
      leadTimes:
        seen.length >= ENOUGH_ARRIVALS || supplierId === null ? seen : (shared.leadTimes.get(supplierId) ?? []),
      openLines: (onOrder.get(placeKey(facts)) ?? []).map(({ ordered, received, inIncoming }) => ({
        ordered,
        received,
        inIncoming,
      })),
      transfers: transfers ? { coming: transfers.coming, leaving: transfers.leaving } : null,
      abc,
    };
  });
  return [...Map.groupBy(inputs, ({ facts }) => facts.inventoryItemId).values()];
}

function classesOf(standing: readonly Standing[]): Map<string, Classes> {
  return new Map(
    standing.map(({ inventoryItemId, abcRevenue, abcMargin }) => [
      inventoryItemId,
      { revenue: abcRevenue, margin: abcMargin },
    ]),
  );
}

const supplied = (of: { supplierId: string; inventoryItemId: string }) => `${of.supplierId}/${of.inventoryItemId}`;

/** In whole days: what arrived at noon of the third day was there on the third. */
const toSample = ({ days, units }: LeadTimeSample): LeadTimeSample => ({ days: Math.max(0, Math.ceil(days)), units });

function demandOf({ history, method, chosenAt }: KeptHistory): KnownDemand | null {
  return history.units.length === 0 ? null : { history, method: (method as Method | null) ?? 'windows', chosenAt };
}

function knownOf({ rules, suppliers }: Shared, offers: Known['offers']): Known {
  return { ruleAt: (scope, key) => rules.get(`${scope} ${key}`), supplier: (id) => suppliers.get(id), offers };
}

function offerOf(states: SupplierItemStates | undefined, { suppliers, currency }: Shared): Offer | null {
  if (!states || states.unitCost === null) return null;
  const { unitCost, priceBreaks, supplierId } = states;
  return { unitCost, priceBreaks, currency: suppliers.get(supplierId)?.currency ?? currency };
}
