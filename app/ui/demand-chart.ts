// The one chart of a SKU, as geometry: above, the stock that was there and may be there; below, what was asked for and may be.
// Both stand over the same days, so that a stock-out and the sales it cost are seen in one look. What came back hangs below.
import { type EventKind, movesDemand } from '../calendar/plan-event.ts';
import type { DemandDistribution } from '../replenishment/policy/demand-distribution.ts';

export type PastDay = {
  /** YYYY-MM-DD */
  day: string;
  units: number;
  /** how many of these units came back later */
  returned: number;
  /** what is known of the day (forecast/demand-days.ts) */
  state: 'open' | 'censored' | 'closed' | 'event';
  /** stock at the end of the day; null = not known */
  available: number | null;
};

/** Days of the shop, both included. */
export type ChartEvent = { kind: EventKind; title: string; from: string; to: string };

export type ChartInputs = {
  /** oldest first, without a gap, ending yesterday */
  past: readonly PastDay[];
  today: string;
  available: number;
  /** available and all that is on its way */
  position: number;
  reorderPoint: number | null;
  /** what is due, in days from today */
  arrivals: readonly { day: number; units: number; says: string }[];
  /** what the calendar knows of it, past and coming */
  events: readonly ChartEvent[];
  /** days ahead that are drawn: lead time and review */
  horizon: number;
  /** demand of the next so many days; null where nothing is known */
  demand: ((days: number) => DemandDistribution) | null;
};

export type ChartSize = { width: number; height: number };
type Box = { x: number; width: number };
type Bar = Box & { y: number; height: number; from: string; to: string; units: number };
export type ChartBar = Bar & { coming: boolean; returned: number };
/** How likely it is, in percent, that what comes lies in the band. */
export type ChartBand = { percent: 50 | 80 | 95; path: string };
/** Stock at the end of a coming day: with 2.5 %, 50 % and 97.5 % probability it is no more than this. */
export type ComingStock = { day: string; low: number; middle: number; high: number };

export type Chart = {
  bars: ChartBar[];
  /** days on which nothing could be sold, or less than was wanted */
  stockOuts: (Box & { from: string; to: string })[];
  /** of past days, hanging from the line that demand stands on */
  cameBack: Bar[];
  events: (Box & ChartEvent)[];
  /** the names of events that have room, above the stock; `x` is their left end, `stemX` where the event begins */
  names: { x: number; y: number; stemX: number; kind: EventKind; says: string }[];
  bands: ChartBand[];
  stockPath: string;
  middlePath: string;
  reorderY: number | null;
  position: { x: number; y: number };
  arrivals: { x: number; y: number; units: number; says: string }[];
  todayX: number;
  stockTicks: { y: number; label: string }[];
  demandTicks: { y: number; label: string }[];
  dayTicks: { x: number; day: string }[];
  coming: ComingStock[];
  /** the first coming day on whose evening the shelf is as likely empty as not */
  emptyOn: string | null;
  /** where the two panels stand */
  stockPanel: { top: number; bottom: number };
  demandPanel: { top: number; bottom: number };
  /** the line on which demand stands */
  floorY: number;
};

const LEFT = 38;
const RIGHT = 8;
const AXIS = 22;
const GAP = 26;
const TOP = 12;
/** Names of events stand in so many rows at most, each cut to so many letters. */
const NAME_ROWS = 3;
const NAME_ROW = 14;
const NAME_LETTERS = 24;
/** About the width of a letter and what stands between two names. */
const LETTER = 5.8;
const BETWEEN = 16;
/** Share of the height that the stock takes. */
const STOCK = 0.6;
/** The fan is drawn through so many days at most. */
const POINTS = 40;
const BANDS = [95, 80, 50] as const;

