// The calendar as a file: one event a row. A bad row is answered with its line, its column and what to do; good rows are taken.

import { csvText } from '../lib/csv.ts';
import { readCsv } from '../lib/read-csv.ts';
import {
  type EventKind,
  type EventScope,
  multipleOf,
  type NewEvent,
  type PlanEvent,
  permilleOf,
  problemsOf,
} from './plan-event.ts';

export const COLUMNS = [
  'kind',
  'title',
  'first day',
  'last day',
  'applies to',
  'which',
  'percent off',
  'expected demand',
] as const;
type Column = (typeof COLUMNS)[number];

export type FileRow = { line: number; event: NewEvent };
export type BadRow = { line: number; column: Column; problem: string };

const NEEDED: readonly Column[] = ['kind', 'title', 'first day', 'last day'];
const COLUMN_OF: Record<keyof NewEvent, Column> = {
  kind: 'kind',
  title: 'title',
  firstDay: 'first day',
  lastDay: 'last day',
  scope: 'applies to',
  scopeKeys: 'which',
  offPermille: 'percent off',
  upliftPermille: 'expected demand',
  source: 'kind',
  sourceId: 'kind',
};

/**
 * Reads CSV text whose first row names the columns (any order, any case, `_` for a space, others ignored); comma, semicolon or
 * tab. Needed: kind, title, first day, last day. `which`: SKUs of variants, handles of products, types or vendors, joined by `|`;
 * they stand in `scopeKeys` as written, for somebody who knows the store to turn into ids. Every row that is not empty is either
 * in `rows` or in `bad`. A row that says what an earlier one said (kind, title, first day) is bad. `sourceId` is those three, so
 * the same file read again changes events in their place.
 */
export function readPlanFile(
  text: string,
): { ok: true; rows: FileRow[]; bad: BadRow[] } | { ok: false; problem: string } {
  const read = readCsv(text, { skipBlank: true });
  if (!read.ok) return read;
  const { records } = read;
  const names = records[0]?.record.map((name) => name.toLowerCase().replaceAll('_', ' ').trim()) ?? [];
  const missing = NEEDED.filter((column) => !names.includes(column));
  if (missing.length > 0)
    return {
      ok: false,
      problem: `The first row must name the columns ${NEEDED.join(', ')}; missing: ${missing.join(', ')}. Nothing was changed.`,
    };
  const rows: FileRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of records.slice(1)) {
    const cell = (column: Column) => record[names.indexOf(column)] ?? '';
    const scope = cell('applies to').toLowerCase() || 'everything';
    const kind = cell('kind').toLowerCase().replaceAll(' ', '-');
    const sourceId = [kind, cell('title'), cell('first day')].join('/');
    const event: NewEvent = {
      kind: kind as EventKind,
      title: cell('title'),
      firstDay: cell('first day'),
      lastDay: cell('last day'),
      scope: scope as EventScope,
      scopeKeys: scope === 'everything' ? [] : keysOf(cell('which')),
      offPermille: permilleOf(cell('percent off')),
      upliftPermille: multipleOf(cell('expected demand')),
      source: 'file',
      sourceId,
    };
    const problems = Object.entries(problemsOf(event)) as [keyof NewEvent, string][];
    for (const [field, problem] of problems) bad.push({ line: info.lines, column: COLUMN_OF[field], problem });
    if (problems.length > 0) continue;
    const earlier = seen.get(sourceId);
    if (earlier !== undefined) {
      const problem = `The same event stands in line ${earlier}. Remove one of the two, or change its title.`;
      bad.push({ line: info.lines, column: 'title', problem });
      continue;
    }
    seen.set(sourceId, info.lines);
    rows.push({ line: info.lines, event });
  }
  return { ok: true, rows, bad };
}

/** "A | B" → ["A", "B"]; nothing twice. */
export function keysOf(which: string): string[] {
  return [...new Set(which.split('|').map((key) => key.trim()))].filter((key) => key !== '');
}

/** The events as a file that `readPlanFile` takes back; `namesOf` names ids as people do (SKU, handle). */
export function writePlanFile(events: readonly PlanEvent[], namesOf: (event: PlanEvent) => readonly string[]): string {
  return csvText([
    COLUMNS,
    ...events.map((event) => [
      event.kind,
      event.title,
      event.firstDay,
      event.lastDay,
      event.scope,
      namesOf(event).join('|'),
      event.offPermille === null ? null : event.offPermille / 10,
      event.upliftPermille === null ? null : event.upliftPermille / 1000,
    ]),
  ]);
}
