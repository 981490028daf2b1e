// What phones say is taken once and in each phone's order, whatever the net does with it.
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import type { DiaryEvent } from '../../events/vocabulary.ts';
import { readGrams } from '../../mirror/read-items.server.ts';
import { PAUSE_MS, secondsOfLine } from '../pace.ts';
import { loadTerms } from '../rules/store.server.ts';
import { usualTerms } from '../rules/terms.ts';
import { takeBack } from './come-back.server.ts';
import { type ScanParcel, setRight } from './deed.ts';
import type { Who } from './enter-floor.server.ts';
import { take } from './ledger.ts';
import type { Deed } from './scan.ts';
import type { StoredScan } from './store.server.ts';
import { begun, hear, hearShop, holdWalk, nextOf, saveWalk, type Walk } from './walk.server.ts';
import { changesOf, dealtOut, wantedOfLines } from './wanted.ts';

export type Accepted =
  | {
      ok: true;
      /** the number that the phone's next scan must bear */
      next: number;
      /** how many of these were new */
      taken: number;
      /** ids of what the ledger has no room for: the phone may let go of them */
      passed: string[];
    }
  | { ok: false; why: 'no-wave' | 'not-released' };

/**
 * Takes scans of one phone in their order, in one transaction. One that is known is passed over; at a gap it stops, and `next`
 * tells the phone where to go on. Scans that come after the wave ended are kept as well: the goods are in the phone's totes,
 * and are owed back. What moves no goods is kept as long as there is room for it, and passed over after that.
 */
export async function acceptScans(who: Who, waveId: string, parcel: ScanParcel, now: Date): Promise<Accepted> {
  const { shop, deviceId, picker } = who;
  return inShop(shop, async (tx): Promise<Accepted> => {
    const walk = await holdWalk(tx, shop, waveId);
    if (!walk) return { ok: false, why: 'no-wave' };
    if (walk.wave.state === 'planned') return { ok: false, why: 'not-released' };
    const known = new Set(walk.scans.map((scan) => scan.id));
    let turn = nextOf(walk, deviceId);
    let room = ROOM - walk.scans.filter((scan) => scan.device === deviceId && movesNothing(scan)).length;
    const passed: string[] = [];
    const before = walk.state;
    for (const { id, seq, at, deed } of parcel.scans.toSorted((a, b) => a.seq - b.seq)) {
      if (known.has(id)) continue;
      if (seq !== turn) break;
      turn++;
      known.add(id);
      const when = new Date(setRight(at, parcel.sentAt, now.getTime()));
      const said = { id, device: deviceId, pickerId: picker.id, deviceSeq: seq, at: when, deed };
      if (room <= 0 && (isLight(deed) || take(walk.state, said).refused)) passed.push(id);
      else if (movesNothing(hear(walk, said))) room--;
    }
    const next = nextOf(walk, deviceId);
    const taken = walk.fresh.length;
    // What is missing in one bin may lie in another that the line was not to be taken from any more.
    if (walk.wave.state === 'released') hearShop(walk, changesOf(walk.state, dealtAnew(walk)), now);
    await takeBack(tx, shop, walk, before, now);
    await saveWalk(tx, shop, walk, now);
    await append(tx, shop, [...begun(walk), ...walk.fresh.flatMap(await telling(tx, shop, walk))]);
    return { ok: true, next, taken, passed };
  });
}

/**
 * How many scans of one phone the ledger of a wave keeps that move no goods; a walk of hundreds of lines has some hundreds. The whole
 * ledger is folded whenever a phone speaks, so that nobody, by a stuck scanner or on purpose, shall make it grow for ever.
 */
const ROOM = 2000;

/** Whether all lies where it lay, whatever becomes of this scan. */
const movesNothing = ({ deed, refused }: StoredScan): boolean => refused !== null || isLight(deed);
const isLight = ({ kind }: Deed): boolean => kind === 'wrong' || kind === 'took' || kind === 'skipped';

