// The formula in words and numbers, as the detail page and the CSV file tell it.
import { FEWEST_DAYS } from './reorder.ts';
import type { Answer, ReorderInputs } from './reorder-point.ts';

export type Step = { name: string; formula: string; figures: string; result: string };

const units = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'unit' : 'units'}`;
const days = (count: number) =>
  `${count.toLocaleString('en', { maximumFractionDigits: 1 })} ${count === 1 ? 'day' : 'days'}`;
const rate = (perDay: number) => perDay.toLocaleString('en', { maximumFractionDigits: 2 });

/** Each step from the inputs to the suggested quantity, in reading order. Empty when the advice is unknown. */
export function formulaSteps({ stock, history, terms }: ReorderInputs, answer: Answer): Step[] {
  if (answer.unknown) return [];
  const protectedDays = terms.leadTimeDays + terms.reviewDays + terms.safetyDays;
  const steps: Step[] = [
    {
      name: 'Daily demand',
      formula: 'units sold ÷ days in stock',
      figures: `${units(history.unitsSold)} ÷ ${days(history.daysInStock)}`,
      result: `${rate(answer.dailyDemand)} units a day`,
    },
    {
      name: 'Reorder point',
      formula: 'daily demand × (lead time + review + safety), rounded up',
      figures: `${rate(answer.dailyDemand)} × (${terms.leadTimeDays} + ${terms.reviewDays} + ${terms.safetyDays} days)`,
      result: units(answer.reorderPoint),
    },
    {
      name: 'Inventory position',
      formula: 'available + incoming',
      figures: `${stock.available.toLocaleString('en')} + ${stock.incoming.toLocaleString('en')}`,
      result: units(answer.position),
    },
    {
      name: 'Order up to',
      formula: 'daily demand × (lead time + review + safety + one review more), rounded up',
      figures: `${rate(answer.dailyDemand)} × ${days(protectedDays + terms.reviewDays)}`,
      result: units(answer.orderUpTo),
    },
  ];
  if (answer.advice === 'buy') {
    steps.push({
      name: 'Suggested quantity',
      formula: 'order up to − position, at least the minimum, in whole packs',
      figures: `${answer.orderUpTo.toLocaleString('en')} − ${answer.position.toLocaleString('en')}, minimum ${terms.minimumOrder}, pack of ${terms.packSize}`,
      result: units(answer.suggested),
    });
  }
  return steps;
}

/** The advice as one sentence that names its reason. */
export function adviceSentence({ stock, history, terms }: ReorderInputs, answer: Answer): string {
  switch (answer.unknown) {
    case 'not-tracked':
      return 'Shopify does not track the inventory of this variant, so there is no stock to compare with.';
    case 'no-history':
      return 'Nothing is known yet of how it sells here.';
    case 'too-little-history':
      return `It was in stock on ${days(history.daysInStock)} so far; a rate of sale needs ${FEWEST_DAYS}.`;
    case null:
      break;
  }
  if (answer.advice === 'buy') {
    if (answer.position < 0) return `${units(-answer.position)} are owed to customers: buy ${units(answer.suggested)}.`;
    const cover = answer.daysOfCover ?? 0;
    return cover < terms.leadTimeDays
      ? `What is there and on its way lasts ${days(cover)}, a new order takes ${days(terms.leadTimeDays)}: buy ${units(answer.suggested)} now.`
      : `The position has sunk to the reorder point: buy ${units(answer.suggested)}.`;
  }
  if (answer.advice === 'wait')
    return `${units(stock.incoming)} on the way keep it above the reorder point: wait for them.`;
  return answer.dailyDemand === 0
    ? `Nothing was sold on ${days(history.daysInStock)} in stock: no need to buy.`
    : 'There is more than the reorder point: no need to buy.';
}
