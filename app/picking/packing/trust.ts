// How far the stated measures of a variant are believed. A packer who says "didn't fit" knows better than a product page.
import { type Allowed, fitIn } from './fit.ts';
import type { Box, Item } from './item.ts';

export type Trust = {
  /** millimetres added to each side of each unit */
  margin: number;
  /** parcels with it that were packed as shown */
  fits: number;
};

export const fullTrust: Trust = { margin: 0, fits: 0 };

/** Beyond it the measures are wrong rather than doubtful: somebody should measure. */
export const MOST_MARGIN = 30;
/** What one parcel that fitted leaves of a margin; below half a millimetre nothing is left. */
const KEPT = 0.75;

export type Report = {
  /** each once; the variants in the parcel */
  variants: readonly string[];
  fitted: boolean;
  /** for "didn't fit": see `headroomOf` */
  headroom: number;
};

/**
 * Trust after a report, of the variants in it.
 *
 * "Didn't fit": at least `headroom` millimetres were missing, and somebody is to blame, sooner who has proved less: variant v
 * takes the part (1 / (1 + fits of v)) / Σ (1 / (1 + fits)) of it, so that all parts together are the headroom and a variant
 * alone takes all. "Did fit": each margin falls to three quarters.
 */
export function afterReport(trusts: ReadonlyMap<string, Trust>, report: Report): Map<string, Trust> {
  const variants = [...new Set(report.variants)];
  const known = variants.map((variant) => trusts.get(variant) ?? fullTrust);
  const doubt = known.map(({ fits }) => 1 / (1 + fits));
  const total = doubt.reduce((sum, one) => sum + one, 0);
  return new Map(
    variants.map((variant, i) => {
      const { margin, fits } = known[i]!;
      if (!report.fitted) {
        const more = margin + (report.headroom * doubt[i]!) / total;
        return [variant, { margin: Math.min(MOST_MARGIN, more), fits }];
      }
      const less = margin * KEPT;
      return [variant, { margin: less < 0.5 ? 0 : less, fits: fits + 1 }];
    }),
  );
}

/**
 * The least whole number of millimetres which, added to each side of each item, keeps them out of the box as far as the search
 * can tell; 1 at least, `MOST_MARGIN` at most. Items and margins as they were when the box was chosen.
 */
export function headroomOf(items: readonly Item[], box: Box, allowed: Allowed): number {
  let fits = 0;
  let fails = MOST_MARGIN;
  while (fails - fits > 1) {
    const margin = (fits + fails) >> 1;
    const grown = items.map((item) => ({
      ...item,
      length: item.length + margin,
      width: item.width + margin,
      height: item.height + margin,
    }));
    if (fitIn(grown, box, allowed).answer === 'fits') fits = margin;
    else fails = margin;
  }
  return fails;
}
