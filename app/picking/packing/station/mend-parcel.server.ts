// A parcel that came back, from its page in the admin: what is wanted no more is taken out, or all of it goes back.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../../db.server.ts';
import { parcelName } from '../../hand-off/parcel.ts';
import { lockParcel } from '../../hand-off/store.server.ts';
import type { WhyHeld } from '../../plan-wave.server.ts';
import { takeDeeds } from './accept-deeds.server.ts';
import { tooMuchIn } from './came-back.ts';
import { ADMIN } from './chain.ts';
import type { Deed } from './deed.ts';
import { type OrderHere, readOrderHere } from './read-order.server.ts';
import type { Taken } from './station-api.ts';
import { holdOrder } from './store.server.ts';

/** What of a parcel is wanted no more; null: nothing of its order came back. */
export async function readCameBack(
  tx: ShopTx,
  shop: string,
  parcel: { id: string; waveId: string; orderId: string },
  whyHeld: WhyHeld,
): Promise<{ title: string; units: number }[] | null> {
  const here = await readOrderHere(tx, shop, parcel.waveId, parcel.orderId, whyHeld);
  const goods = here && goodsToPutBack(here, parcel.id);
  return goods?.map(({ title, units }) => ({ title, units })) ?? null;
}

function goodsToPutBack(here: OrderHere, id: string): { line: string; title: string; units: number }[] | null {
  const parcel = here.packing.parcels.find((one) => one.id === id);
  if (!parcel || !here.seal.cameBack) return null;
  return tooMuchIn(parcel, here.packing, here.seal.cameBack).map(({ id: line, units }) => ({
    ...{ line, units },
    title: here.seal.goods.get(line)?.title ?? '',
  }));
}

export type Mended = { ok: true; says: string } | { ok: false; problem: string };

/** Opens a sealed parcel that came back and takes out what is wanted no more; it is sealed anew at the pack station. */
export const takeOutOfParcel = (shop: string, parcelId: string, whyHeld: WhyHeld, now: Date): Promise<Mended> =>
  mend(shop, parcelId, whyHeld, now, (here, name) => {
    const goods = goodsToPutBack(here, parcelId) ?? [];
    if (goods.length === 0) return `Shopify still wants all that ${name.toLowerCase()} holds. Nothing was changed.`;
    const list = goods.map(({ title, units }) => `${units} × ${title}`).join(', ');
    return {
      deeds: [
        { kind: 'opened-again', over: true },
        ...goods.map(({ line, units }): Deed => ({ kind: 'put-back', line, units })),
      ],
      says: `Take ${list} out of ${name.toLowerCase()} and put it back to its bin. Then scan its label at the pack station and seal it again.`,
    };
  });

/** All that is in a parcel that came back goes to its bins; what Shopify still wants of it may be planned anew. */
export const giveUpRefused = (shop: string, parcelId: string, whyHeld: WhyHeld, now: Date): Promise<Mended> =>
  mend(shop, parcelId, whyHeld, now, (_here, name) => ({
    deeds: [{ kind: 'gave-up', over: true }],
    says: `${name} was given up. Put its goods back to their bins.`,
  }));

async function mend(
  shop: string,
  parcelId: string,
  whyHeld: WhyHeld,
  now: Date,
  what: (here: OrderHere, name: string) => { deeds: Deed[]; says: string } | string,
): Promise<Mended> {
  return inShop(shop, async (tx): Promise<Mended> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    if (!parcel) return { ok: false, problem: 'This parcel does not exist. Nothing was changed.' };
    const name = parcelName(parcel);
    await holdOrder(tx, shop, parcel.orderId);
    const here = await readOrderHere(tx, shop, parcel.waveId, parcel.orderId, whyHeld);
    const packed = here?.packing.parcels.some((one) => one.id === parcelId);
    if (!here?.seal.cameBack || !packed)
      return { ok: false, problem: `${name} did not come back, or has left again. Nothing was changed.` };
    const wish = what(here, name);
    if (typeof wish === 'string') return { ok: false, problem: wish };
    const fresh = wish.deeds.map((deed) => ({ id: randomUUID(), parcel: parcelId, at: now, deed }));
    const actor = { shop, station: ADMIN, picker: null };
    const { refused } = await takeDeeds(tx, actor, here, parcel.orderId, fresh, now);
    const [first] = refused;
    // All of it or nothing: the deeds that were taken before one was refused are undone with the transaction.
    if (first)
      throw new NotMended(`${name}: ${whyWords[first.why] ?? 'it was changed meanwhile.'} Nothing was changed.`);
    return { ok: true, says: wish.says };
  }).catch((error: unknown) => {
    if (error instanceof NotMended) return { ok: false as const, problem: error.message };
    throw error;
  });
}

class NotMended extends Error {}

const whyWords: Partial<Record<Taken['refused'][number]['why'], string>> = {
  'another-is-open': 'another parcel of its order is open at a station. Seal that one first.',
  'left-already': 'it has left already.',
  'label-asked': 'a label is being bought for it. Wait for that.',
  'being-sent': 'Shopify is being asked about it again. Wait for the answer.',
  'not-open': 'it is open at a station already. Go on there.',
};
