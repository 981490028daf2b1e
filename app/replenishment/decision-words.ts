// A decision in words: the advice as a sentence with its reason, and each step from need to order.
import { formatMoney } from '../lib/money.ts';
import type { Decision } from './policy/decide.ts';
import type { QuantityStep } from './policy/quantity.ts';
import type { ServiceTarget } from './policy/service-target.ts';
import type { Why } from './reorder-point.ts';

const units = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'unit' : 'units'}`;
const owed = (count: number) => `${units(count)} ${count === 1 ? 'is' : 'are'}`;
const days = (count: number) =>
  `${count.toLocaleString('en', { maximumFractionDigits: 1 })} ${count === 1 ? 'day' : 'days'}`;

/**
 * "Buy 72 units: the position of 12 is at or below the reorder point of 40". `moveFrom`: names of
 * locations that can spare it.
 */
export function adviceSentence(decision: Decision, why: Why, moveFrom: readonly string[] = []): string {
  const { position, levels } = decision;
  const at = position.units.toLocaleString('en');
  const point = levels?.reorderPoint.toLocaleString('en') ?? '';
  switch (why) {
    case 'not-tracked':
      return 'Unknown: Shopify does not track its stock';
    case 'no-history':
      return 'Unknown: it could not be bought on any day yet';
    case 'too-little-history':
      return 'Unknown: it could be bought on too few days to say how it sells';
    case 'no-lead-time':
      return 'Unknown: nobody says how long an order takes to arrive. Enter a lead time';
    case 'units-owed':
      return `Buy ${units(decision.units)}: ${owed(-position.units)} owed to customers`;
    case 'at-reorder-point':
      return `Buy ${units(decision.units)}: the position of ${at} is at or below the reorder point of ${point}`;
    case 'others-can-spare':
      return `Move ${units(Math.max(0, (levels?.orderUpTo ?? 0) - position.units))}${
        moveFrom.length > 0 ? ` from ${moveFrom.join(' and ')}` : ''
      }: other locations can spare what is missing`;
    case 'on-its-way':
      return `Wait: with ${units(position.units - position.available)} on the way the position of ${at} is above the reorder point of ${point}`;
    case 'enough':
      return `Wait: the position of ${at} is above the reorder point of ${point}`;
    case 'not-allowed':
      return `Wait: ${owed(Math.max(0, (levels?.orderUpTo ?? 0) - position.units))} missing, but cover, shelf life and minimum order together leave nothing to buy`;
    case 'more-than-ever-needed':
      return `Too much: the position of ${at} is more than will be needed (${units(levels?.orderUpTo ?? 0)} and the days to spare)`;
  }
}

/** How the number became another one in this step; money in minor units of `currency`. */
export function stepSentence({ name, to, because }: QuantityStep, currency: string): string {
  const of = (key: string) => (because[key] ?? 0).toLocaleString('en', { maximumFractionDigits: 2 });
  const money = (key: string) => formatMoney({ minor: BigInt(Math.round(because[key] ?? 0)), currency });
  switch (name) {
    case 'need':
      return `Order up to ${of('orderUpTo')}, less the position of ${of('position')}`;
    case 'minimum':
      return `Raised to the minimum order of ${of('minimumOrder')}`;
    case 'pack':
      return `Up to whole packs of ${of('packSize')}`;
    case 'price-break':
      return `Up to the price break: at ${money('unitCost')} a unit it saves ${money('saving')} and costs ${money('holding')} to hold`;
    case 'max-cover':
      return `Down to ${of('maxCoverDays')} days of cover at ${of('demandPerDay')} a day, in whole packs`;
    case 'shelf-life':
      return `Down to what sells within the shelf life of ${of('shelfLifeDays')} days, in whole packs`;
    case 'below-minimum':
      return `What the limits leave is less than the minimum order of ${of('minimumOrder')}: ${to === 0 ? 'nothing is bought' : units(to)}`;
  }
}

export function targetSentence({ measure, level }: ServiceTarget): string {
  const percent = (level * 100).toLocaleString('en', { maximumFractionDigits: 1 });
  return measure === 'fill'
    ? `${percent} % of the units asked for served from the shelf`
    : `no shortage in ${percent} % of the order cycles`;
}

/** "2.4 a day, 14 days until it arrives": what the levels rest on. */
export function paceSentence({ demandPerDay, leadTimeDays }: Decision): string | null {
  if (demandPerDay === null || leadTimeDays === null) return null;
  const pace = demandPerDay.toLocaleString('en', { maximumFractionDigits: demandPerDay < 10 ? 2 : 0 });
  return `${pace} asked for a day, ${days(leadTimeDays)} until an order arrives`;
}
