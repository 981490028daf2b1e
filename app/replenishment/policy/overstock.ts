// Too much of it: how much, how long it would lie, and what each way out brings. Money in minor units of one currency.
import { holdingCost } from './service-target.ts';

export type StockOnHand = {
  units: number;
  orderUpTo: number;
  demandPerDay: number;
  unitCost: number;
  price: number;
  /** cost of holding, a year, as a share of the unit's cost */
  holdingRate: number;
  daysSinceLastSale: number | null;
};

export type WaysOut = {
  /** part of the price taken off, and how many times faster it then sells */
  markdown: { off: number; faster: number };
  /** part of the price taken off when it goes with another product, and how many times faster */
  bundle: { off: number; faster: number };
  /** part of the cost the supplier keeps; null when it takes nothing back */
  returnFee: number | null;
};

export type Overstock = {
  excess: number;
  /** tied up in it, at cost */
  cash: number;
  /** days until it is sold at today's rate; null = never */
  days: number | null;
  dead: boolean;
  /** what remains of each way after holding, and of doing nothing; null = not open */
  brings: { nothing: number; markdown: number; bundle: number; returnToVendor: number | null };
};

/** Nothing sold for so long: dead. */
const DEAD_AFTER_DAYS = 180;
/** What has not sold after two years is written off. */
const HORIZON_DAYS = 730;

/**
 * Excess is what lies above order-up-to plus `spareDays` of demand. Each way out brings what it sells within two years at its
 * price, less the cost of holding the excess until it is gone: on average half the time it takes, after the part that is no
 * excess has sold.
 */
export function overstock(stock: StockOnHand, ways: WaysOut, spareDays: number): Overstock {
  const { units, demandPerDay, unitCost, price, holdingRate } = stock;
  const enough = Math.ceil(stock.orderUpTo + spareDays * demandPerDay);
  const excess = Math.max(0, units - enough);
  const brings = (unitPrice: number, faster: number) => {
    const rate = demandPerDay * faster;
    const until = Math.min(HORIZON_DAYS, rate > 0 ? enough / rate : HORIZON_DAYS);
    const sold = Math.min(excess, rate * (HORIZON_DAYS - until));
    const days = until + (rate > 0 ? sold / rate / 2 : 0);
    const left = excess - sold;
    return (
      sold * (unitPrice - holdingCost(unitCost, holdingRate, days)) -
      left * holdingCost(unitCost, holdingRate, HORIZON_DAYS)
    );
  };
  const { markdown, bundle, returnFee } = ways;
  return {
    excess,
    cash: excess * unitCost,
    days: demandPerDay > 0 ? units / demandPerDay : null,
    dead: units > 0 && (stock.daysSinceLastSale === null || stock.daysSinceLastSale >= DEAD_AFTER_DAYS),
    brings: {
      nothing: brings(price, 1),
      markdown: brings(price * (1 - markdown.off), markdown.faster),
      bundle: brings(price * (1 - bundle.off), bundle.faster),
      returnToVendor: returnFee === null ? null : excess * unitCost * (1 - returnFee),
    },
  };
}