/** Geometry in pixels of a picture of `size`; `perBar` days share a bar, counted back from yesterday and on from today. */
export function demandChart(inputs: ChartInputs, { width, height }: ChartSize, perBar: number): Chart {
  const { past, today, horizon, demand } = inputs;
  const days = past.length + Math.max(1, horizon);
  const perDay = (width - LEFT - RIGHT) / days;
  /** the left edge of a day, today = 0 */
  const x = (day: number) => LEFT + (past.length + day) * perDay;
  const within = (day: number) => Math.min(Math.max(day, -past.length), Math.max(1, horizon));
  const edge = (from: number, to: number) => ({ x: x(from), width: x(to) - x(from) });
  const events = inputs.events.flatMap((event) => {
    const first = daysFrom(today, event.from);
    const last = daysFrom(today, event.to) + 1;
    return last <= -past.length || first >= horizon ? [] : [{ ...edge(within(first), within(last)), ...event }];
  });
  const names = namesOf(events, today, width);
  const top = TOP + names.rows * NAME_ROW;
  const split = top + (height - top - AXIS - GAP) * STOCK;
  const stockPanel = { top, bottom: split };
  const demandPanel = { top: split + GAP, bottom: height - AXIS };

  const fan = demand ? comingStock(inputs, demand) : [];
  const known = past.flatMap(({ available }) => (available === null ? [] : [available]));
  const stockTop = Math.max(
    1,
    inputs.position,
    inputs.available,
    inputs.reorderPoint ?? 0,
    ...known,
    ...fan.map(({ bands }) => bands[0]!.high),
  );
  const stockLeast = Math.min(0, inputs.available, inputs.position, ...known);
  const stockScale = scale(stockLeast, stockTop, stockPanel);
  const bars = barsOf(inputs, perBar);
  const most = Math.max(1, ...bars.map(({ units }) => units));
  const mostBack = Math.max(0, ...bars.map(({ returned }) => returned));
  const demandScale = scale(-mostBack, most, demandPanel);
  const floorY = demandScale.y(0);
  const bar = ({ first, last }: Stretch) => {
    const gap = Math.min(2, (last - first) * perDay * 0.2);
    return {
      x: x(first) + gap / 2,
      width: Math.max(0.5, (last - first) * perDay - gap),
      from: dayAfter(today, first),
      to: dayAfter(today, last - 1),
    };
  };
  const shut = inputs.events.filter(({ kind }) => kind === 'closed');
  const wasShut = (day: string) => shut.some(({ from, to }) => from <= day && day <= to);

  return {
    bars: bars.map(({ units, returned, coming, ...stretch }) => {
      const y = demandScale.y(units);
      return { ...bar(stretch), y, height: floorY - y, units, returned, coming };
    }),
    cameBack: bars
      .filter(({ returned }) => returned > 0)
      .map(({ returned, ...stretch }) => ({
        ...bar(stretch),
        y: floorY,
        height: demandScale.y(-returned) - floorY,
        units: returned,
      })),
    stockOuts: stretches(past, ({ state, day }) => state === 'censored' || (state === 'closed' && !wasShut(day))).map(
      ({ first, last }) => ({
        ...edge(first, last),
        from: dayAfter(today, first),
        to: dayAfter(today, last - 1),
      }),
    ),
    events,
    names: names.placed,
    bands: fan.length === 0 ? [] : BANDS.map((percent, at) => ({ percent, path: bandPath(fan, at, x, stockScale.y) })),
    stockPath: pastPath(inputs, x, stockScale.y),
    middlePath:
      fan.length === 0 ? '' : `M${fan.map((point) => pair(x(point.day), stockScale.y(point.middle))).join('L')}`,
    reorderY: inputs.reorderPoint === null ? null : stockScale.y(inputs.reorderPoint),
    position: { x: x(0), y: stockScale.y(inputs.position) },
    arrivals: inputs.arrivals
      .filter(({ day }) => day <= horizon)
      .map(({ day, units, says }) => ({ x: x(within(Math.max(0, day))), y: stockPanel.bottom, units, says })),
    todayX: x(0),
    stockTicks: stockScale.ticks,
    // What hangs below the line is a count too.
    demandTicks: demandScale.ticks.map(({ y, label }) => ({ y, label: label.replace('-', '') })),
    dayTicks: dayTicks(past.length, horizon, Math.max(2, Math.floor((width - LEFT) / 92))).map((day) => ({
      x: x(day),
      day: dayAfter(today, day),
    })),
    coming: fan
      .filter(({ day }) => day > 0)
      .map(({ day, middle, bands }) => ({
        day: dayAfter(today, day - 1),
        low: bands[0]!.low,
        middle,
        high: bands[0]!.high,
      })),
    emptyOn: emptyOn(fan, today),
    stockPanel,
    demandPanel,
    floorY,
  };
}

