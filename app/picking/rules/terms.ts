// How a location picks: by when parcels have to be ready, on what, by how many people, and how fast they are.
import { z } from 'zod';
import { isRouting, type Routing } from '../walk/routing.ts';
import { readList } from './list.ts';
import { likeness } from './shipping-method.ts';

/** A moment of the working day by which parcels have to be ready, as when a carrier comes. */
export type Window = {
  name: string;
  /** minutes after the shop's midnight */
  cutOff: number;
  /** 0 is Sunday */
  weekdays: number[];
  /** it takes parcels whose shipping method begins with one of these; none = every parcel */
  methods: string[];
};

export const windows = z.array(
  z.object({
    name: z.string(),
    cutOff: z.number().int(),
    weekdays: z.array(z.number().int()),
    // Before carriers had cut-offs of their own, each was for every parcel.
    methods: z.array(z.string()).default([]),
  }),
);

export type Pace = {
  metresPerSecond: number;
  /** finding the bin, reading, scanning */
  secondsPerLine: number;
  secondsPerUnit: number;
  /** taking a cart and its list before the walk, handing it over after it */
  setUpSeconds: number;
};

export type Terms = Pace & {
  windows: Window[];
  cartId: string | null;
  /** orders in a wave */
  most: number;
  pickers: number;
  /** a rule of thumb counts on a floor of one block; elsewhere walks are the shortest */
  routing: Routing;
};

/** Usual figures of order picking on foot; a location's own past replaces them (pace.ts). */
export const usualTerms: Terms = {
  windows: [],
  cartId: null,
  most: 12,
  pickers: 1,
  metresPerSecond: 1,
  secondsPerLine: 10,
  secondsPerUnit: 3,
  setUpSeconds: 180,
  routing: 'shortest',
};

export type CutOff = Pick<Window, 'name' | 'methods'> & { at: Date };

/** How many days ahead cut-offs are looked for: over a long holiday too. */
const DAYS_AHEAD = 14;

/**
 * The moments of cut-offs from `now` on, earliest first. `closed`: days (YYYY-MM-DD of the shop) on which nobody works.
 */
export function cutOffs(list: readonly Window[], timeZone: string, now: Date, closed: ReadonlySet<string>): CutOff[] {
  const today = dayIn(timeZone, now);
  const found: CutOff[] = [];
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const day = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * 86_400_000).toISOString().slice(0, 10);
    if (closed.has(day)) continue;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    for (const window of list) {
      if (!window.weekdays.includes(weekday)) continue;
      const at = instantOf(day, window.cutOff, timeZone);
      if (at > now) found.push({ name: window.name, at, methods: window.methods });
    }
  }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * The cut-off with which an order leaves: of those that name its shipping method best, or else of those for every parcel, the last one
 * that keeps its promise, else the next one. Null where there is none for it.
 */
export function cutOffFor(
  { fulfillBy: promise, shippingMethod }: { fulfillBy: Date | null; shippingMethod: string | null },
  upcoming: readonly CutOff[],
): CutOff | null {
  const letters = upcoming.map(({ methods }) => likeness(methods, shippingMethod) ?? -1);
  const best = Math.max(0, ...letters);
  const own = upcoming.filter((_, at) => letters[at] === best);
  return (promise && own.findLast((one) => one.at <= promise)) || (own[0] ?? null);
}

const dayIn = (timeZone: string, at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);

/** The instant of a wall clock's time: the zone's distance from UTC, looked at twice since it may change that day. */
function instantOf(day: string, minutes: number, timeZone: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const once = wall - distance(timeZone, wall);
  return new Date(wall - distance(timeZone, once));
}

function distance(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '0';
  return (
    Date.parse(`${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:00Z`) -
    Math.floor(at / 60_000) * 60_000
  );
}

/** Two or three for each of a few carriers. */
export const MOST_WINDOWS = 8;
const MOST_LETTERS = 40;

export type TermsTyped = Record<
  'cartId' | 'routing' | 'most' | 'pickers' | 'metresPerSecond' | 'secondsPerLine' | 'secondsPerUnit' | 'setUpSeconds',
  string
