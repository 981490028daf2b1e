// What waves take out of bins, and bring back. A line of a wave is taken once and brought back once, however often it is told.
import { createHash } from 'node:crypto';
import type { ShopTx } from '../../db.server.ts';
import type { BinMove } from './ledger.ts';
import { appendMoves } from './store.server.ts';

type Taken = { waveId: string; locationId: string; number: number; lines: readonly TakenLine[] };
type TakenLine = { fulfillmentOrderLineId: string; inventoryItemId: string | null; bin: string | null; picked: number };

/** Units that left their bins for a wave. A line without a bin came from nowhere that the ledger knows. */
export async function tellPicked(tx: ShopTx, shop: string, wave: Taken, now: Date): Promise<void> {
  await tell(tx, shop, wave, 'picked', now);
}

/** Units of a wave that did not ship and go back to the bins they came from. */
export async function tellPutBack(tx: ShopTx, shop: string, wave: Taken, now: Date): Promise<void> {
  await tell(tx, shop, wave, 'put-away', now);
}

/** Units that a phone told of after the walk: they had been put back meanwhile. `scan` is what told it, so that it is told once. */
export async function tellCameBack(tx: ShopTx, shop: string, wave: Taken, scan: string, now: Date): Promise<void> {
  await tell(tx, shop, wave, 'put-away', now, `back/${scan}`);
}

async function tell(
  tx: ShopTx,
  shop: string,
  wave: Taken,
  kind: 'picked' | 'put-away',
  now: Date,
  once: string = kind,
): Promise<void> {
  const moves = wave.lines.flatMap(({ fulfillmentOrderLineId, inventoryItemId, bin, picked }): BinMove[] => {
    if (bin === null || inventoryItemId === null || picked === 0) return [];
    const [from, to] = kind === 'picked' ? [bin, null] : [null, bin];
    const id = idOf(`${wave.waveId}/${fulfillmentOrderLineId}/${once}`);
    const note = `wave ${wave.number}`;
    return [{ id, kind, inventoryItemId, from, to, lot: null, expiresOn: null, quantity: picked, note }];
  });
  if (moves.length > 0) await appendMoves(tx, shop, wave.locationId, moves, `wave ${wave.number}`, now);
}

/** The same name always makes the same UUID (version 8, RFC 9562). */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
