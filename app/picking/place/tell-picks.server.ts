// What waves take out of bins, and bring back. What a bin gives of a line is taken once and brought back once, however often it is told.
import { createHash } from 'node:crypto';
import type { ShopTx } from '../../db.server.ts';
import { dealtBack } from '../pick.ts';
import type { BinMove } from './ledger.ts';
import { appendMoves } from './store.server.ts';

type Told = { waveId: string; locationId: string; number: number };
/** What one bin gave (wave.ts). */
type FromBin = {
  id: string;
  fulfillmentOrderLineId: string;
  inventoryItemId: string | null;
  bin: string | null;
  picked: number;
  dropped: number;
};

/** Units that left their bins for a wave. What has no bin came from nowhere that the ledger knows. */
export async function tellPicked(
  tx: ShopTx,
  shop: string,
  wave: Told & { walk: readonly FromBin[] },
  now: Date,
): Promise<void> {
  await tell(tx, shop, wave, wave.walk, 'picked', now);
}

/**
 * Units of a wave that did not ship and go back to the bins they came from. `lines`: how many of each line; where they came from several bins,
 * they are dealt out as a wave's counts are (pick.ts). `of` names the occasion where a part of a line goes back; each is told once.
 */
export async function tellPutBack(
  tx: ShopTx,
  shop: string,
  wave: Told & {
    walk: readonly FromBin[];
    lines: readonly { fulfillmentOrderLineId: string; picked: number }[];
  },
  now: Date,
  of?: string,
): Promise<void> {
  const units = new Map(wave.lines.map((line) => [line.fulfillmentOrderLineId, line.picked]));
  const back = [...Map.groupBy(wave.walk, (one) => one.fulfillmentOrderLineId)].flatMap(([line, parts]) => {
    const dealt = dealtBack(parts, units.get(line) ?? 0);
    return parts.map((one, at) => ({ ...one, picked: dealt[at]! }));
  });
  await tell(tx, shop, wave, back, of ? `put-away/${of}` : 'put-away', now);
}

/** Units that a phone told of after the walk: they had been put back meanwhile. `scan` is what told it, so that it is told once. */
export async function tellCameBack(
  tx: ShopTx,
  shop: string,
  wave: Told & { walk: readonly FromBin[] },
  scan: string,
  now: Date,
): Promise<void> {
  await tell(tx, shop, wave, wave.walk, `put-away/back/${scan}`, now);
}

async function tell(
  tx: ShopTx,
  shop: string,
  wave: Told,
  walk: readonly FromBin[],
  how: 'picked' | `put-away${string}`,
  now: Date,
): Promise<void> {
  const kind = how === 'picked' ? 'picked' : 'put-away';
  const moves = walk.flatMap(({ id: allocation, inventoryItemId, bin, picked }): BinMove[] => {
    if (bin === null || inventoryItemId === null || picked === 0) return [];
    const [from, to] = kind === 'picked' ? [bin, null] : [null, bin];
    const id = uuidOf(`${wave.waveId}/${allocation}/${how}`);
    const note = `wave ${wave.number}`;
    return [{ id, kind, inventoryItemId, from, to, lot: null, expiresOn: null, quantity: picked, note }];
  });
  if (moves.length > 0) await appendMoves(tx, shop, wave.locationId, moves, `wave ${wave.number}`, now);
}

/** The same name always makes the same UUID (version 8, RFC 9562). */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
