// A photo of what lies in a parcel: taken over only as a bare picture, for an open parcel of this shop, and named by its hash.
import { createHash } from 'node:crypto';
import { inShop } from '../../../db.server.ts';
import type { Who } from '../../floor/enter-floor.server.ts';
import { type PhotoFault, photoFault } from './jpeg.ts';
import { insertPhoto, loadOpenParcel } from './store.server.ts';

/** Photos that one parcel may have. */
const most = 12;

export type PhotoKept = { ok: true } | { ok: false; why: PhotoFault | 'no-parcel' | 'other-hash' | 'too-many' };

/** `hash`: the SHA-256 that the station says it has, in hex. The same photo again is kept once. */
export async function keepPhoto(
  { shop }: Who,
  parcelId: string,
  hash: string,
  jpeg: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<PhotoKept> {
  const fault = photoFault(jpeg);
  if (fault) return { ok: false, why: fault };
  if (createHash('sha256').update(jpeg).digest('hex') !== hash) return { ok: false, why: 'other-hash' };
  return inShop(shop, async (tx): Promise<PhotoKept> => {
    const parcel = await loadOpenParcel(tx, shop, parcelId);
    if (!parcel) return { ok: false, why: 'no-parcel' };
    const photo = { hash, parcelId, orderId: parcel.orderId, takenAt: now, jpeg };
    return (await insertPhoto(tx, shop, photo, most)) ? { ok: true } : { ok: false, why: 'too-many' };
  });
}
