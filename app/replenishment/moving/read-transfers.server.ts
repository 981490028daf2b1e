import { inShop } from '../../db.server.ts';
import type { TransferState } from './stock-transfer.ts';
import { transfersToShow } from './store.server.ts';

/** A failed one is shown for so long. */
const FAILED_SHOWN = 7 * 86_400_000;

export type ShownTransfer = {
  id: string;
  from: string;
  to: string;
  units: number;
  state: TransferState;
  shopifyId: string | null;
  name: string | null;
  problem: string | null;
};

/** The transfers that are not through yet and those that failed lately, the newest first. */
export async function readTransfers(shop: string, now: Date): Promise<ShownTransfer[]> {
  const transfers = await inShop(shop, (tx) => transfersToShow(tx, new Date(now.getTime() - FAILED_SHOWN)));
  return transfers.map(({ id, from, to, state, shopifyId, name, problem, lines }) => ({
    id,
    from,
    to,
    state,
    shopifyId,
    name,
    problem,
    units: lines.reduce((sum, { units }) => sum + units, 0),
  }));
}
