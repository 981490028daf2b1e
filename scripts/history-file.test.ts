import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { historyFile } from './history-file.ts';
import { Plain } from './process.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const SALE = '536365,85123A,"HEART, WHITE",6,01/12/2010 08:26,2.55,17850,United Kingdom';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a file with a sale in it is taken, plain or gzipped, dirty rows and all', async () => {
  const text = `\uFEFF${HEADER}\nC1,,,x,,,\n${SALE}\n`;
  for (const path of [file('good.csv', text), file('good.csv.gz', gzipSync(text))])
    expect(await historyFile(path)).toBe(path);
});

test.each<[string, () => string, RegExp]>([
  ['that is missing', () => join(folder, 'nowhere.csv'), /there is no such file$/],
  ['that is a directory', () => folder, /this is a directory; name the CSV file in it$/],
  ['that is empty', () => file('empty.csv', ''), /it is empty$/],
  ['of other columns', () => file('other.csv', 'order,date\n1,2\n'), /lacks InvoiceNo, StockCode/],
  [
    'with its columns in another order',
    () => file('order.csv', HEADER.split(',').reverse().join(',')),
    /in another order than InvoiceNo,/,
  ],
  ['that is no CSV', () => file('no.csv', `${HEADER}\n536365,"85123A\n`), /it is not a CSV file \(/],
  ['that is something else', () => file('no.json', '{\n  "a": 1\n}'), /it is not a CSV file \(/],
  ['that is not gzip', () => file('no.csv.gz', HEADER), /it is not gzip, or cut off \(/],
  [
    'whose gzip is cut off',
    () => file('cut.csv.gz', gzipSync(HEADER).subarray(0, 30)),
    /it is not gzip, or cut off \(/,
  ],
  ['without a sale', () => file('none.csv', `${HEADER}\n536365,,,x,,,\n`), /it has no row that can be read as a sale$/],
])('a file %s is refused in one line that says so', async (_, path, says) => {
  const refused = await historyFile(path()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Plain);
  expect((refused as Plain).message).toMatch(says);
  expect((refused as Plain).message).not.toContain('\n');
});
