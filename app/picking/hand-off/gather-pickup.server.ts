// A pickup order that nobody packed: what was picked of it is its parcel, so that it is made ready first, and said to be collected later.
import { randomUUID } from 'node:crypto';
import type { ShopTx } from '../../db.server.ts';
import { saveParcel } from '../packing/station/store.server.ts';
import type { Wave } from '../store/wave.server.ts';
import type { Parcel } from './parcel.ts';
import { loadParcel } from './store.server.ts';

/** The new parcel, in no box, sealed. The caller holds the wave and has seen that the order has none. */
export async function gatherPickup(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  orderId: string,
  now: Date,
): Promise<Parcel | null> {
  const lines = wave.lines.filter((line) => line.orderId === orderId && line.picked > 0);
  const id = randomUUID();
  await saveParcel(
    tx,
    shop,
    {
      ...{ id, waveId: wave.id, orderId, orderName: lines[0]?.orderName ?? '', locationId: wave.locationId },
      ...{ state: 'sealed', deliveryMethod: 'PICK_UP', sealedAt: now, pickerId: null, proofSeq: null, proofHash: null },
      ...{ boxId: null, boxName: null, boxKind: null, length: null, width: null, height: null },
      ...{ expectedGrams: null, weighedGrams: null, currency: null },
    },
    lines.map(({ fulfillmentOrderLineId, fulfillmentOrderId, inventoryItemId, title, picked }) => ({
      ...{ fulfillmentOrderLineId, fulfillmentOrderId, inventoryItemId, title, quantity: picked },
    })),
    now,
  );
  return loadParcel(tx, shop, id);
}
