// One item at all its locations: what each of them should do today, and what they can do for each other.
import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { factsOf } from './demand/facts.ts';
import { lostSales } from './demand/lost-sales.ts';
import type { History } from './demand/splice.ts';
import { type DemandInputs, type Method, type OverDays, overDays } from './demand-inputs.ts';
import { CENSORED, type DemandDays, OPEN } from './forecast/demand-days.ts';
import { type Abc, demandPattern, isNew, isPhantomSuspect } from './policy/classes.ts';
import { type Decision, type DecisionInputs, type DemandOver, decide } from './policy/decide.ts';
import type { LeadTimeSample } from './policy/lead-time.ts';
import { overstock, type WaysOut } from './policy/overstock.ts';
import type { OpenLine } from './policy/position.ts';
import { type PriceBreak, quantityToBuy } from './policy/quantity.ts';
import { economicTarget, holdingCost, type ServiceTarget } from './policy/service-target.ts';
import { starterRule } from './policy/starter-rule.ts';
import { type Holding, planTransfers } from './policy/transfers.ts';
import type { MarginKnown, Move, Place, ReorderRow, Unknown, Why } from './reorder-point.ts';
import type { ResolvedTerms, Target } from './settings/rule.ts';

/** Below this many days on which it could be sold a rate of sale is chance, and nothing is advised. */
export const FEWEST_DAYS = 7;
/** The starter rule looks back over so many days. */
const QUARTER = 90;

/** What it is and what is there, as the mirror tells. */
export type PlaceFacts = Place & {
  variantId: string | null;
  productId: string | null;
  title: string;
  sku: string | null;
  barcode: string | null;
  vendor: string;
  productType: string;
  tracked: boolean;
  available: number;
  incoming: number;
  /** minor units of the shop's currency */
  price: bigint;
  /** what the item costs by Shopify's own account */
  itemCost: { unitCost: bigint; currency: string } | null;
};

/** The kept demand of a place until yesterday, and the method that its own past chose, if it was asked yet. */
export type KnownDemand = { history: History; method: Method; chosenAt: Date | null };

/** What the chosen supplier asks for the item. */
export type Offer = { unitCost: bigint; currency: string; priceBreaks: readonly PriceBreak[] };

/** What is known beyond the place's own past: from look-alikes, its category and the calendar. */
export type Signals = Pick<DemandInputs, 'prior' | 'season' | 'planned'> & {
  borrowed: NonNullable<DemandInputs['borrowed']> | null;
};
export const noSignals: Signals = { prior: null, season: 1, planned: [], borrowed: null };

export type PlaceInputs = {
  facts: PlaceFacts;
  demand: KnownDemand | null;
  signals: Signals;
  terms: ResolvedTerms;
  offer: Offer | null;
  leadTimes: readonly LeadTimeSample[];
  openLines: readonly OpenLine[];
  /** what Shopify does not count yet of transfers between locations; null = none */
  transfers: { coming: number; leaving: number } | null;
  /** class by revenue and margin over the whole shop; margin null where it is not known */
  abc: { revenue: Abc; margin: Abc | null };
};

/** The shop as of today. */
export type ShopToday = { today: string; currency: string; now: Date };

/** A row and all that it was decided on, the days of demand too. */
export type Planned = { row: ReorderRow; inputs: DecisionInputs<DemandInputs>; decision: Decision };

/** The rows of one item, in the order of its places. Moving between them comes before buying where it fills a whole need. */
export function planItem(places: readonly PlaceInputs[], shop: ShopToday): Planned[] {
  const planned = places.map((place) => planPlace(place, shop));
  const moves = movesBetween(planned);
  return planned.map((plan) => {
    const coming = moves.get(plan.place.facts.locationId) ?? [];
    const movable = coming.reduce((sum, { units }) => sum + units, 0);
    if (movable === 0) return { ...plan, row: rowOf(plan, [], shop) };
    const inputs = { ...plan.inputs, movable };
    const decision = decide(inputs, plan.demandOver);
    const again = { ...plan, inputs, decision };
    return { ...again, row: rowOf(again, decision.advice === 'move' ? coming : [], shop) };
  });
}

type Plan = {
  place: PlaceInputs;
  inputs: DecisionInputs<DemandInputs>;
  demandOver: DemandOver<DemandInputs>;
  decision: Decision;
  unknown: Unknown | null;
  margin: MarginKnown;
};

