// A phone that was away tells, when the walk is over, that it took units out of their totes again meanwhile. They lie in their bins and
// not on the cart: whoever packs must not look for them.
import type { ShopTx } from '../../db.server.ts';
import { sentWhole, unitsIn } from '../hand-off/parcel.ts';
import { parcelsOfWave } from '../hand-off/store.server.ts';
import { tellCameBack } from '../place/tell-picks.server.ts';
import { savePicks } from '../store.server.ts';
import { standing, type WaveState } from './ledger.ts';
import { hearShop, type Walk } from './walk.server.ts';

/**
 * Calls short what a picked wave counts on and its phones have taken out of the totes since `before`; not what is packed. A wave that was
 * counted on paper counts on no totes. The caller saves the walk.
 */
export async function takeBack(tx: ShopTx, shop: string, walk: Walk, before: WaveState, now: Date): Promise<void> {
  const { wave, state, fresh } = walk;
  const scan = fresh.at(-1);
  if (wave.state !== 'picked' || !scan) return;
  const lacking = wave.lines.flatMap((line) => {
    const [then, one] = [before, state].map((each) => each.tasks.get(line.fulfillmentOrderLineId));
    if (!then || !one || standing(then).picked < line.picked) return [];
    const units = standing(then).picked - standing(one).picked;
    return units > 0 ? [{ line, wanted: one.wanted, units }] : [];
  });
  if (lacking.length === 0) return;
  const parcels = await parcelsOfWave(tx, wave.id);
  const packed = unitsIn(parcels);
  const gone = new Set(
    wave.orders.filter((order) => order.leftOut !== null || sentWhole(order, parcels)).map((order) => order.orderId),
  );
  const back = lacking.flatMap(({ line, wanted, units }) => {
    const open = gone.has(line.orderId) ? 0 : line.picked - (packed.get(line.fulfillmentOrderLineId) ?? 0);
    const picked = Math.min(units, open);
    return picked > 0 ? [{ line, wanted, picked }] : [];
  });
  await savePicks(
    tx,
    shop,
    wave.id,
    back.map(({ line: { fulfillmentOrderLineId, picked, short, dropped }, picked: units }) => ({
      ...{ fulfillmentOrderLineId, dropped },
      ...{ picked: picked - units, short: short + units },
    })),
  );
  const lines = back.map(({ line, picked }) => ({ ...line, picked }));
  await tellCameBack(tx, shop, { ...wave, waveId: wave.id, lines }, scan.id, now);
  hearShop(
    walk,
    back.map(({ line, wanted, picked }) => ({
      ...{ kind: 'wanted', task: line.fulfillmentOrderLineId, units: wanted - picked, because: 'wave-over' },
    })),
    now,
  );
}
