// What is said at the wall is taken once, and the server says where a unit goes: of two tablets that scan at once, each gets a
// pigeonhole that the other knows of.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import type { DiaryEvent } from '../../events/vocabulary.ts';
import type { Who } from '../floor/enter-floor.server.ts';
import { recount } from '../pick.ts';
import { savePicks } from '../store.server.ts';
import { choose } from './choose.ts';
import type { WallDeed } from './deed.ts';
import { begin, hear, holdWall, saveWall, type Wall } from './hold-wall.server.ts';
import { standingOf } from './ledger.ts';
import { lookOf } from './read-wall.server.ts';
import { loadWallSize, type StoredWallScan } from './store.server.ts';
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
      begin(wall, randomUUID(), now);
      const deed = await deedOf(tx, wall, ask, who);
      heard = hear(wall, { id, device: deviceId, pickerId: picker.id, at: now, deed });
      await saveWall(tx, shop, wall);
      if (!heard.refused) await follow(tx, shop, wall, heard);
    }
    const { seq, device, deed, refused } = heard;
    return { ok: true, heard: refused ? null : { id, seq, device, deed }, refused, look: lookOf(who, wall, after) };
  });
}

async function deedOf(tx: ShopTx, wall: Wall, ask: WallAsk['ask'], who: Who): Promise<WallDeed> {
  if (ask.kind === 'more') {
    const order = wall.state.tasks.get(ask.task)?.task.orderId;
    const slot = order === undefined ? undefined : wall.state.slots.get(order);
    return { kind: 'put', task: ask.task, slot: slot ?? -1, units: ask.units };
  }
  if (ask.kind !== 'scanned') return ask;
  const { rows, columns } = await loadWallSize(tx, who.shop, wall.wave.locationId);
  const chosen = choose(wall.state, ask.item, who.deviceId, rows * columns);
  return typeof chosen === 'string'
    ? { kind: 'aside', item: ask.item, why: chosen }
    : { kind: 'put', task: chosen.task.id, slot: chosen.slot, units: 1 };
}

/** What a deed means beyond the wall: what is missing is short on its wave's line, and the diary hears of it. */
async function follow(tx: ShopTx, shop: string, wall: Wall, heard: StoredWallScan): Promise<void> {
  const { deed } = heard;
  const undone = deed.kind === 'undone' ? wall.state.scans.get(deed.scan)?.deed : undefined;
  const about = deed.kind === 'missing' ? deed : undone?.kind === 'missing' ? undone : null;
  if (about) await saveMissing(tx, shop, wall, about.task);
  await append(tx, shop, tell(wall, heard));
}

async function saveMissing(tx: ShopTx, shop: string, { wave, state }: Wall, task: string): Promise<void> {
  const one = state.tasks.get(task);
  if (!one) return;
  const parts = wave.walk.filter((each) => each.fulfillmentOrderLineId === task);
  await savePicks(tx, shop, wave.id, recount(parts, one.task.units - one.missing));
}

function tell({ wave, state }: Wall, { id, at, pickerId, deed }: StoredWallScan): DiaryEvent[] {
  if (pickerId === null) return [];
  const about = { key: `wall:${wave.id}:${id}`, at: at.toISOString() };
  if (deed.kind === 'cleared') {
    const { put } = standingOf(state, deed.order);
    const data = { waveId: wave.id, orderId: deed.order, units: put, pickerId };
    return [{ ...about, type: 'order.sorted', subject: `Order/${deed.order}`, data }];
  }
  if (deed.kind !== 'missing') return [];
  const line = wave.lines.find((one) => one.fulfillmentOrderLineId === deed.task);
  if (!line || line.inventoryItemId === null) return [];
  const { orderId, title, inventoryItemId, bin } = line;
  return [
    {
      ...about,
      type: 'line.shorted',
      subject: `Order/${orderId}`,
      data: {
        ...{ waveId: wave.id, lineId: deed.task, orderId, title, units: deed.units, pickerId },
        ...{ locationId: wave.locationId, inventoryItemId, bin, reason: 'missing-at-wall' },
        ...{ quantity: line.quantity, expectedSeconds: null, seconds: null },
      },
    },
  ];
}
