// An order whose parcel Shopify refused once its wave was over, as it stands now.
import type { ShopTx } from '../../../db.server.ts';
import { waitingOrders } from '../../hand-off/end-wave.server.ts';
import { parcelsOfWave } from '../../hand-off/store.server.ts';
import type { WhyHeld } from '../../plan-wave.server.ts';
import { readStillWanted } from '../../still-wanted.server.ts';
import type { Wave } from '../../store/wave.server.ts';
import type { WaveLine } from '../../wave.ts';
import { type CameBack, stillHere, wantedOf } from './came-back.ts';
import type { Packing } from './ledger.ts';
import type { Stopped } from './station-api.ts';
import { whyStopped } from './stopped.ts';

/** Null when nothing of the order came back. `stopped`: why what is still wanted of it may not go now all the same. */
export async function cameBackNow(
  tx: ShopTx,
  wave: Wave,
  orderId: string,
  order: { lines: readonly WaveLine[]; packing: Packing; parcels: readonly { id: string; state: string }[] },
  whyHeld: WhyHeld,
): Promise<(CameBack & { stopped: Stopped | null }) | null> {
  if (wave.state !== 'shipped') return null;
  if (!waitingOrders(wave, await parcelsOfWave(tx, wave.id)).has(orderId)) return null;
  const left = new Set(order.parcels.flatMap((one) => (one.state === 'shipped' ? [one.id] : [])));
  const units = new Map(stillHere(order.packing, left).map((line) => [line.id, line.units]));
  const here = order.lines
    .map((line) => ({ ...line, picked: units.get(line.fulfillmentOrderLineId) ?? 0 }))
    .filter((line) => line.picked > 0);
  const [now] = await readStillWanted(tx, [orderId]);
  const held = (await whyHeld(tx, [orderId], true)).get(orderId);
  const wanted = wantedOf(here, now, wave.locationId);
  const still = here.map((line) => ({ ...line, picked: wanted.get(line.fulfillmentOrderLineId) ?? 0 }));
  return { wanted, left, stopped: whyStopped(still, new Map(), now, held, wave.locationId) };
}
