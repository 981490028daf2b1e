// The results as a file: the same figures as on the page, one place a row.
import { csvText } from '../../lib/csv.ts';
import { decimalFromMinor } from '../../lib/money.ts';
import type { Calibration } from './calibration.ts';
import { fillOf } from './replay.ts';
import type { Result, Told } from './result.ts';

export type FileRow = Result & {
  title: string;
  sku: string | null;
  location: string;
  class: string | null;
  currency: string | null;
};

const RULES = ['ours', 'starter', 'happened'] as const;
const SPANS = [
  { key: 'year', name: '12 months' },
  { key: 'known', name: 'since stock is known' },
] as const;
const FIGURES = ['asked', 'sold', 'fill', 'average stock', 'orders', 'lost margin', 'cash in stock'];

const round = (value: number) => Math.round(value * 10_000) / 10_000;

export function proofFile(rows: readonly FileRow[]): string {
  const columns = SPANS.flatMap(({ key, name }) =>
    RULES.filter((rule) => key === 'known' || rule !== 'happened').map((rule) => ({ key, name, rule })),
  );
  return csvText([
    [
      'Product',
      'SKU',
      'Location',
      'Class',
      'State',
      'First day played',
      'Day after the last',
      'Stock known from',
      'Currency',
      'Gain over the starter rule',
      'Gain over what happened',
      'Units sold more than by the starter rule',
      ...columns.flatMap(({ name, rule }) => FIGURES.map((figure) => `${rule}, ${name}: ${figure}`)),
      'Forecast method',
      'Days forecast',
      'Tries',
      '50 % held',
      '80 % held',
      '95 % held',
      'Loss',
      'Naive loss',
    ],
    ...rows.map((row) => {
      const money = (minor: bigint | string | null) =>
        minor === null || row.currency === null ? null : Number(decimalFromMinor(BigInt(minor), row.currency));
      const figures = (told: Told | undefined) =>
        told
          ? [
              told.asked,
              told.sold,
              round(fillOf(told)),
              round(told.stockDays / Math.max(1, told.days)),
              told.orders,
              money(told.lostMargin),
              money(told.cash),
            ]
          : FIGURES.map(() => null);
      return [
        row.title,
        row.sku,
        row.location,
        row.class,
        row.state,
        row.from,
        row.until,
        row.knownFrom,
        row.currency,
        money(row.gain),
        money(row.gainReal),
        row.state === 'played' ? row.moreUnits : null,
        ...columns.flatMap(({ key, rule }) => figures((row[key] as Partial<Record<typeof rule, Told>> | null)?.[rule])),
        ...calibrated(row.calibration),
      ];
    }),
  ]);
}

function calibrated(calibration: Calibration | null): (string | number | null)[] {
  if (!calibration) return Array.from({ length: 8 }, () => null);
  const { method, periodDays, cuts, held, loss, naiveLoss } = calibration;
  return [method, periodDays, cuts, held[50], held[80], held[95], round(loss), round(naiveLoss)];
}
