// A reorder point: the position at which one variant at one location must be bought again.
//
// Every night, and whenever news of it arrives, each variant at each location is looked at anew. Its past days vote on how much
// may be asked for until an order placed at the next look would arrive; the service that is promised makes of that the level up
// to which we buy, and just below it the reorder point. If what we have and what is on its way has sunk to it, the advice is to
// move units from a location that can spare them, else to buy; otherwise to wait, or to think of a way out where there is more
// than will ever be needed. Where demand or lead time is not known the advice says so and why, instead of guessing.
import type { DemandInputs } from './demand-inputs.ts';
import type { Advice, Reason } from './policy/advice.ts';
import type { Abc, Pattern } from './policy/classes.ts';
import type { DecisionInputs } from './policy/decide.ts';
import type { ResolvedTerms } from './settings/rule.ts';

export { type Advice, advices } from './policy/advice.ts';

/** What a reorder point is about. */
export type Place = { inventoryItemId: string; locationId: string };

/** Names a place in maps. */
export const placeKey = (place: Place) => `${place.inventoryItemId}/${place.locationId}`;

/** Why nothing can be advised. */
export type Unknown = 'not-tracked' | 'no-history' | 'too-little-history' | 'no-lead-time';
export type Why = Exclude<Reason, 'not-known'> | Unknown;

/** Why what a unit earns is or is not known. Money of two currencies is never set against each other. */
export type MarginKnown = 'known' | 'no-cost' | 'other-currency';

export type RowInputs = {
  /** what was decided on; the days of demand are in DemandHistory */
  decision: Omit<DecisionInputs<DemandInputs>, 'demand'>;
  /** null where too few days are known */
  demand: (Omit<DemandInputs, 'units' | 'states'> & { firstDay: string }) | null;
  /** every term and whose it is */
  terms: ResolvedTerms;
  margin: MarginKnown;
};

export type Move = { from: string; units: number };

/** A row of the reorder list. Units are whole; dates are days of the shop, YYYY-MM-DD. */
export type ReorderRow = Place & {
  variantId: string | null;
  productId: string | null;
  title: string;
  sku: string | null;
  barcode: string | null;
  vendor: string;
  productType: string;
  advice: Advice;
  reason: Why;
  available: number;
  /** Shopify's own count of what is on its way */
  incoming: number;
  /** still to come by our purchase orders */
  onOrder: number;
  /** the inventory position: each unit once */
  position: number;
  /** null, as the next two, while demand or lead time is not known */
  reorderPoint: number | null;
  orderUpTo: number | null;
  promisedFill: number | null;
  /** units to buy now; 0 unless the advice is buy */
  suggested: number;
  demandPerDay: number | null;
  /** mean of the lead time's distribution */
  leadTimeDays: number | null;
  /** days the position lasts; null when nothing sells or it is not known */
  daysOfCover: number | null;
  /** days of cover beyond the lead time: below 0, a new order arrives too late */
  slackDays: number | null;
  /** the day by which to order; null when nothing sells or it is not known */
  orderBy: string | null;
  supplierId: string | null;
  /** minor units of `currency`, at the quantity suggested */
  unitCost: bigint | null;
  currency: string | null;
  /** minor units of the shop's currency */
  price: bigint;
  abcRevenue: Abc;
  /** null where no margin is known */
  abcMargin: Abc | null;
  pattern: Pattern;
  isNew: boolean;
  /** stock on paper that has been silent for longer than chance explains */
  phantom: boolean;
  /** units beyond order-up-to and the spare days, and what they cost in `currency` */
  excess: number;
  excessCash: bigint | null;
  dead: boolean;
  lastSoldOn: string | null;
  /** units asked for and not had in the last 90 days, estimated, and their worth in the shop's currency */
  lostUnits: number;
  lostRevenue: bigint;
  /** what the starter rule would say */
  starterPoint: number;
  starterUpTo: number;
  starterSuggested: number;
  /** what other locations can send; filled where the advice is to move */
  moves: Move[];
  inputs: RowInputs;
  computedAt: Date;
};
