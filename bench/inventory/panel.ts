import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Daily sales of one product; a day on which the shop was closed sold nothing. */
export type Series = { id: string; sold: Float64Array };

/** Reads a panel, `id,t,value` with t = 0..n−1 and an empty value on closed days. */
export async function readPanel(file: string): Promise<Series[]> {
  const values = new Map<string, number[]>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [id, t, value] = line.split(',');
    if (!id || !t || id === 'id') continue;
    const sold = values.get(id) ?? [];
    if (!values.has(id)) values.set(id, sold);
    sold[Number(t)] = Number(value || 0);
  }
  return [...values].map(([id, sold]) => ({ id, sold: Float64Array.from(sold, (units) => units ?? 0) }));
}
