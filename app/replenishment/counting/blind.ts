// What a person at the shelf is shown: which item and where, and what was counted; never what should be there.
import { type CountLine, toCount } from './count.ts';

export type BlindLine = {
  id: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  bin: string | null;
  /** null while somebody has yet to count it */
  counted: number | null;
  again: boolean;
  gone: boolean;
};

export function blindLines(lines: readonly CountLine[]): BlindLine[] {
  return lines.map((line) => ({
    id: line.inventoryItemId,
    title: line.title,
    sku: line.sku,
    barcode: line.barcode,
    bin: line.bin,
    counted: toCount(line) ? null : line.counted,
    again: line.decision === 'recount',
    gone: line.decision === 'left',
  }));
}

/** A scan or a few typed letters: the line with exactly this barcode or SKU, else those that have the text in them. */
export function findLines(lines: readonly BlindLine[], text: string): { exact: BlindLine | null; like: BlindLine[] } {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { exact: null, like: [...lines] };
  const same = lines.filter((line) => [line.barcode, line.sku].some((code) => code?.toLowerCase() === wanted));
  return {
    // Two items with one code: a person has to choose.
    exact: same.length === 1 ? (same[0] ?? null) : null,
    like:
      same.length > 0
        ? same
        : lines.filter((line) =>
            [line.title, line.sku, line.barcode, line.bin].some((part) => part?.toLowerCase().includes(wanted)),
          ),
  };
}
