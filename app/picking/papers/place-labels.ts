// Labels for what does not move with an order: bins on the shelf, totes on the cart.
import { compareBins } from '../bin-order.ts';
import { asBars, toteCode } from './codes.ts';
import { clean, cut } from './words.ts';

export type PlaceLabel = {
  /** large: what one reads from the aisle */
  name: string;
  /** what a scan says */
  code: string;
  bars: string | null;
  note: string;
};

/** One for each tote of a cart, from 1. */
export function toteLabels(cart: { name: string; totes: number }): PlaceLabel[] {
  return Array.from({ length: cart.totes }, (_, index) => {
    const code = toteCode(index + 1);
    return { name: String(index + 1), code, bars: asBars(code), note: cut(cart.name, 40) };
  });
}

/** One for each bin, in the order in which people number them. */
export function binLabels(bins: readonly string[], locationName: string): PlaceLabel[] {
  return bins.toSorted(compareBins).map((name) => {
    const code = clean(name);
    return { name: code, code, bars: asBars(name), note: cut(locationName, 40) };
  });
}
