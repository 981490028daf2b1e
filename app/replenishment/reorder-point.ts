// A reorder point: the stock at which one variant at one location must be bought again.
//
// Every night, and whenever news of it arrives, each variant at each location is looked at anew. What it sells on a day when
// it could be sold, times the days until a new delivery could be on the shelf, is what must be at hand when we order: that is
// the reorder point. If what we have and what is on its way has sunk to it, the advice is to buy, and how many; if only what
// is on its way keeps us above it, the advice is to wait for it; otherwise there is enough. Where nothing is known of its
// sales, the advice says so instead of guessing.

/** What the shop should do about one variant at one location. */
export const advices = ['buy', 'wait', 'enough', 'unknown'] as const;
export type Advice = (typeof advices)[number];

/** Stock as Shopify counts it, in units; `available` is negative when more is promised than is there. */
export type Stock = { available: number; incoming: number };

/** What was seen in the window: units sold, and the days on which they could be sold. */
export type History = {
  /** days of the window in which the variant existed here */
  daysObserved: number;
  /** those of them with something to sell: stock at some moment of the day, or a sale */
  daysInStock: number;
  /** units ordered on the days in stock, canceled orders left out */
  unitsSold: number;
};

/** What a person decides; days and units are whole numbers. */
export type Terms = {
  /** days from placing the order to having it on the shelf */
  leadTimeDays: number;
  /** days between two looks at what to buy */
  reviewDays: number;
  /** days of demand kept against surprises */
  safetyDays: number;
  /** fewest units a supplier sells at a time */
  minimumOrder: number;
  /** units come in multiples of this */
  packSize: number;
};

/** Everything the answer rests on, as shown beside it. */
export type ReorderInputs = { stock: Stock; history: History; terms: Terms; tracked: boolean };

/** Why the advice is unknown. */
export type Unknown = 'not-tracked' | 'no-history' | 'too-little-history';

export type Answer = {
  advice: Advice;
  unknown: Unknown | null;
  /** units a day, over the days in stock */
  dailyDemand: number;
  /** available + incoming, in units */
  position: number;
  /** units */
  reorderPoint: number;
  /** units */
  orderUpTo: number;
  /** units to buy now: 0 unless the advice is buy */
  suggested: number;
  /** days the position lasts; null when nothing sells */
  daysOfCover: number | null;
  /** days of cover beyond the lead time: below 0, a new order arrives too late; null when nothing sells */
  slackDays: number | null;
};