/**
 * Where names find room: those to come first, the nearest before the later, then past ones that moved demand, newest first. A name begins
 * where its event does, or ends at the right edge; one that has no room in any row is left to the table.
 */
function namesOf(events: Chart['events'], today: string, width: number): { placed: Chart['names']; rows: number } {
  const coming = events.filter(({ to }) => to >= today);
  const past = events.filter(({ to, kind }) => to < today && movesDemand({ kind })).reverse();
  const taken: { from: number; to: number }[][] = [];
  const placed: (Chart['names'][number] & { row: number })[] = [];
  for (const { x: stemX, kind, title } of [...coming, ...past]) {
    const says = title.length > NAME_LETTERS ? `${title.slice(0, NAME_LETTERS - 1).trimEnd()}…` : title;
    const wide = says.length * LETTER + BETWEEN;
    const x = Math.max(LEFT, Math.min(stemX, width - RIGHT - wide));
    const free = (row: number) => (taken[row] ?? []).every(({ from, to }) => to <= x || from >= x + wide);
    const row = Array.from({ length: NAME_ROWS }, (_, index) => index).find(free);
    if (row === undefined) continue;
    taken[row] = [...(taken[row] ?? []), { from: x, to: x + wide }];
    placed.push({ x, y: 0, stemX, kind, says, row });
  }
  const rows = taken.length;
  // The first row is the lowest, next to the picture.
  return { placed: placed.map(({ row, ...name }) => ({ ...name, y: TOP + (rows - row) * NAME_ROW - 8 })), rows };
}

type FanPoint = { day: number; middle: number; bands: { low: number; high: number }[] };

/**
 * Stock at the end of coming days: what is there and arrives until then, less the quantiles of the demand until then; an empty
 * shelf stays at zero. Point d stands d days from this morning.
 */
function comingStock(inputs: ChartInputs, demand: (days: number) => DemandDistribution): FanPoint[] {
  const { available, horizon, arrivals } = inputs;
  const step = Math.max(1, Math.ceil(horizon / POINTS));
  const ends = new Set(Array.from({ length: Math.ceil(horizon / step) }, (_, i) => Math.min(horizon, (i + 1) * step)));
  // What arrives during day d is seen as a step up between d and d + 1.
  for (const { day } of arrivals) for (const near of [day, day + 1]) if (near >= 1 && near <= horizon) ends.add(near);
  const flat = { low: available, high: available };
  const points: FanPoint[] = [{ day: 0, middle: available, bands: BANDS.map(() => flat) }];
  for (const day of [...ends].sort((a, b) => a - b)) {
    const arrived = arrivals.reduce((sum, arrival) => sum + (arrival.day < day ? arrival.units : 0), 0);
    const until = demand(day);
    const left = (p: number) => Math.max(Math.min(0, available + arrived), available + arrived - until.quantile(p));
    points.push({
      day,
      middle: left(0.5),
      bands: BANDS.map((percent) => ({ low: left(0.5 + percent / 200), high: left(0.5 - percent / 200) })),
    });
  }
  return points;
}

function emptyOn(fan: readonly FanPoint[], today: string): string | null {
  const first = fan.find(({ day, middle }) => day > 0 && middle <= 0);
  return first ? dayAfter(today, first.day - 1) : null;
}