function planPlace(place: PlaceInputs, shop: ShopToday): Plan {
  const { facts, terms, openLines } = place;
  const unknown = whyUnknown(place);
  const cost = costOf(place);
  const margin: MarginKnown = cost === null ? 'no-cost' : cost.currency === shop.currency ? 'known' : 'other-currency';
  const holdingRate = terms.holdingPermille.value / 1000;
  const unitCost = cost === null ? 0 : Number(cost.unitCost);
  const inputs: DecisionInputs<DemandInputs> = {
    demand: unknown && unknown !== 'no-lead-time' ? null : demandInputs(place),
    leadTime: { statedDays: terms.leadTimeDays.value, samples: place.leadTimes },
    reviewDays: terms.reviewDays.value,
    target: targetFor(
      terms.target.value,
      margin === 'known' ? Number(facts.price) - unitCost : null,
      holdingCost(unitCost, holdingRate, terms.reviewDays.value),
    ),
    starterSales: terms.policy.value === 'starter' && place.demand ? dailySales(place.demand.history) : null,
    // What is not tracked owes nothing: its count runs on below zero and means nothing.
    stock: {
      available: facts.tracked ? facts.available : Math.max(0, facts.available),
      incoming: facts.incoming,
      openLines,
      backordersElsewhere: 0,
      ...(place.transfers ? { transfers: place.transfers } : {}),
    },
    movable: 0,
    terms: {
      minimumOrder: terms.minimumOrder.value,
      packSize: terms.packSize.value,
      unitCost,
      priceBreaks: place.offer?.priceBreaks ?? [],
      holdingRate,
      maxCoverDays: terms.maxCoverDays.value,
      shelfLifeDays: terms.shelfLifeDays.value,
    },
    lot: 0,
    spareDays: terms.spareDays.value,
  };
  const demandOver = demandOverFor(place);
  return { place, inputs, demandOver, decision: decide(inputs, demandOver), unknown, margin };
}

/** Of this place alone, read once: nothing of it outlives the plan. */
function demandOverFor({ demand }: PlaceInputs): DemandOver<DemandInputs> {
  let over: OverDays | null = null;
  return (inputs, days) => {
    over ??= overDays(inputs, demand?.history);
    return over(days);
  };
}

function whyUnknown({ facts, demand, signals, terms, leadTimes }: PlaceInputs): Unknown | null {
  if (!facts.tracked) return 'not-tracked';
  if (demand === null) return 'no-history';
  if (signals.prior === null) {
    const days = openDays(demand.history);
    if (days === 0) return 'no-history';
    if (days < FEWEST_DAYS) return 'too-little-history';
  }
  return terms.leadTimeDays.value === null && leadTimes.length === 0 ? 'no-lead-time' : null;
}

function demandInputs({ demand, signals }: PlaceInputs): DemandInputs | null {
  if (demand === null) return null;
  const few = openDays(demand.history) < FEWEST_DAYS;
  return {
    lastDay: dayOfNumber(demand.history.first + demand.history.units.length - 1),
    units: plain(demand.history.units),
    states: plain(demand.history.states),
    method: few && signals.prior ? 'look-alike' : demand.method,
    planned: signals.planned,
    season: signals.season,
    prior: few ? signals.prior : null,
    ...(few && signals.borrowed ? { borrowed: signals.borrowed } : {}),
  };
}

/** As JSON has it. Array.from goes by an iterator, which takes ten times as long. */
function plain(values: Float64Array | Uint8Array): number[] {
  const numbers = new Array<number>(values.length);
  for (let i = 0; i < values.length; i++) numbers[i] = values[i]!;
  return numbers;
}

/** How many days could sell as usual; FEWEST_DAYS also stands for more. */
function openDays({ states }: DemandDays): number {
  let days = 0;
  for (let day = states.length - 1; day >= 0 && days < FEWEST_DAYS; day--)
    if (states[day] === OPEN || states[day] === CENSORED) days++;
  return days;
}

/** The supplier's price where one is chosen, else what Shopify says the item costs. */
function costOf({ offer, facts }: PlaceInputs): { unitCost: bigint; currency: string } | null {
  return offer ?? facts.itemCost;
}

/** Economics need a margin; where none is known the target is what a shop starts with. */
function targetFor(target: Target, unitMargin: number | null, holdingPerCycle: number): ServiceTarget {
  if (target.measure !== 'economic') return { measure: target.measure, level: target.permille! / 1000 };
  const pays = unitMargin === null ? null : economicTarget(unitMargin, holdingPerCycle);
  // 999 of 1000 is as good as always, and no distribution ends for certain.
  return pays ? { ...pays, level: Math.min(pays.level, 0.999) } : { measure: 'fill', level: 0.95 };
}

/** As a person would reckon it: what was sold a day over the last quarter, days without stock and all. */
function dailySales({ units }: DemandDays): number {
  const last = units.subarray(Math.max(0, units.length - QUARTER));
  return last.length === 0 ? 0 : last.reduce((sum, sold) => sum + sold, 0) / last.length;
}

/** By receiving location, what each of the others can send it. Every pair is as near as any other, and moving costs nothing known. */
function movesBetween(plans: readonly Plan[]): Map<string, Move[]> {
  const holdings = plans.flatMap(({ place, decision }): Holding[] =>
    decision.levels === null
      ? []
      : [
          {
            locationId: place.facts.locationId,
            available: place.facts.available - (place.transfers?.leaving ?? 0),
            position: decision.position.units,
            reorderPoint: decision.levels.reorderPoint,
            orderUpTo: decision.levels.orderUpTo,
          },
        ],
  );
  const moves = new Map<string, Move[]>();
  if (holdings.length < 2) return moves;
  for (const { from, to, units } of planTransfers(holdings, { unitWorth: 1, unitCost: 0, flatCost: 0 }))
    moves.set(to, [...(moves.get(to) ?? []), { from, units }]);
  return moves;
}