> & { windows: { name: string; cutOff: string; weekdays: number[]; methods: string }[] };
/** By field; of a window as windows.0, of its methods as windows.0.methods */
export type TermsProblems = Record<string, string>;

/** Reads a location's terms out of a form; a cut-off as HH:MM. Windows with neither name, time nor methods are left out. */
export function readTerms(typed: TermsTyped): { ok: true; terms: Terms } | { ok: false; problems: TermsProblems } {
  const problems: TermsProblems = {};
  const number = (
    field: keyof Omit<TermsTyped, 'windows' | 'cartId' | 'routing'>,
    least: number,
    most: number,
    whole: boolean,
  ) => {
    const text = typed[field].trim().replace(',', '.');
    const value = Number(text);
    const good = whole ? /^\d{1,4}$/.test(text) : /^\d{1,4}(\.\d{1,2})?$/.test(text);
    if (!good || value < least || value > most)
      problems[field] = `Enter ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`;
    return value;
  };
  const read: Window[] = [];
  typed.windows.forEach((window, index) => {
    const name = window.name.trim();
    const time = window.cutOff.trim();
    if (name === '' && time === '' && window.methods.trim() === '') return;
    const { values: methods, problem } = readList(window.methods);
    if (problem) problems[`windows.${index}.methods`] = problem;
    const [, hours, minutes] = /^(\d{1,2})[:.](\d{2})$/.exec(time) ?? [];
    const cutOff = Number(hours) * 60 + Number(minutes);
    const weekdays = [...new Set(window.weekdays)].filter((day) => day >= 0 && day <= 6).sort();
    if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59)
      problems[`windows.${index}`] = 'Enter the cut-off as hours and minutes, for example 16:30';
    else if (weekdays.length === 0) problems[`windows.${index}`] = 'Choose at least one weekday';
    else if (name.length > MOST_LETTERS)
      problems[`windows.${index}`] = `Shorten the name to ${MOST_LETTERS} characters`;
    else read.push({ name: name || nameless({ cutOff, methods }), cutOff, weekdays, methods });
  });
  if (read.length > MOST_WINDOWS) problems.windows = `Keep to ${MOST_WINDOWS} cut-offs`;
  const terms: Terms = {
    windows: read.sort((a, b) => a.cutOff - b.cutOff),
    cartId: typed.cartId || null,
    most: number('most', 1, 100, true),
    pickers: number('pickers', 1, 100, true),
    metresPerSecond: number('metresPerSecond', 0.1, 5, false),
    secondsPerLine: number('secondsPerLine', 0, 600, false),
    secondsPerUnit: number('secondsPerUnit', 0, 600, false),
    setUpSeconds: number('setUpSeconds', 0, 3600, false),
    routing: isRouting(typed.routing) ? typed.routing : 'shortest',
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, terms };
}

/** What a cut-off is called that nobody named. */
const nameless = ({ cutOff, methods }: Pick<Window, 'cutOff' | 'methods'>) =>
  methods.join(', ').slice(0, MOST_LETTERS) || clock(cutOff);

/** What a form shows of kept terms. */
export function termsTyped({ windows: kept, cartId, routing, ...pace }: Terms): TermsTyped {
  const { most, pickers, metresPerSecond, secondsPerLine, secondsPerUnit, setUpSeconds } = pace;
  return {
    windows: kept.map((window) => ({
      name: window.name === nameless(window) ? '' : window.name,
      cutOff: clock(window.cutOff),
      weekdays: window.weekdays,
      methods: window.methods.join(', '),
    })),
    ...{ cartId: cartId ?? '', routing },
    ...{ most: String(most), pickers: String(pickers), metresPerSecond: String(metresPerSecond) },
    ...{ secondsPerLine: String(secondsPerLine), secondsPerUnit: String(secondsPerUnit) },
    setUpSeconds: String(setUpSeconds),
  };
}

/** "16:30" of minutes after midnight. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A moment with the name of the cut-off that it is; one that nobody named is called by its time, which is said already. */
export function withCutOff(moment: string, name: string | null | undefined): string {
  return !name || moment.endsWith(name) ? moment : `${moment} · ${name}`;
}
