// What is said at the wall is taken once, and the server says where a unit goes: of two tablets that scan at once, each gets a
// pigeonhole that the other knows of.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import type { DiaryEvent } from '../../events/vocabulary.ts';
import type { Who } from '../floor/enter-floor.server.ts';
import { endWaveWhenDone } from '../hand-off/end-wave.server.ts';
import { binsBack, putBack } from '../pick.ts';
import { appendMoves } from '../place/store.server.ts';
import { savePicks } from '../store/walk.server.ts';
import { loadWave } from '../store/wave.server.ts';
import { lineShorted } from '../tell-short.ts';
import { choose } from './choose.ts';
import type { WallDeed } from './deed.ts';
import {
  begin,
  hear,
  holdWall,
  partsOf,
  saveMissing,
  saveWall,
  slotsElsewhere,
  type Wall,
} from './hold-wall.server.ts';
import { isSorted, standingOf } from './ledger.ts';
import { lookOf } from './read-wall.server.ts';
import { holdSlots, loadWallSize, type StoredWallScan } from './store.server.ts';
import type { WallAnswer, WallAsk } from './wall-api.ts';

/** Takes what a tablet says, once for each id, and answers what became of it with what happened after ledger place `after`. */
export async function askWall(who: Who, waveId: string, { id, after, ask }: WallAsk, now: Date): Promise<WallAnswer> {
  const { shop, deviceId, picker } = who;
  return inShop(shop, async (tx): Promise<WallAnswer> => {
    const wall = await holdWall(tx, shop, waveId);
    if (!wall) return { ok: false, why: 'no-wave' };
    let heard = wall.scans.find((scan) => scan.id === id);
    if (!heard) {
      const { state } = wall.wave;
      if (state !== 'picked')
        return { ok: false, why: state === 'planned' || state === 'released' ? 'not-picked' : 'over' };
      // From here on no other wave gets a pigeonhole of this wall.
      await holdSlots(tx, shop, wall.wave.locationId);
      begin(wall, randomUUID(), now);
      const taken = new Set((await slotsElsewhere(tx, wall.wave)).map((one) => one.slot));
      const deed = await deedOf(tx, wall, ask, who, taken);
      if (taken.has(slotBackTo(wall, deed) ?? -1))
        return { ok: true, heard: null, refused: 'slot-taken', look: await lookOf(tx, who, wall, after) };
      heard = hear(wall, { id, device: deviceId, pickerId: picker.id, at: now, deed });
      await saveWall(tx, shop, wall);
      if (!heard.refused) await follow(tx, shop, wall, heard, now);
    }
    const { seq, device, deed, refused } = heard;
    const look = await lookOf(tx, who, wall, after);
    return { ok: true, heard: refused ? null : { id, seq, device, deed }, refused, look };
  });
}

/** The pigeonhole into which taking this back would bring an order again; null when it brings none. */
function slotBackTo({ state }: Wall, deed: WallDeed): number | null {
  const undone = deed.kind === 'undone' ? state.scans.get(deed.scan)?.deed : undefined;
  if (undone?.kind === 'cleared') return state.gone.get(undone.order) ?? null;
  if (undone?.kind !== 'put-back') return null;
  const order = state.tasks.get(undone.task)?.task.orderId ?? '';
  return state.slots.has(order) ? null : undone.slot;
}

