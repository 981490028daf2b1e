// The figures of the house. Later ones are added here; the page and the job read this list.

import type { DiaryEvent } from '../events/vocabulary.ts';
import { quantileOf, sketchCount } from '../lib/sketch.ts';
import { counted, type Figure, type FigureName, type FigureState, measured } from './figure.ts';
import { packing } from './packing.ts';
import { picking, waveStages } from './picking.ts';

const HOUR = 3_600_000;

const orderCycle: Figure = {
  name: 'order-cycle',
  title: 'Order cycle time',
  definition:
    'Hours from the moment the customer placed an order to the moment its last line that ships was fulfilled, for orders fulfilled in the period. Test orders are left out; orders cancelled before they shipped never arrive here. p50: half of the orders were faster. p90: nine in ten were.',
  unit: 'hours',
  slicedBy: 'nothing',
  grains: (event) => {
    if (event.type !== 'order.fulfilled' || event.data.test) return [];
    const hours = (Date.parse(event.at) - Date.parse(event.data.placedAt)) / HOUR;
    return [{ slice: '', state: measured(Math.max(hours, 0)) }];
  },
};

const returns: Figure = {
  name: 'returns',
  title: 'Return rate',
  definition:
    'Units in returns opened in the period (approved by you or created by you; requests still undecided are not counted) divided by units ordered in the same period, by product and for the whole shop. Test orders are left out.',
  unit: 'percent of units',
  slicedBy: 'product',
  grains: (event) => {
    if (event.type === 'order.placed' && !event.data.test)
      return unitsBySlice(event.data.lines).map(({ slice, units }) => ({ slice, state: counted({ ordered: units }) }));
    if (event.type === 'return.opened' && !event.data.test)
      return unitsBySlice(event.data.lines).map(({ slice, units }) => ({ slice, state: counted({ returned: units }) }));
    return [];
  },
};

const stockOuts: Figure = {
  name: 'stock-outs',
  title: 'Stock-outs',
  definition:
    'How often a variant at a location went from something sellable to nothing sellable in the period, by product and for the whole shop. Counted from the moment the app was installed; the first reading of a quantity is not a stock-out.',
  unit: 'times',
  slicedBy: 'product',
  grains: (event) => {
    if (event.type !== 'stock.changed') return [];
    const { from, available, productId } = event.data;
    if (from === null || from <= 0 || available > 0) return [];
    const slices = productId ? ['', productId] : [''];
    return slices.map((slice) => ({ slice, state: counted({ stockOuts: 1 }) }));
  },
};

export const FIGURES: Record<FigureName, Figure> = {
  'order-cycle': orderCycle,
  returns,
  'stock-outs': stockOuts,
  picking,
  packing,
  'wave-stages': waveStages,
};

function unitsBySlice(lines: { productId: string | null; quantity: number }[]): { slice: string; units: number }[] {
  const units = new Map<string, number>([['', 0]]);
  for (const line of lines) {
    units.set('', (units.get('') ?? 0) + line.quantity);
    if (line.productId) units.set(line.productId, (units.get(line.productId) ?? 0) + line.quantity);
  }
  return [...units].map(([slice, sum]) => ({ slice, units: sum }));
}

export type CycleReading = { orders: number; p50Hours: number | null; p90Hours: number | null };

export function readCycle(state: FigureState): CycleReading {
  return {
    orders: sketchCount(state.sketch),
    p50Hours: quantileOf(state.sketch, 0.5),
    p90Hours: quantileOf(state.sketch, 0.9),
  };
}

export type ReturnsReading = { ordered: number; returned: number; rate: number | null };

export function readReturns(state: FigureState): ReturnsReading {
  const ordered = state.counts.ordered ?? 0;
  const returned = state.counts.returned ?? 0;
  return { ordered, returned, rate: ordered > 0 ? returned / ordered : null };
}

export function readStockOuts(state: FigureState): number {
  return state.counts.stockOuts ?? 0;
}

/** The day of an event in the shop's own zone, as YYYY-MM-DD. */
export function dayOf(event: DiaryEvent, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.parse(event.at));
}
