// A phone that was away tells, when the walk is over, that it took units out of their totes again meanwhile. They lie in their bins and
// not on the cart: whoever packs must not look for them.
import type { ShopTx } from '../../db.server.ts';
import { sentWhole, unitsIn } from '../hand-off/parcel.ts';
import { parcelsOfWave } from '../hand-off/store.server.ts';
import { tellCameBack } from '../place/tell-picks.server.ts';
import { itemOf } from '../put-wall/deed.ts';
import { missAtWall } from '../put-wall/follow-wall.server.ts';
import { isBegun } from '../put-wall/store.server.ts';
import { savePicks } from '../store/walk.server.ts';
import type { Wave } from '../store/wave.server.ts';
import type { Allocation } from '../wave.ts';
import { standing, type WaveState } from './ledger.ts';
import { hearShop, type Walk } from './walk.server.ts';

/**
 * Calls short what a picked wave counts on and its phones have taken out of the totes since `before`; not what is packed, nor what stands
 * at the wall. A wave that was
 * counted on paper counts on no totes. The caller saves the walk.
 */
export async function takeBack(tx: ShopTx, shop: string, walk: Walk, before: WaveState, now: Date): Promise<void> {
  const { wave, state, fresh } = walk;
  const scan = fresh.at(-1);
  if (wave.state !== 'picked' || !scan) return;
  const lacking = wave.walk.flatMap((part) => {
    const [then, one] = [before, state].map((each) => each.tasks.get(part.id));
    if (!then || !one || standing(then).picked < part.picked) return [];
    const units = standing(then).picked - standing(one).picked;
    return units > 0 ? [{ part, wanted: one.wanted, units }] : [];
  });
  if (lacking.length === 0) return;
  // What the wall holds is counted there.
  const counted = (await isBegun(tx, wave.id)) ? missedAtWall : calledShort;
  const back = await counted(tx, shop, wave, lacking, now);
  const taken = back.map(({ part, picked }) => ({ ...part, picked }));
  await tellCameBack(tx, shop, { ...wave, waveId: wave.id, walk: taken }, scan.id, now);
  hearShop(
    walk,
    back.map(({ part, wanted, picked }) => ({
      ...{ kind: 'wanted', task: part.id, units: wanted - picked, because: 'wave-over' },
    })),
    now,
  );
}

type Lacking = { part: Allocation; wanted: number; units: number };
type Back = { part: Allocation; wanted: number; picked: number };

/** The wall misses them, of whichever orders. */
async function missedAtWall(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  lacking: readonly Lacking[],
  now: Date,
): Promise<Back[]> {
  const back: Back[] = [];
  for (const { part, wanted, units } of lacking) {
    const picked = await missAtWall(tx, shop, wave.id, itemOf(part), units, now);
    if (picked > 0) back.push({ part, wanted, picked });
  }
  return back;
}

/** They are short on their lines, but for what is packed. */
async function calledShort(tx: ShopTx, shop: string, wave: Wave, lacking: readonly Lacking[]): Promise<Back[]> {
  const parcels = await parcelsOfWave(tx, wave.id);
  const packed = unitsIn(parcels);
  const gone = new Set(
    wave.orders.filter((order) => order.leftOut !== null || sentWhole(order, parcels)).map((order) => order.orderId),
  );
  const open = new Map(
    wave.lines.map(({ fulfillmentOrderLineId: id, orderId, picked }) => [
      id,
      gone.has(orderId) ? 0 : picked - (packed.get(id) ?? 0),
    ]),
  );
  const back = lacking.flatMap(({ part, wanted, units }) => {
    const most = open.get(part.fulfillmentOrderLineId) ?? 0;
    const picked = Math.min(units, most);
    open.set(part.fulfillmentOrderLineId, most - picked);
    return picked > 0 ? [{ part, wanted, picked }] : [];
  });
  await savePicks(
    tx,
    shop,
    wave.id,
    back.map(({ part: { id, picked, short, dropped }, picked: units }) => ({
      ...{ id, dropped },
      ...{ picked: picked - units, short: short + units },
    })),
  );
  return back;
}
