// The results as a file: the same figures as on the page, one place a row.
import { csvText } from '../../lib/csv.ts';
import { decimalFromMinor } from '../../lib/money.ts';
import type { Calibration } from './calibration.ts';
import { fillOf } from './replay.ts';
import { cameNear, type Result, type Told } from './result.ts';

export type FileRow = Result & {
  title: string;
  sku: string | null;
  location: string;
  class: string | null;
  currency: string | null;
};

const COLUMNS = [
  { key: 'year', rule: 'ours', name: 'ours (days played)' },
  { key: 'year', rule: 'starter', name: 'starter (days played)' },
  { key: 'year', rule: 'matched', name: 'starter with as much stock (days played)' },
  { key: 'known', rule: 'ours', name: 'ours (since stock is known)' },
  { key: 'known', rule: 'starter', name: 'starter (since stock is known)' },
  { key: 'known', rule: 'happened', name: 'happened (since stock is known)' },
] as const;
const FIGURES = ['asked', 'sold', 'fill', 'average stock', 'orders', 'lost margin', 'cash in stock'];

const round = (value: number) => Math.round(value * 10_000) / 10_000;

export function proofFile(rows: readonly FileRow[]): string {
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
      'Target: share served',
      'Within two points of its target',
      'Factor on the starter rule for as much stock',
      ...COLUMNS.flatMap(({ name }) => FIGURES.map((figure) => `${name}: ${figure}`)),
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
        row.target,
        yesOrNo(cameNear(row)),
        row.year?.matched ? round(row.year.matched.factor) : null,
        ...COLUMNS.flatMap(({ key, rule }) => figures((row[key] as Partial<Record<typeof rule, Told>> | null)?.[rule])),
        ...calibrated(row.calibration),
      ];
    }),
  ]);
}

const yesOrNo = (fact: boolean | null) => (fact === null ? null : fact ? 'yes' : 'no');

function calibrated(calibration: Calibration | null): (string | number | null)[] {
  if (!calibration) return Array.from({ length: 8 }, () => null);
  const { method, periodDays, cuts, held, loss, naiveLoss } = calibration;
  return [method, periodDays, cuts, held[50], held[80], held[95], round(loss), round(naiveLoss)];
}
