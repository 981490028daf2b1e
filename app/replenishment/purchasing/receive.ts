// One receiving: what was counted of an order's lines, checked before anything is booked.
import { type OrderHead, type OrderLine, orderName, outstanding } from './purchase-order.ts';

/** What came of one line: good units to be booked, and units that were sent back or thrown away. */
export type CountedLine = { lineId: string; accepted: number; rejected: number };

export type OverLine = { lineId: string; title: string; by: number };

/**
 * The counted lines that say something, or why they cannot be taken. `over` lists lines of which more came than is still to
 * come: they are taken only when a person has confirmed that.
 */
export function checkReceiving(
  order: Pick<OrderHead, 'number'> & { lines: readonly OrderLine[] },
  counted: readonly CountedLine[],
  overConfirmed: boolean,
): { ok: true; lines: (CountedLine & { line: OrderLine })[] } | { ok: false; problem: string; over: OverLine[] } {
  const byId = new Map(order.lines.map((line) => [line.id, line]));
  const refuse = (problem: string, over: OverLine[] = []) => ({ ok: false as const, problem, over });
  const lines: (CountedLine & { line: OrderLine })[] = [];
  const seen = new Set<string>();
  for (const one of counted) {
    const line = byId.get(one.lineId);
    if (!line) return refuse(`A counted line is not on ${orderName(order.number)} any more. Look at it again.`);
    if (seen.has(one.lineId)) return refuse(`${line.title} was counted twice in one receiving. Look at it again.`);
    seen.add(one.lineId);
    for (const units of [one.accepted, one.rejected])
      if (!Number.isInteger(units) || units < 0 || units > 1_000_000)
        return refuse(`${line.title}: “${units}” is not a number of units. Nothing was booked.`);
    if (one.accepted + one.rejected > 0) lines.push({ ...one, line });
  }
  if (lines.length === 0) return refuse('Nothing was counted yet. Scan or enter what came.');
  const over = lines.flatMap(({ line, accepted, rejected }) => {
    const by = accepted + rejected - outstanding(line);
    return by > 0 ? [{ lineId: line.id, title: line.title, by }] : [];
  });
  if (over.length > 0 && !overConfirmed)
    return refuse(
      `More came than was ordered: ${over.map((one) => `${one.by} of ${one.title}`).join(', ')}. Nothing was booked yet. Confirm it, or count again.`,
      over,
    );
  return { ok: true, lines };
}

/** The line a scanned or typed code means: a barcode first, then a SKU, then the supplier's SKU; null when none or several. */
export function lineOfCode<L extends Pick<OrderLine, 'barcode' | 'sku' | 'supplierSku'>>(
  lines: readonly L[],
  code: string,
): L | null {
  const wanted = code.trim().toLowerCase();
  if (wanted === '') return null;
  for (const field of ['barcode', 'sku', 'supplierSku'] as const) {
    const found = lines.filter((line) => line[field]?.trim().toLowerCase() === wanted);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) return null;
  }
  return null;
}
