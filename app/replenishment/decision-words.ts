// A decision in words: its target, its pace, and each step from need to order.
import { formatMoney } from '../lib/money.ts';
import type { Decision } from './policy/decide.ts';
import type { QuantityStep } from './policy/quantity.ts';
import type { ServiceTarget } from './policy/service-target.ts';

const units = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'unit' : 'units'}`;
const days = (count: number) =>
  `${count.toLocaleString('en', { maximumFractionDigits: 1 })} ${count === 1 ? 'day' : 'days'}`;

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
