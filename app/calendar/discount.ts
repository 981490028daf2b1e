// A discount of Shopify as an event of the calendar: which of them are promotions at all, and on which of the shop's days.
import { addDays, dayAt, daysFrom, isMidnight } from './day.ts';
import { LONGEST, type NewEvent } from './plan-event.ts';

/** A discount as read, in plain words. `endsAt` null: until somebody ends it. */
export type Discount = {
  id: string;
  title: string;
  startsAt: Date;
  endsAt: Date | null;
  /** a code for few (so many uses in all); null = any number, or no code at all */
  usageLimit: number | null;
  /** open to every customer */
  forEverybody: boolean;
  offPermille: number | null;
  scope: 'everything' | 'products' | 'variants';
  scopeKeys: string[];
};

/** A code that may be used less often than this is a voucher: it moves no demand that a plan should know of. */
const FEWEST_USES = 20;

export type LeftOut =
  | 'no end'
  | 'too long'
  | 'voucher'
  | 'not for everybody'
  | 'nothing discounted'
  | 'starts after it ends';

/**
 * A discount counts as a promotion when everybody may have it for a time with an end of at most LONGEST days. One without an end
 * is how the shop sells every day: were it an event, no usual day would be left to learn from.
 */
export function eventOf(discount: Discount, timeZone: string): { event: NewEvent } | { leftOut: LeftOut } {
  if (!discount.forEverybody) return { leftOut: 'not for everybody' };
  if (discount.usageLimit !== null && discount.usageLimit < FEWEST_USES) return { leftOut: 'voucher' };
  if (discount.endsAt === null) return { leftOut: 'no end' };
  if (discount.endsAt <= discount.startsAt) return { leftOut: 'starts after it ends' };
  if (discount.scope !== 'everything' && discount.scopeKeys.length === 0) return { leftOut: 'nothing discounted' };
  const firstDay = dayAt(discount.startsAt, timeZone);
  // What ends as a day begins is over on the day before.
  const end = dayAt(discount.endsAt, timeZone);
  const lastDay = isMidnight(discount.endsAt, timeZone) ? addDays(end, -1) : end;
  if (daysFrom(firstDay, lastDay) >= LONGEST) return { leftOut: 'too long' };
  return {
    event: {
      kind: 'promotion',
      title: discount.title.slice(0, 200) || 'Discount',
      firstDay,
      lastDay: lastDay < firstDay ? firstDay : lastDay,
      scope: discount.scope,
      scopeKeys: discount.scope === 'everything' ? [] : discount.scopeKeys,
      offPermille: discount.offPermille,
      upliftPermille: null,
      source: 'shopify',
      sourceId: discount.id,
    },
  };
}