const dealtAnew = ({ wave, state }: Walk) => dealtOut(wantedOfLines(wave.walk, state), wave.walk, state);

/** What the diary hears of a scan: nothing of what was refused. */
async function telling(tx: ShopTx, shop: string, walk: Walk): Promise<(scan: StoredScan) => DiaryEvent[]> {
  const { id: waveId, locationId, metres, walk: allocations } = walk.wave;
  const said = walk.fresh.filter(({ deed }) => ['picked', 'short', 'undone'].includes(deed.kind));
  const pace = said.length > 0 ? await loadTerms(tx, shop, locationId) : usualTerms;
  const items = said.length > 0 ? allocations.flatMap((one) => one.inventoryItemId ?? []) : [];
  const grams = await readGrams(tx, [...new Set(items)]);
  const all = [...walk.scans, ...walk.fresh];
  const expectedOf = ({ inventoryItemId, quantity }: (typeof allocations)[number], units: number): number => {
    const each = grams.get(inventoryItemId ?? '') ?? null;
    const whole = { units: quantity, grams: each === null ? null : each * quantity };
    // Of a line that is picked bit by bit, each bit has its share.
    return (secondsOfLine(whole, { metres, lines: allocations.length }, pace) * units) / quantity;
  };
  return (scan) => {
    const { deed, id, at, pickerId, refused } = scan;
    if (refused || pickerId === null) return [];
    const about = { key: `scan:${waveId}:${id}`, at: at.toISOString() };
    if (deed.kind === 'undone') {
      const before = all.find((one) => one.id === deed.scan);
      const units = before && 'units' in before.deed ? before.deed.units : 0;
      const task = before?.deed.kind === 'picked' ? before.deed.task : null;
      const part = allocations.find((one) => one.id === task);
      const data = {
        ...{ waveId, deed: before?.deed.kind ?? '', units, pickerId, quantity: part?.quantity ?? null },
        // What was not timed was held against nothing.
        expectedSeconds: before && part && secondsSince(all, before) !== null ? expectedOf(part, units) : null,
      };
      return [{ ...about, type: 'scan.undone', subject: `Wave/${waveId}`, data }];
    }
    const asked = 'task' in deed && allocations.find((one) => one.id === deed.task);
    if (!asked) return [];
    const { fulfillmentOrderLineId: lineId, orderId, title, inventoryItemId, bin, quantity } = asked;
    if (deed.kind === 'wrong')
      return [
        {
          ...about,
          type: 'scan.wrong',
          subject: `Wave/${waveId}`,
          data: { waveId, lineId, what: deed.what, pickerId },
        },
      ];
    if (deed.kind !== 'picked' && deed.kind !== 'short' && deed.kind !== 'put-back') return [];
    const data = { waveId, lineId, orderId, title, units: deed.units, pickerId };
    const order = { ...about, subject: `Order/${orderId}` };
    if (deed.kind === 'put-back') return [{ ...order, type: 'line.put-back', data }];
    const timed = { quantity, expectedSeconds: expectedOf(asked, deed.units), seconds: secondsSince(all, scan) };
    if (deed.kind === 'picked') return [{ ...order, type: 'line.picked', data: { ...data, ...timed } }];
    if (inventoryItemId === null) return [];
    const missed = { ...data, ...timed, locationId, inventoryItemId, bin, reason: deed.reason };
    return [{ ...order, type: 'line.shorted', data: missed }];
  };
}

/** Seconds since the phone was done with what it did before on this wave, or took it; null after a pause, or where it began elsewhere. */
function secondsSince(all: readonly StoredScan[], scan: StoredScan): number | null {
  const own = all.slice(0, all.indexOf(scan)).filter((one) => one.device === scan.device && one.refused === null);
  const before = own.findLast(({ deed }) => ['picked', 'short', 'put-back'].includes(deed.kind)) ?? own[0];
  const gap = before ? scan.at.getTime() - before.at.getTime() : Number.NaN;
  return gap >= 0 && gap <= PAUSE_MS ? gap / 1000 : null;
}
