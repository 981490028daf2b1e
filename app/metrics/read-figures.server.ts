// The figures of a period, ready for a page.
import { inShop } from '../db.server.ts';
import { emptyState, type FigureName, type FigureState, mergeStates } from './figure.ts';
import { type CycleReading, type ReturnsReading, readCycle, readReturns, readStockOuts } from './figures.ts';
import { type PackerReading, readPacker } from './packing.ts';
import { type PickerReading, readPicker, readStage, type StageReading, stages } from './picking.ts';
import { readDays, readSlices, sumBySlice } from './store.server.ts';

/** Both days belong to the period, YYYY-MM-DD in the shop's zone. */
export type Period = { from: string; to: string };

export type Summary = { cycle: CycleReading; returns: ReturnsReading; stockOuts: number };

export async function readSummary(shop: string, period: Period): Promise<Summary> {
  return inShop(shop, async (tx) => {
    const sum = async (figure: FigureName) =>
      (await readDays(tx, figure, '', period.from, period.to)).reduce(
        (state, day) => mergeStates(state, day.state),
        emptyState,
      );
    return {
      cycle: readCycle(await sum('order-cycle')),
      returns: readReturns(await sum('returns')),
      stockOuts: readStockOuts(await sum('stock-outs')),
    };
  });
}

export type CycleDay = { day: string } & CycleReading;

export async function readCycleDays(shop: string, period: Period): Promise<CycleDay[]> {
  const days = await inShop(shop, (tx) => readDays(tx, 'order-cycle', '', period.from, period.to));
  return days.map(({ day, state }) => ({ day, ...readCycle(state) }));
}

export type CountDay = { day: string; count: number };

export async function readStockOutDays(shop: string, period: Period): Promise<CountDay[]> {
  const days = await inShop(shop, (tx) => readDays(tx, 'stock-outs', '', period.from, period.to));
  return days.map(({ day, state }) => ({ day, count: readStockOuts(state) }));
}

export async function readReturnDays(shop: string, period: Period): Promise<CountDay[]> {
  const days = await inShop(shop, (tx) => readDays(tx, 'returns', '', period.from, period.to));
  return days.map(({ day, state }) => ({ day, count: readReturns(state).returned }));
}

/** Units ordered each day that had any. */
export async function readUnitDays(shop: string, period: Period): Promise<CountDay[]> {
  const days = await inShop(shop, (tx) => readDays(tx, 'returns', '', period.from, period.to));
  return days.map(({ day, state }) => ({ day, count: readReturns(state).ordered }));
}

export type ProductReturns = { productId: string } & ReturnsReading;

/** Products with returns in the period, the most returned units first. */
export async function readReturnsByProduct(shop: string, period: Period, limit: number): Promise<ProductReturns[]> {
  const rows = await inShop(shop, (tx) => sumBySlice(tx, 'returns', ['ordered', 'returned'], period.from, period.to));
  return rows
    .filter((row) => row.second > 0)
    .sort((a, b) => b.second - a.second || a.slice.localeCompare(b.slice))
    .slice(0, limit)
    .map((row) => ({
      productId: row.slice,
      ordered: row.first,
      returned: row.second,
      rate: row.first > 0 ? row.second / row.first : null,
    }));
}

export type ProductStockOuts = { productId: string; times: number };

export async function readStockOutsByProduct(shop: string, period: Period, limit: number): Promise<ProductStockOuts[]> {
  const rows = await inShop(shop, (tx) =>
    sumBySlice(tx, 'stock-outs', ['stockOuts', 'stockOuts'], period.from, period.to),
  );
  return rows
    .sort((a, b) => b.first - a.first || a.slice.localeCompare(b.slice))
    .slice(0, limit)
    .map((row) => ({ productId: row.slice, times: row.first }));
}

/** How long each stage took on one day, YYYY-MM-DD in the shop's zone: those that anything passed. */
export type StageDay = { day: string; stages: StageReading[] };

export type FloorReading = {
  pickers: Map<string, PickerReading>;
  packers: Map<string, PackerReading>;
  stages: StageReading[];
  /** the latest day first, days on which nothing passed left out */
  stageDays: StageDay[];
};

/** What each picker brought and each packer sealed in the period, by their ids, and how long waves and parcels stayed in each stage. */
export async function readFloor(shop: string, period: Period): Promise<FloorReading> {
  const { from, to } = period;
  const { picked, packed, times } = await inShop(shop, async (tx) => ({
    picked: await readSlices(tx, 'picking', from, to),
    packed: await readSlices(tx, 'packing', from, to),
    times: await Promise.all(
      stages.map(async (stage) => ({ stage, days: await readDays(tx, 'wave-stages', stage, from, to) })),
    ),
  }));
  const days = times.flatMap(({ stage, days }) =>
    days.flatMap(({ day, state }) => {
      const reading = readStage(stage, state);
      return reading ? [{ day, reading }] : [];
    }),
  );
  return {
    pickers: readEach(picked, readPicker),
    packers: readEach(packed, readPacker),
    stages: times.flatMap(
      ({ stage, days }) => readStage(stage, days.map(({ state }) => state).reduce(mergeStates, emptyState)) ?? [],
    ),
    stageDays: [...Map.groupBy(days, ({ day }) => day)]
      .map(([day, own]) => ({ day, stages: own.map(({ reading }) => reading) }))
      .sort((a, b) => (a.day < b.day ? 1 : -1)),
  };
}

/** Reads each slice beside the whole shop. */
function readEach<Reading>(
  slices: ReadonlyMap<string, FigureState>,
  read: (state: FigureState, all: FigureState) => Reading,
): Map<string, Reading> {
  const all = slices.get('') ?? emptyState;
  return new Map([...slices].flatMap(([id, state]) => (id === '' ? [] : [[id, read(state, all)]])));
}
