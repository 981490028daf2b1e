import { notBelowZero } from './levels.ts';
import { naive, seasonalNaive } from './naive.ts';
import type { Method, Past } from './past.ts';
import { relativeHistory } from './relative-history.ts';
import { slowMover } from './slow-mover.ts';
import { smoothing } from './smoothing.ts';
import { type Votes, weightedHistory } from './whd.ts';

export interface Member {
  name: string;
  /** Share of the average before anything was rehearsed, in any unit. */
  trust: number;
  forecast: Method;
}

/** How the constants were chosen: docs/decisions/0020-how-forecast-settings-were-chosen.md. */
export const DAYS: Votes = {
  fast: 82,
  slow: 300,
  fastShare: 0.8,
  otherPlace: 0.043,
  year: 0.51,
  yearWidth: 16.8,
  yearDecay: 0.56,
  tempos: [
    { fast: 1.8, slow: 96, width: 0.56 },
    { fast: 14, slow: 460, width: 0.36 },
  ],
  otherSituation: 0.0106,
};
const RECENT_DAYS: Votes = { ...DAYS, fast: 10.3, slow: 72, otherPlace: 0.072, year: 0.2, yearDecay: 0.7, tempos: [] };

const PERIODS: Votes = {
  fast: 12,
  slow: 60,
  fastShare: 0.8,
  otherPlace: 0.5,
  year: 0.4,
  yearWidth: 3,
  yearDecay: 0.56,
  tempos: [
    { fast: 1, slow: 8, width: 0.4 },
    { fast: 3, slow: 40, width: 0.4 },
  ],
  otherSituation: 0.01,
};
const RECENT_PERIODS: Votes = { ...PERIODS, fast: 3, slow: 12, otherPlace: 0.6, tempos: [] };
const MANY_PERIODS: Votes = { ...PERIODS, fast: 8, slow: 40, otherPlace: 0.7, tempos: [] };
const GROWTH: Votes = {
  ...PERIODS,
  fast: 20,
  slow: 120,
  otherPlace: 0.4,
  year: 0.5,
  yearWidth: 2,
  yearDecay: 0.8,
  tempos: [],
};

/** The methods that compete for a past of this kind: days of a week, or longer periods. */
export function familyFor(kind: Pick<Past, 'season' | 'year'>): Member[] {
  return kind.season === 7 ? daily(kind.season) : longer(kind);
}

function daily(season: number): Member[] {
  return [
    { name: 'naive', trust: 0.1, forecast: atLeastZero(naive) },
    { name: 'seasonal naive', trust: 0.1, forecast: atLeastZero(seasonalNaive) },
    votes('votes by situation', 4, DAYS),
    votes('votes', 2, RECENT_DAYS),
    slow(10),
    slow(40),
    smooth('level', 'none', 1, false),
    smooth('seasonal level', 'none', season, false),
    smooth('seasonal log level', 'none', season, true),
  ];
}

function longer({ season, year }: Pick<Past, 'season' | 'year'>): Member[] {
  const period = season > 1 ? season : Math.round(year ?? 1);
  return [
    { name: 'naive', trust: 0.1, forecast: atLeastZero(naive) },
    ...(season > 1 ? [{ name: 'seasonal naive', trust: 0.1, forecast: atLeastZero(seasonalNaive) }] : []),
    votes('votes by situation', 1, PERIODS),
    votes('recent votes', 1, RECENT_PERIODS),
    votes('votes', 1, MANY_PERIODS),
    relative('growth on the last', 1),
    relative('growth on the last few', 3),
    slow(6),
    slow(15),
    slow(40),
    smooth('level', 'none', 1, false),
    smooth('theta', 'drift', 1, false),
    smooth('log level', 'none', 1, true),
    ...(period > 1
      ? [
          smooth('seasonal level', 'none', period, false),
          smooth('seasonal theta', 'drift', period, false),
          smooth('seasonal log level', 'none', period, true),
          smooth('seasonal log trend', 'damped', period, true),
        ]
      : []),
  ];
}

function votes(name: string, trust: number, settings: Votes): Member {
  return { name, trust, forecast: (past, steps) => weightedHistory(past, steps, settings) };
}

function relative(name: string, levelHalfLife: number): Member {
  return { name, trust: 0.3, forecast: (past, steps) => relativeHistory(past, steps, GROWTH, levelHalfLife) };
}

function slow(halfLife: number): Member {
  return { name: `slow mover ${halfLife}`, trust: 1, forecast: (past, steps) => slowMover(past, steps, halfLife) };
}

function smooth(name: string, trend: 'none' | 'damped' | 'drift', season: number, log: boolean): Member {
  const forecast: Method = (past, steps) => smoothing(past, steps, { trend, season, log });
  return { name, trust: 0.5, forecast: atLeastZero(forecast) };
}

/** What never was below zero will not be. */
function atLeastZero(method: Method): Method {
  return (past, steps) => {
    const fan = method(past, steps);
    return past.values.some((value) => value < 0) ? fan : notBelowZero(fan);
  };
}
