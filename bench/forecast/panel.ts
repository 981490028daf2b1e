import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface Series {
  id: string;
  values: Float64Array;
}

/** A panel in the canonical form: CSV `id,t,value`, t = 0..n-1, an empty value is unknown. Gzip by its name. */
export function readPanel(file: string): Series[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const byId = new Map<string, number[]>();
  const [header, ...lines] = text.split(/\r?\n/);
  if (header !== 'id,t,value') throw new Error(`${file}: the header is not id,t,value`);
  lines.forEach((line, i) => {
    if (line === '') return;
    // An id may hold commas; the last two fields do not.
    const [, id, t, value] = /^(.*),(\d+),([^,]*)$/.exec(line) ?? [];
    if (id === undefined || t === undefined || Number.isNaN(Number(value)))
      throw new Error(`${file}: line ${i + 2} is not id,t,value`);
    const values = byId.get(id) ?? [];
    byId.set(id, values);
    values[Number(t)] = value === '' ? Number.NaN : Number(value);
  });
  return [...byId].map(([id, values]) => ({ id, values: Float64Array.from(values, (value) => value ?? Number.NaN) }));
}
