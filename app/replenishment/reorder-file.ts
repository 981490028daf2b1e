// The reorder list as a file: every row carries the inputs that made it, so that it can be checked in a spreadsheet.
import { csvText } from '../lib/csv.ts';
import type { Answer, History, Stock, Terms } from './reorder-point.ts';

export type FileRow = {
  title: string;
  sku: string | null;
  location: string;
  answer: Answer;
  stock: Stock;
  history: History;
  terms: Terms;
};

const round = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);

export function reorderFile(rows: readonly FileRow[]): string {
  return csvText([
    [
      'Product',
      'SKU',
      'Location',
      'Advice',
      'Suggested quantity (units)',
      'Available (units)',
      'Incoming (units)',
      'Reorder point (units)',
      'Order up to (units)',
      'Daily demand (units)',
      'Days of cover',
      'Lead time (days)',
      'Review (days)',
      'Safety (days)',
      'Minimum order (units)',
      'Pack size (units)',
      'Units sold in window',
      'Days in stock',
      'Days observed',
    ],
    ...rows.map(({ title, sku, location, answer, stock, history, terms }) => [
      title,
      sku,
      location,
      answer.advice,
      answer.suggested,
      stock.available,
      stock.incoming,
      answer.unknown ? null : answer.reorderPoint,
      answer.unknown ? null : answer.orderUpTo,
      answer.unknown ? null : round(answer.dailyDemand),
      round(answer.daysOfCover),
      terms.leadTimeDays,
      terms.reviewDays,
      terms.safetyDays,
      terms.minimumOrder,
      terms.packSize,
      history.unitsSold,
      history.daysInStock,
      history.daysObserved,
    ]),
  ]);
}
