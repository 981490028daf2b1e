import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Daily sales of one product; a day on which the shop was closed sold nothing. */
export type Series = {
  id: string;
  sold: Float64Array;
  /** 1 on the days of a promotion, where the shop's calendar is known */
  promoted?: Uint8Array;
};

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

/** The panel with the shop's promotions, a file `id,t` of promoted days. */
export async function withPromotions(panel: readonly Series[], file: string): Promise<Series[]> {
  const promoted = new Map(panel.map(({ id, sold }) => [id, new Uint8Array(sold.length)]));
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [id, t] = line.split(',');
    if (id && t && id !== 'id') promoted.get(id)?.fill(1, Number(t), Number(t) + 1);
  }
  return panel.map((series) => ({ ...series, promoted: promoted.get(series.id)! }));
}
