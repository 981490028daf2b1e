// A transaction file named on the command line: looked at before anything is started, so that a wrong one gets one clear line.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { Plain } from './process.ts';

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
];

/** Answers the path when the file has the layout of "Online Retail" and at least one sale in it; refuses in one line otherwise. */
export async function historyFile(path: string): Promise<string> {
  const refuse = (why: string) => new Plain(`--history ${path}: ${why}`);
  if (!existsSync(path)) throw refuse('there is no such file');
  if (statSync(path).isDirectory()) throw refuse('this is a directory; name the CSV file in it');
  const raw = createReadStream(path);
  const text = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const rows = text.pipe(parse({ relax_column_count: true, bom: true }));
  raw.on('error', (error: Error) => rows.destroy(error));
  text.on('error', (error: Error) => rows.destroy(error));
  let columns: string[] | undefined;
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (columns) {
        if (isSale(row)) return path;
        continue;
      }
      columns = row.map((name) => name.trim());
      const missing = COLUMNS.filter((name) => !columns?.includes(name));
      if (missing.length > 0)
        throw refuse(`its first line lacks ${missing.join(', ')}; it should be ${COLUMNS.join(',')}`);
      if (COLUMNS.some((name, index) => columns?.[index] !== name))
        throw refuse(`its columns stand in another order than ${COLUMNS.join(',')}`);
    }
  } catch (error) {
    throw error instanceof Plain ? error : refuse(said(error as NodeJS.ErrnoException));
  } finally {
    raw.destroy();
  }
  throw refuse(columns ? 'it has no row that can be read as a sale' : 'it is empty');
}

/** Invoice number, item, and how many at what price and when; other rows of a real file are dirt or not sales. */
function isSale([invoice = '', item = '', , quantity = '', date = '', price = '']: string[]): boolean {
  return /^\d+$/.test(invoice.trim()) && item.trim() !== '' && Number(quantity) > 0 && date !== '' && Number(price) > 0;
}

function said(error: NodeJS.ErrnoException): string {
  const { code = '', message } = error;
  if (code.startsWith('Z_')) return `it is not gzip, or cut off (${message})`;
  if (error instanceof CsvError) return `it is not a CSV file (${message})`;
  if (code === 'EACCES') return 'no permission to read it';
  return message;
}
