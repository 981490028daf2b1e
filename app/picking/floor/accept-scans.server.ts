// What phones say is taken once and in each phone's order, whatever the net does with it.
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import type { DiaryEvent } from '../../events/vocabulary.ts';
import type { Wave } from '../store.server.ts';
import { type ScanParcel, setRight } from './deed.ts';
import type { Who } from './enter-floor.server.ts';
import type { StoredScan } from './store.server.ts';
import { hear, holdWalk, nextOf, saveWalk } from './walk.server.ts';

export type Accepted =
  | {
      ok: true;
      /** the number that the phone's next scan must bear */
      next: number;
      /** how many of these were new */
      taken: number;
    }
  | { ok: false; why: 'no-wave' | 'not-released' };

/**
 * Takes scans of one phone in their order, in one transaction. One that is known is passed over; at a gap it stops, and `next`
 * tells the phone where to go on. Scans that come after the wave ended are kept as well: the goods are in the phone's totes,
 * and are owed back.
 */
export async function acceptScans(who: Who, waveId: string, parcel: ScanParcel, now: Date): Promise<Accepted> {
  const { shop, deviceId, picker } = who;
  return inShop(shop, async (tx): Promise<Accepted> => {
    const walk = await holdWalk(tx, shop, waveId);
    if (!walk) return { ok: false, why: 'no-wave' };
    if (walk.wave.state === 'planned') return { ok: false, why: 'not-released' };
    const known = new Set(walk.scans.map((scan) => scan.id));
    let next = nextOf(walk, deviceId);
    for (const { id, seq, at, deed } of parcel.scans.toSorted((a, b) => a.seq - b.seq)) {
      if (known.has(id)) continue;
      if (seq !== next) break;
      const when = new Date(setRight(at, parcel.sentAt, now.getTime()));
      hear(walk, { id, device: deviceId, pickerId: picker.id, deviceSeq: seq, at: when, deed });
      known.add(id);
      next++;
    }
    await saveWalk(tx, shop, walk, now);
    await append(
      tx,
      shop,
      walk.fresh.flatMap((scan) => tell(walk.wave, scan)),
    );
    return { ok: true, next, taken: walk.fresh.length };
  });
}

/** What the diary hears of a scan: nothing of what was refused. */
function tell(wave: Wave, { deed, id, at, pickerId, refused }: StoredScan): DiaryEvent[] {
  if (refused || pickerId === null) return [];
  if (deed.kind !== 'picked' && deed.kind !== 'short' && deed.kind !== 'put-back') return [];
  const line = wave.lines.find((one) => one.fulfillmentOrderLineId === deed.task);
  if (!line) return [];
  const { orderId, title, inventoryItemId, bin } = line;
  const data = { waveId: wave.id, lineId: deed.task, orderId, title, units: deed.units, pickerId };
  const about = { key: `scan:${wave.id}:${id}`, subject: `Order/${orderId}`, at: at.toISOString() };
  if (deed.kind === 'picked') return [{ ...about, type: 'line.picked', data }];
  if (deed.kind === 'put-back') return [{ ...about, type: 'line.put-back', data }];
  const { locationId } = wave;
  if (inventoryItemId === null) return [];
  return [{ ...about, type: 'line.shorted', data: { ...data, locationId, inventoryItemId, bin, reason: deed.reason } }];
}
