// The proof of an order, for whoever is asked whether it was packed right.
import { inShop } from '../../../db.server.ts';
import { loadPickers } from '../../floor/store.server.ts';
import { loadWave } from '../../store.server.ts';
import { loadBoxes } from '../boxes/store.server.ts';
import { type Checked, checkChain, type Link } from './chain.ts';
import { loadParcels, loadPhoto, loadProof, photosKept } from './store.server.ts';

export type OrderProof = {
  orderName: string;
  waveNumber: number;
  links: Link[];
  checked: Checked;
  /** hashes of the photos that are still kept */
  photos: string[];
  pickers: Map<string, string>;
  boxes: Map<string, string>;
  titles: Map<string, string>;
  parcels: Awaited<ReturnType<typeof loadParcels>>;
};

/** Null when there is no such order in the wave. The proof is the order's: parcels of its other waves stand in it too. */
export async function readProof(shop: string, waveId: string, orderId: string): Promise<OrderProof | null> {
  return inShop(shop, async (tx) => {
    const wave = await loadWave(tx, shop, waveId);
    const order = wave?.orders.find((one) => one.orderId === orderId);
    if (!wave || !order) return null;
    const links = await loadProof(tx, orderId);
    return {
      ...{ orderName: order.orderName, waveNumber: wave.number, links, checked: checkChain(links) },
      photos: await photosKept(tx, orderId),
      pickers: new Map((await loadPickers(tx)).map(({ id, name }) => [id, name])),
      boxes: new Map((await loadBoxes(tx, 'all')).map(({ id, name }) => [id, name])),
      titles: new Map(wave.lines.map((line) => [line.fulfillmentOrderLineId, line.title])),
      parcels: await loadParcels(tx, waveId, orderId),
    };
  });
}

export const readPhoto = (shop: string, orderId: string, hash: string): Promise<Uint8Array | null> =>
  inShop(shop, (tx) => loadPhoto(tx, orderId, hash));
