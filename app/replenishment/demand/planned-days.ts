// Which days of the calendar were out of the ordinary for one product.
import type { Days } from './states.ts';

export type PlannedDays = Days & { kind: string; scope: string; scopeKeys: readonly string[] };

export type Goods = { variantId: string; productId: string; vendor: string; productType: string };

const SHUT = new Set(['closed', 'holiday-closed']);
const PROMOTED = new Set(['promotion', 'launch', 'flash-sale']);

/** The days that were shut, and those on which these goods were promoted. Types and vendors compare without regard to case. */
export function daysOutOfTheOrdinary(
  planned: readonly PlannedDays[],
  goods: Goods,
): { shut: PlannedDays[]; promoted: PlannedDays[] } {
  const about = planned.filter((each) => covers(each, goods));
  return {
    shut: about.filter((each) => SHUT.has(each.kind)),
    promoted: about.filter((each) => PROMOTED.has(each.kind)),
  };
}

function covers({ scope, scopeKeys }: PlannedDays, goods: Goods): boolean {
  const named = (name: string) => scopeKeys.some((key) => key.toLowerCase() === name.toLowerCase());
  switch (scope) {
    case 'everything':
      return true;
    case 'products':
      return scopeKeys.includes(goods.productId);
    case 'variants':
      return scopeKeys.includes(goods.variantId);
    case 'type':
      return named(goods.productType);
    case 'vendor':
      return named(goods.vendor);
    default:
      return false;
  }
}
