// The advice as one sentence that names its reason.
import type { ReorderRow, Why } from './reorder-point.ts';

const units = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'unit' : 'units'}`;
const days = (count: number) =>
  `${count.toLocaleString('en', { maximumFractionDigits: 1 })} ${count === 1 ? 'day' : 'days'}`;

type Told = Pick<
  ReorderRow,
  | 'reason'
  | 'position'
  | 'suggested'
  | 'daysOfCover'
  | 'leadTimeDays'
  | 'available'
  | 'demandPerDay'
  | 'excess'
  | 'moves'
>;

export function adviceSentence(row: Told): string {
  return SENTENCES[row.reason](row);
}

const SENTENCES: Record<Why, (row: Told) => string> = {
  'not-tracked': () => 'Shopify does not track the inventory of this variant, so there is no stock to compare with.',
  'no-history': () => 'Nothing is known yet of how it sells here.',
  'too-little-history': () => 'It was in stock on too few days so far to say how it sells.',
  'no-lead-time': () =>
    'Nobody has said how many days a delivery takes: enter a lead time for the supplier, the item or the shop.',
  'units-owed': (row) => `${units(-row.position)} are owed to customers: buy ${units(row.suggested)}.`,
  'at-reorder-point': ({ position, daysOfCover, leadTimeDays, suggested }) =>
    daysOfCover !== null && leadTimeDays !== null && daysOfCover < leadTimeDays
      ? position <= 0
        ? `Nothing is left or on its way, and a new order takes ${days(leadTimeDays)}: buy ${units(suggested)} now.`
        : `What is there and on its way lasts ${days(daysOfCover)}, a new order takes ${days(leadTimeDays)}: buy ${units(suggested)} now.`
      : `The position has sunk to the reorder point: buy ${units(suggested)}.`,
  'others-can-spare': ({ moves }) =>
    `Other locations can spare what it needs: move ${units(moves.reduce((sum, move) => sum + move.units, 0))} instead of buying.`,
  'on-its-way': (row) =>
    `${units(row.position - row.available)} on the way keep it above the reorder point: wait for them.`,
  'not-allowed': () =>
    'It is needed, but the most that cover or shelf life allow is less than the supplier sells: nothing is bought.',
  enough: ({ demandPerDay }) =>
    demandPerDay === 0
      ? 'Nothing is sold here: no need to buy.'
      : 'There is more than the reorder point: no need to buy.',
  'more-than-ever-needed': ({ excess }) =>
    excess > 0
      ? `${units(excess)} more than will be needed: buy no more, and think of a way out.`
      : 'More is there and on its way than will be needed: buy no more.',
};
