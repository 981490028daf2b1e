// From need to something a supplier will deliver, step by step, each step with its reason. A minimum never creates an order,
// and a limit that leaves less than a supplier sells leaves nothing.
import { holdingCost } from './service-target.ts';

/** From `units` on, each unit costs `unitCost`. */
export type PriceBreak = { units: number; unitCost: number };

/** What a supplier and the shelf allow. Money in minor units of one currency, as weights of a decision: nothing here is booked. */
export type BuyingTerms = {
  minimumOrder: number;
  packSize: number;
  unitCost: number;
  priceBreaks: readonly PriceBreak[];
  /** cost of holding, a year, as a share of the unit's cost */
  holdingRate: number;
  /** what is there and on its way shall last no longer than these days of average demand; null = no limit */
  maxCoverDays: number | null;
  /** days a unit keeps once it has arrived; null = for ever */
  shelfLifeDays: number | null;
};

export type Situation = { position: number; orderUpTo: number; demandPerDay: number; leadTimeDays: number };

export const stepNames = [
  'need',
  'minimum',
  'pack',
  'price-break',
  'max-cover',
  'shelf-life',
  'below-minimum',
] as const;

/** What one rule made of the number: it was `from` units and became `to`. Only rules that changed it are recorded, need always. */
export type QuantityStep = {
  name: (typeof stepNames)[number];
  from: number;
  to: number;
  because: Record<string, number>;
};

export type Quantity = { units: number; unitCost: number; steps: QuantityStep[] };

/**
 * Units to buy. With need n = S − position, minimum m and pack p: q = ⌈max(n, m) / p⌉ × p, in this order, as a minimum of 10
 * in packs of 6 means 12. Then up to a price break that saves more than it costs to hold the extra units; then down to whole
 * packs within cover and shelf life.
 */
export function quantityToBuy(situation: Situation, terms: BuyingTerms): Quantity {
  const { position, orderUpTo, demandPerDay, leadTimeDays } = situation;
  const pack = Math.max(1, Math.ceil(terms.packSize));
  const need = Math.max(0, Math.ceil(orderUpTo - position));
  const steps: QuantityStep[] = [{ name: 'need', from: 0, to: need, because: { orderUpTo, position } }];
  let units = need;
  const become = (to: number, name: QuantityStep['name'], because: QuantityStep['because']) => {
    if (to !== units) steps.push({ name, from: units, to, because });
    units = to;
  };
  if (need > 0) {
    become(Math.max(need, Math.ceil(terms.minimumOrder)), 'minimum', { minimumOrder: terms.minimumOrder });
    become(Math.ceil(units / pack) * pack, 'pack', { packSize: pack });

    const offer = bestBreak(units, pack, situation, terms);
    if (offer)
      become(offer.units, 'price-break', { unitCost: offer.unitCost, saving: offer.saving, holding: offer.holding });

    const wholePacks = (limit: number) => Math.max(0, Math.floor((limit + 1e-9) / pack) * pack);
    const { maxCoverDays, shelfLifeDays } = terms;
    if (maxCoverDays !== null) {
      const limit = wholePacks(demandPerDay * maxCoverDays - position);
      become(Math.min(units, limit), 'max-cover', { maxCoverDays, demandPerDay });
    }
    if (shelfLifeDays !== null) {
      // What will still be there when it arrives sells first.
      const before = Math.max(0, position - demandPerDay * leadTimeDays);
      become(Math.min(units, wholePacks(demandPerDay * shelfLifeDays - before)), 'shelf-life', {
        shelfLifeDays,
        demandPerDay,
      });
    }
    if (units < terms.minimumOrder) become(0, 'below-minimum', { minimumOrder: terms.minimumOrder });
  }
  return { units, unitCost: costAt(units, terms), steps };
}

/** Cost of a unit when `units` are bought at once. */
export function costAt(
  units: number,
  { unitCost, priceBreaks }: Pick<BuyingTerms, 'unitCost' | 'priceBreaks'>,
): number {
  return priceBreaks.reduce(
    (least, offer) => (units >= offer.units ? Math.min(least, offer.unitCost) : least),
    unitCost,
  );
}

/**
 * The price break that pays most, if one does. Buying q′ instead of q saves (c − c′) on each of the q′ units, as the extra
 * ones would be bought later at c. They lie until what is there and the first q are sold, and then on average half the time
 * they last themselves. (All-units discounts: Silver, Pyke, Thomas, ch. 4.)
 */
function bestBreak(
  units: number,
  pack: number,
  { position, demandPerDay, leadTimeDays }: Situation,
  terms: BuyingTerms,
) {
  if (demandPerDay <= 0) return null;
  const now = costAt(units, terms);
  const offers = terms.priceBreaks
    .filter((offer) => offer.unitCost < now)
    .map((offer) => {
      const more = Math.ceil(offer.units / pack) * pack;
      const days = Math.max(0, (position + units) / demandPerDay - leadTimeDays) + (more - units) / demandPerDay / 2;
      const saving = more * (now - offer.unitCost);
      const holding = (more - units) * holdingCost(offer.unitCost, terms.holdingRate, days);
      return { units: more, unitCost: offer.unitCost, saving, holding };
    });
  const best = offers.sort((a, b) => b.saving - b.holding - (a.saving - a.holding))[0];
  return best && best.saving > best.holding ? best : null;
}