async function deedOf(
  tx: ShopTx,
  wall: Wall,
  ask: WallAsk['ask'],
  who: Who,
  taken: ReadonlySet<number>,
): Promise<WallDeed> {
  if (ask.kind === 'more') {
    const order = wall.state.tasks.get(ask.task)?.task.orderId;
    const slot = order === undefined ? undefined : wall.state.slots.get(order);
    return { kind: 'put', task: ask.task, slot: slot ?? -1, units: ask.units };
  }
  if (ask.kind === 'put-back') return { ...ask, into: binsBack(partsOf(wall.wave, ask.task), ask.units) };
  if (ask.kind !== 'scanned') return ask;
  const { rows, columns } = await loadWallSize(tx, who.shop, wall.wave.locationId);
  const chosen = choose(wall.state, ask.item, who.deviceId, rows * columns, taken);
  if (typeof chosen === 'string') return { kind: 'aside', item: ask.item, why: chosen };
  const { task, slot } = chosen;
  return slot === null
    ? { kind: 'put-back', task: task.id, slot, units: 1, into: binsBack(partsOf(wall.wave, task.id), 1) }
    : { kind: 'put', task: task.id, slot, units: 1 };
}

/**
 * What a deed means beyond the wall: what is missing is short on its wave's line, what was put back is wanted no more there and lies in
 * its bin again, and the diary hears of it.
 */
async function follow(tx: ShopTx, shop: string, wall: Wall, heard: StoredWallScan, now: Date): Promise<void> {
  const { deed } = heard;
  const undone = deed.kind === 'undone' ? wall.state.scans.get(deed.scan)?.deed : undefined;
  const about = undone ?? deed;
  if (about.kind === 'missing') await saveMissing(tx, shop, wall, about.task);
  if (about.kind === 'put-back') await savePutBack(tx, shop, wall, about, undone !== undefined, now);
  await append(tx, shop, tell(wall, heard));
  if (about.kind !== 'missing' && about.kind !== 'put-back') return;
  // What is answered says from which bins the rest came.
  wall.wave = (await loadWave(tx, shop, wall.wave.id)) ?? wall.wave;
  // The last that waited may have been what went back.
  if (about.kind === 'put-back' && isSorted(wall.state)) await endWaveWhenDone(tx, shop, wall.wave, now);
}

/** Units that came back to the bins that the screen named, or, `undone`, were taken out of them again. */
async function savePutBack(
  tx: ShopTx,
  shop: string,
  { wave }: Wall,
  { task, units, into }: Extract<WallDeed, { kind: 'put-back' }>,
  undone: boolean,
  now: Date,
): Promise<void> {
  const line = wave.lines.find((one) => one.fulfillmentOrderLineId === task);
  // What the wave left behind was booked back when it did.
  if (!line || wave.orders.some((one) => one.leftOut !== null && one.orderId === line.orderId)) return;
  await savePicks(tx, shop, wave.id, putBack(partsOf(wave, task), undone ? -units : units));
  const { inventoryItemId } = line;
  if (inventoryItemId === null) return;
  const moves = (into ?? [{ bin: line.bin, units }]).flatMap(({ bin, units: quantity }) => {
    if (bin === null) return [];
    const way = undone
      ? { kind: 'picked' as const, from: bin, to: null }
      : { kind: 'put-away' as const, from: null, to: bin };
    const goods = { inventoryItemId, lot: null, expiresOn: null, quantity };
    return [{ id: randomUUID(), ...way, ...goods, note: `wave ${wave.number}, put wall` }];
  });
  await appendMoves(tx, shop, wave.locationId, moves, `wave ${wave.number}`, now);
}

function tell({ wave, state }: Wall, { id, at, pickerId, deed }: StoredWallScan): DiaryEvent[] {
  if (pickerId === null) return [];
  const about = { key: `wall:${wave.id}:${id}`, at: at.toISOString() };
  if (deed.kind === 'cleared') {
    const { put } = standingOf(state, deed.order);
    const pickedAt = wave.pickedAt?.toISOString() ?? null;
    const data = { waveId: wave.id, orderId: deed.order, units: put, pickerId, pickedAt };
    return [{ ...about, type: 'order.sorted', subject: `Order/${deed.order}`, data }];
  }
  if (deed.kind !== 'missing') return [];
  const line = wave.lines.find((one) => one.fulfillmentOrderLineId === deed.task);
  return line ? lineShorted(wave, line, { ...about, units: deed.units, pickerId, reason: 'missing-at-wall' }) : [];
}
