import type { Kinship } from './kinship.ts';
import { type Fan, notBelowZero } from './levels.ts';
import { naive, seasonalNaive } from './naive.ts';
import type { Method, Past } from './past.ts';
import { slowMover } from './slow-mover.ts';
import { smoothing } from './smoothing.ts';
import { type Votes, weightedHistory } from './whd.ts';

/** How long a memory is: in days it is longer than in months. */
interface Member {
  name: string;
  forecast: Method;
}

const DAILY: Kinship = { fast: 60, slow: 300, fastShare: 0.8, otherPlace: 0.045, year: 0.4, yearWidth: 16.8, yearDecay: 0.56 };
const TEMPOS = [
  { fast: 2, slow: 96, width: 0.5 },
  { fast: 14, slow: 360, width: 0.36 },
];
const alike = (kinship: Partial<Kinship>, rest: Partial<Votes> = {}): Votes => ({
  ...DAILY,
  tempos: [],
  otherSituation: 0.01,
  ...kinship,
  ...rest,
});

/** The methods that compete for a past of this kind. */
export function familyFor({ season, year }: Pick<Past, 'season' | 'year'>): Member[] {
  const votes = (name: string, settings: Votes): Member => ({
    name,
    forecast: (past, steps) => weightedHistory(past, steps, settings),
  });
  const counts = (halfLife: number): Member => ({
    name: `slow mover ${halfLife}`,
    forecast: (past, steps) => slowMover(past, steps, halfLife),
  });
  const smooth = (name: string, trend: 'none' | 'damped' | 'drift', period: number, log: boolean): Member => ({
    name,
    forecast: (past, steps) => atLeastZero(past, smoothing(past, steps, { trend, season: period, log })),
  });
  const days = season === 7;
  const period = season > 1 ? season : Math.round(year ?? 1);
  const seasons = period > 1 ? [1, period] : [1];
  return [
    { name: 'naive', forecast: naive },
    ...(season > 1 ? [{ name: 'seasonal naive', forecast: seasonalNaive }] : []),
    ...(days
      ? [
          votes('votes by situation', alike({}, { tempos: TEMPOS })),
          votes('votes', alike({ fast: 10, slow: 72, year: 0.2 })),
        ]
      : [
          votes('votes fast', alike({ fast: 3, slow: 12, otherPlace: 0.6, yearWidth: 2, year: 0.3 })),
          votes('votes slow', alike({ fast: 8, slow: 40, otherPlace: 0.7, yearWidth: 3, year: 0.3 })),
          votes('votes by situation', alike({ fast: 12, slow: 60, otherPlace: 0.5, yearWidth: 3, year: 0.4 }, {
            tempos: [{ fast: 1, slow: 8, width: 0.4 }, { fast: 3, slow: 40, width: 0.4 }],
          })),
        ]),
    ...(days ? [counts(10), counts(40)] : [counts(6), counts(15), counts(40)]),
    ...seasons.flatMap((s) => [
      smooth(`level ${s}`, 'none', s, false),
      smooth(`damped ${s}`, 'damped', s, false),
      smooth(`theta ${s}`, 'drift', s, false),
      smooth(`log level ${s}`, 'none', s, true),
      smooth(`log damped ${s}`, 'damped', s, true),
    ]),
  ];
}

function atLeastZero({ values }: Past, fan: Fan): Fan {
  return values.some((value) => value < 0) ? fan : notBelowZero(fan);
}
