// Reading CSV (RFC 4180) that people made with a spreadsheet, with an error that they can act on.
import { CsvError, parse } from 'csv-parse/sync';
import { unguarded } from './csv.ts';

/** A row and the line of the file on which it ends. */
export type CsvRecord = { record: string[]; info: { lines: number } };

/** The rows of a file, the first of which names the columns; comma, semicolon or tab, as the first row has it. */
export function readCsv(
  text: string,
  { skipBlank = false }: { skipBlank?: boolean } = {},
): { ok: true; records: CsvRecord[]; delimiter: string } | { ok: false; problem: string } {
  const header = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? '';
  const delimiter = [',', ';', '\t'].find((one) => header.split(one).length > 1) ?? ',';
  try {
    // The typings know the answer's shape only without `info`.
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: skipBlank,
      trim: true,
    }) as unknown as CsvRecord[];
    // Our own files come back with the apostrophes that keep spreadsheets from running them.
    for (const one of records) one.record = one.record.map(unguarded);
    return { ok: true, records, delimiter };
  } catch (error) {
    return {
      ok: false,
      problem: `${problemOf(error, text)} Correct it and choose the file again. Nothing was changed.`,
    };
  }
}

function problemOf(error: unknown, text: string): string {
  if (!(error instanceof CsvError)) return 'This is not a readable CSV file.';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `On line ${openedOn(text)} a quotation mark (") opens a cell and nothing closes it.`;
  const line = `Line ${String(error.lines ?? 1)}`;
  return /QUOTE/.test(error.code)
    ? `${line} has a quotation mark (") inside a cell: double it and put the whole cell in quotation marks, or take it out.`
    : `${line} cannot be read.`;
}

/** The line of the quotation mark that is open when the text ends: a doubled one opens what it closed. */
function openedOn(text: string): number {
  let [line, opened, open] = [1, 1, false];
  for (const each of text) {
    if (each === '\n') line++;
    if (each !== '"') continue;
    open = !open;
    if (open) opened = line;
  }
  return opened;
}
