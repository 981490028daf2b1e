// The proof of an order, for whoever is asked whether it was packed right.
import { inShop, type ShopTx } from '../../../db.server.ts';
import { happenedTo } from '../../../events/read.server.ts';
import { loadPickers } from '../../floor/store.server.ts';
import { loadWave } from '../../store/wave.server.ts';
import { loadBoxes } from '../boxes/store.server.ts';
import { type Anchor, type AnchorHeld, heldAgainst, PROOF_DAYS } from './anchors.ts';
import { type Checked, checkChain, type Link } from './chain.ts';
import { type KeptParcel, loadParcels, loadPhoto, loadProof, loadSeals, photosKept } from './store.server.ts';

export type OrderProof = {
  orderName: string;
  waveNumber: number;
  links: Link[];
  checked: Checked;
  anchors: AnchorHeld[];
  /** it was kept as long as it is kept, and is gone */
  outlived: boolean;
  /** hashes of the photos that are still kept */
  photos: string[];
  pickers: Map<string, string>;
  boxes: Map<string, string>;
  titles: Map<string, string>;
  parcels: KeptParcel[];
};

/** Null when there is no such order in the wave. The proof is the order's: parcels of its other waves stand in it too. */
export async function readProof(
  shop: string,
  waveId: string,
  orderId: string,
  now = new Date(),
): Promise<OrderProof | null> {
  return inShop(shop, async (tx) => {
    const wave = await loadWave(tx, shop, waveId);
    const order = wave?.orders.find((one) => one.orderId === orderId);
    if (!wave || !order) return null;
    const links = await loadProof(tx, orderId);
    const known = await readAnchors(tx, orderId, links);
    const since = new Date(now.getTime() - PROOF_DAYS * 86_400_000).toISOString();
    const outlived = links.length === 0 && known.length > 0 && known.every(({ at }) => at !== null && at < since);
    const anchors = outlived ? [] : heldAgainst(links, known);
    return {
      ...{ orderName: order.orderName, waveNumber: wave.number, links, checked: checkChain(links), anchors, outlived },
      photos: await photosKept(tx, orderId),
      pickers: new Map((await loadPickers(tx)).map(({ id, name }) => [id, name])),
      boxes: new Map((await loadBoxes(tx, 'all')).map(({ id, name }) => [id, name])),
      titles: new Map(wave.lines.map((line) => [line.fulfillmentOrderLineId, line.title])),
      parcels: await loadParcels(tx, waveId, orderId),
    };
  });
}

/** What the diary and the parcels say of an order's proof. */
async function readAnchors(tx: ShopTx, orderId: string, links: readonly Link[]): Promise<Anchor[]> {
  const beside = await loadSeals(tx, orderId);
  const ids = [...new Set([...links.map((link) => link.parcelId), ...beside.map((one) => one.parcelId)])];
  const told = await happenedTo(
    tx,
    [`Order/${orderId}`, ...ids.map((id) => `Parcel/${id}`)],
    ['parcel.sealed', 'parcel.shipped'],
  );
  const diary = told.flatMap((event): Anchor[] =>
    (event.type === 'parcel.sealed' || event.type === 'parcel.shipped') && event.data.proof
      ? [
          {
            where: event.type === 'parcel.sealed' ? 'sealed' : 'shipped',
            ...{ parcelId: event.data.parcelId, at: event.at, ...event.data.proof },
          },
        ]
      : [],
  );
  return [...diary, ...beside.map((one): Anchor => ({ where: 'parcel', at: null, ...one }))];
}

export const readPhoto = (shop: string, orderId: string, hash: string): Promise<Uint8Array | null> =>
  inShop(shop, (tx) => loadPhoto(tx, orderId, hash));
