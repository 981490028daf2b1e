// The nightly forgetting of picking: ledgers whose work has long been over go, each as a whole and a page a transaction. What is still
// open keeps all that it rests on, and the proof of a parcel is kept as long as somebody may ask for it. docs/operate.md says why so long.
import { inShop, type ShopTx } from '../db.server.ts';
import { deleteFits } from './packing/boxes/store.server.ts';
import { PROOF_DAYS } from './packing/station/anchors.ts';
import { deleteProofs } from './packing/station/store.server.ts';
import { deleteMoves } from './place/store.server.ts';
import { deletePlans, deleteScans } from './store/forget.server.ts';

/** What phones and walls said of a wave names who did what when: as long as a season is compared with the last one. */
export const SCAN_DAYS = 400;
/** Goods and boxes change; what was learned of them stays in the goods' margins. */
export const FIT_DAYS = 730;
/** A stock book, as long as stock is asked about. */
export const MOVE_DAYS = 1_100;
/** A plan is of the backlog as it was when it was asked for. */
const PLAN_DAYS = 1;
const PAGE = 2_000;

export type Forgotten = { scans: number; proofs: number; fits: number; moves: number; plans: number };

/** Answers how many rows went. */
export async function forgetOldWork(shop: string, now: Date, signal?: AbortSignal, take = PAGE): Promise<Forgotten> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const throughout = async (page: (tx: ShopTx) => Promise<number>) => {
    let total = 0;
    // Pages are of whole waves and orders, so that only an empty one is the last.
    for (let count = 1; count > 0 && !signal?.aborted; total += count) count = await inShop(shop, page);
    return total;
  };
  return {
    scans: await throughout((tx) => deleteScans(tx, before(SCAN_DAYS), Math.ceil(take / 100))),
    proofs: await throughout((tx) => deleteProofs(tx, before(PROOF_DAYS), Math.ceil(take / 20))),
    fits: await throughout((tx) => deleteFits(tx, before(FIT_DAYS), take)),
    moves: await throughout((tx) => deleteMoves(tx, before(MOVE_DAYS), take)),
    plans: await throughout((tx) => deletePlans(tx, before(PLAN_DAYS), take)),
  };
}
