// What was picked: for each line a count of at most what was asked; the rest is short.
import type { WaveLine } from './wave.ts';

export type PickedLine = { fulfillmentOrderLineId: string; picked: number; short: number; dropped: number };

/**
 * Reads the counts typed for a wave's lines, keyed by fulfillment-order line id. Every line needs a whole number from 0 to
 * its quantity. Answers one entry for each line with picked + short = quantity, or a sentence for each line that is wrong.
 */
export function readPicks(
  lines: readonly WaveLine[],
  typed: ReadonlyMap<string, string>,
): { ok: true; picks: PickedLine[] } | { ok: false; problems: Record<string, string> } {
  const picks: PickedLine[] = [];
  const problems: Record<string, string> = {};
  for (const line of lines) {
    const text = typed.get(line.fulfillmentOrderLineId)?.trim() ?? '';
    const picked = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(picked) || picked > line.quantity)
      problems[line.fulfillmentOrderLineId] = `Enter how many were picked, from 0 to ${line.quantity}`;
    else
      picks.push({
        fulfillmentOrderLineId: line.fulfillmentOrderLineId,
        picked,
        short: line.quantity - picked,
        dropped: 0,
      });
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, picks };
}