function rowOf({ place, inputs, decision, unknown, margin }: Plan, moves: Move[], shop: ShopToday): ReorderRow {
  const { facts, terms, demand } = place;
  const { levels, demandPerDay, leadTimeDays, quantity } = decision;
  const position = decision.position.units;
  const cost = costOf(place);
  const past = demand && factsOf(demand.history, facts.price);
  const lost = demand ? lostSales(demand.history, facts.price) : { units: 0, money: 0n };
  const daysOfCover = demandPerDay !== null && demandPerDay > 0 ? Math.max(0, position) / demandPerDay : null;
  const starter = starterRule(demand ? dailySales(demand.history) : 0);
  const starterNeeds = { position, orderUpTo: starter.orderUpTo, demandPerDay: 0, leadTimeDays: 0 };
  const starterTerms = { ...inputs.terms, priceBreaks: [], maxCoverDays: null, shelfLifeDays: null };
  const { excess, cash, dead } = overstock(
    {
      units: Math.max(0, facts.available),
      orderUpTo: levels?.orderUpTo ?? 0,
      demandPerDay: demandPerDay ?? 0,
      unitCost: inputs.terms.unitCost,
      price: Number(facts.price),
      holdingRate: inputs.terms.holdingRate,
      daysSinceLastSale: past?.silentDays ?? 0,
    },
    NO_WAY_OUT,
    inputs.spareDays,
  );
  return {
    inventoryItemId: facts.inventoryItemId,
    locationId: facts.locationId,
    variantId: facts.variantId,
    productId: facts.productId,
    title: facts.title,
    sku: facts.sku,
    barcode: facts.barcode,
    vendor: facts.vendor,
    productType: facts.productType,
    advice: decision.advice,
    reason: decision.advice === 'unknown' ? (unknown ?? 'no-history') : (decision.reason as Why),
    available: facts.available,
    incoming: facts.incoming,
    onOrder: decision.position.onOrder,
    position,
    reorderPoint: levels?.reorderPoint ?? null,
    orderUpTo: levels?.orderUpTo ?? null,
    promisedFill: levels?.promisedFill ?? null,
    suggested: decision.units,
    demandPerDay,
    leadTimeDays,
    daysOfCover: rounded(daysOfCover),
    slackDays: daysOfCover === null || leadTimeDays === null ? null : rounded(daysOfCover - leadTimeDays),
    orderBy:
      levels && demandPerDay ? dayAfter(shop.today, Math.floor((position - levels.reorderPoint) / demandPerDay)) : null,
    supplierId: terms.supplierId.value,
    unitCost: cost === null ? null : BigInt(Math.round(quantity?.unitCost ?? inputs.terms.unitCost)),
    currency: cost?.currency ?? null,
    price: facts.price,
    abcRevenue: place.abc.revenue,
    abcMargin: margin === 'known' ? place.abc.margin : null,
    pattern: demandPattern(past?.weeks ?? []).pattern,
    isNew: isNew(past ? past.firstDay : dayNumber(shop.today), dayNumber(shop.today)),
    phantom: past !== null && isPhantomSuspect(facts.available, past.sellingDayShare, past.silentDays),
    excess: levels ? excess : 0,
    excessCash: cost === null || !levels ? null : BigInt(Math.round(cash)),
    dead,
    lastSoldOn: past?.lastSoldOn == null ? null : dayOfNumber(past.lastSoldOn),
    lostUnits: rounded(lost.units) ?? 0,
    lostRevenue: lost.money,
    starterPoint: starter.reorderPoint,
    starterUpTo: starter.orderUpTo,
    starterSuggested: position <= starter.reorderPoint ? quantityToBuy(starterNeeds, starterTerms).units : 0,
    moves,
    inputs: {
      decision: withoutDemand(inputs),
      demand:
        demand && inputs.demand ? { ...withoutDays(inputs.demand), firstDay: dayOfNumber(demand.history.first) } : null,
      terms,
      margin,
    },
    computedAt: shop.now,
  };
}

/** The overstock page reckons with ways out; here only what is there counts. */
const NO_WAY_OUT: WaysOut = { markdown: { off: 0, faster: 1 }, bundle: { off: 0, faster: 1 }, returnFee: null };

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6);

function withoutDemand({
  demand: _,
  ...rest
}: DecisionInputs<DemandInputs>): Omit<DecisionInputs<DemandInputs>, 'demand'> {
  return rest;
}

function withoutDays({ units: _, states: __, ...rest }: DemandInputs): Omit<DemandInputs, 'units' | 'states'> {
  return rest;
}

/** So many days later; today at the earliest, and never past what a date can be. */
const dayAfter = (day: string, days: number) => dayOfNumber(dayNumber(day) + Math.min(Math.max(0, days), 100_000));