type Stretch = { first: number; last: number };

/** Bars of `perBar` days: the past counted back from yesterday, the coming ones by their mean. An incomplete oldest bar is left out. */
function barsOf({ past, horizon, demand }: ChartInputs, perBar: number) {
  const bars: (Stretch & { units: number; returned: number; coming: boolean })[] = [];
  for (let last = 0; last - perBar >= -past.length; last -= perBar) {
    const first = last - perBar;
    const days = past.slice(past.length + first, past.length + last);
    const units = days.reduce((sum, day) => sum + Math.max(0, day.units), 0);
    const returned = days.reduce((sum, day) => sum + day.returned, 0);
    bars.unshift({ first, last, units, returned, coming: false });
  }
  if (demand)
    for (let first = 0; first + perBar <= horizon; first += perBar) {
      const before = first === 0 ? 0 : demand(first).mean;
      bars.push({
        first,
        last: first + perBar,
        units: Math.max(0, demand(first + perBar).mean - before),
        returned: 0,
        coming: true,
      });
    }
  return bars;
}

/** Runs of past days for which `holds`; `last` is the day after. */
function stretches(past: readonly PastDay[], holds: (day: PastDay) => boolean): Stretch[] {
  const found: Stretch[] = [];
  past.forEach((each, index) => {
    if (!holds(each)) return;
    const first = index - past.length;
    const before = found.at(-1);
    if (before?.last === first) before.last = first + 1;
    else found.push({ first, last: first + 1 });
  });
  return found;
}

/** Stock as a step line: each day's evening until the next one's; days of which nothing is known leave a gap. */
function pastPath({ past, available }: ChartInputs, x: (day: number) => number, y: (units: number) => number): string {
  let path = '';
  let drawing = false;
  past.forEach((day, index) => {
    if (day.available === null) {
      drawing = false;
      return;
    }
    const at = index - past.length;
    path += `${drawing ? 'L' : 'M'}${pair(x(at), y(day.available))}L${pair(x(at + 1), y(day.available))}`;
    drawing = true;
  });
  return drawing ? `${path}L${pair(x(0), y(available))}` : path;
}

function bandPath(
  fan: readonly FanPoint[],
  at: number,
  x: (day: number) => number,
  y: (units: number) => number,
): string {
  const high = fan.map((point) => pair(x(point.day), y(point.bands[at]!.high)));
  const low = fan.map((point) => pair(x(point.day), y(point.bands[at]!.low))).reverse();
  return `M${[...high, ...low].join('L')}Z`;
}

const pair = (x: number, y: number) => `${round(x)},${round(y)}`;
const round = (pixels: number) => Math.round(pixels * 10) / 10;

/** From units to pixels, with two to four round ticks. */
function scale(least: number, most: number, { top, bottom }: { top: number; bottom: number }) {
  const step = roundStep((most - least) / 3);
  const y = (units: number) => bottom - ((units - least) / (most - least)) * (bottom - top);
  const ticks: { y: number; label: string }[] = [];
  for (let units = Math.ceil(least / step) * step; units <= most; units += step)
    ticks.push({
      y: y(units),
      // Minus zero is a zero.
      label: (units || 0).toLocaleString('en', { notation: units >= 10_000 ? 'compact' : 'standard' }),
    });
  return { y, ticks };
}

/** The next 1, 2 or 5 times a power of ten, whole units at least. */
function roundStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(about, 1)));
  return Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((step) => step >= about) ?? power * 10);
}

/** At most `most` days from the first to the last drawn, equally far apart, today among them. */
function dayTicks(before: number, after: number, most: number): number[] {
  const step = Math.max(1, Math.ceil((before + after) / most));
  const ticks: number[] = [];
  for (let day = -Math.floor(before / step) * step; day < after - step / 3; day += step) ticks.push(day);
  return ticks;
}

/** `days` after the day, as YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one day to another; below zero when it lies before. */
export function daysFrom(day: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);
}
