// People at the put wall.
import { randomUUID } from 'node:crypto';
import type { Who } from '../../app/picking/floor/enter-floor.server.ts';
import {
  leftOf,
  onCart,
  owedInSlot,
  standingOf,
  type TaskAtWall,
  type WallState,
  fold as wallFold,
} from '../../app/picking/put-wall/ledger.ts';
import { readWall } from '../../app/picking/put-wall/read-wall.server.ts';
import { askWall } from '../../app/picking/put-wall/sort-wave.server.ts';
import type { WallAsk, WallWave } from '../../app/picking/put-wall/wall-api.ts';
import { carry, unitsAt } from './goods.ts';
import { type House, now, pickOne, places } from './house.ts';

export async function atWall(who: Who, waveId: string): Promise<{ wave: WallWave; state: WallState } | null> {
  const seen = await readWall(who, waveId, null, places);
  return seen?.wave ? { wave: seen.wave, state: wallFold(seen.wave.tasks, seen.scans) } : null;
}

async function sayAtWall(house: House, who: Who, waveId: string, ask: WallAsk['ask'], twice: boolean) {
  const id = randomUUID();
  const say = () => askWall(who, waveId, { id, after: 0, ask }, now(house));
  const answer = twice ? (await Promise.all([say(), say()]))[0]! : await say();
  if (!answer.ok) return null;
  const deed = answer.heard?.deed ?? null;
  if (!deed || (deed.kind !== 'put' && deed.kind !== 'missing')) return deed;
  house.lastPut.set(waveId, id);
  return deed;
}

const inCart = (house: House, waveId: string, item: string) => unitsAt(house.goods, `cart/${waveId}/all/${item}`);

export async function sort(house: House, waveId: string, how: number, at: number): Promise<void> {
  const who = house.pickers[at % 2]!;
  const wall = await atWall(who, waveId);
  if (!wall) return;
  const { tasks } = wall.wave;
  const twice = at % 5 === 0;
  const orders = [...new Set(tasks.map((task) => task.orderId))];
  if (how < 6) {
    const items = [...new Set(tasks.map((task) => task.item))].filter((item) => inCart(house, waveId, item) > 0);
    const item = pickOne(items, at);
    if (item === undefined) return;
    await scanItem(house, who, waveId, wall.wave, item, twice);
  } else if (how < 8) {
    const item = pickOne([...new Set(tasks.map((task) => task.item))], at);
    const awaited = [...wall.state.tasks.values()].filter((one) => one.task.item === item && leftOf(one) > 0);
    const lacking = awaited.reduce((sum, one) => sum + leftOf(one), 0) - inCart(house, waveId, item ?? '');
    // Only who looked for a unit and did not find it says so.
    if (awaited[0] && lacking > 0)
      await sayAtWall(house, who, waveId, { kind: 'missing', task: awaited[0].task.id, units: 1 }, twice);
  } else if (how === 8) {
    // What is wanted no more goes out of its slot, to its bin.
    const owed = [...wall.state.tasks.values()].find((one) => owedInSlot(one) > 0);
    if (owed) return void (await putBack(house, who, waveId, wall, owed, twice));
    const complete = orders.filter((order) => standingOf(wall.state, order).is === 'complete');
    if (complete[0]) await sayAtWall(house, who, waveId, { kind: 'cleared', order: pickOne(complete, at)! }, twice);
  } else {
    const last = house.lastPut.get(waveId);
    const scan = last === undefined ? undefined : wall.state.scans.get(last);
    if (scan?.deed.kind !== 'put') return;
    const { orderId, item } = wall.state.tasks.get(scan.deed.task)!.task;
    const from = `wall/${waveId}/${orderId}/${item}`;
    if (unitsAt(house.goods, from) < scan.deed.units) return;
    const deed = await sayAtWall(house, who, waveId, { kind: 'undone', scan: scan.id }, twice);
    if (deed?.kind === 'undone') carry(house.goods, from, `cart/${waveId}/all/${item}`, scan.deed.units);
  }
}

export async function sortToTheEnd(house: House, waveId: string): Promise<void> {
  const who = house.pickers[0];
  const stuck = new Set<string>();
  for (let turns = 0; turns < 60; turns++) {
    const wall = await atWall(who, waveId);
    const tasks = [...(wall?.state.tasks.values() ?? [])].filter((one) => !stuck.has(one.task.item));
    const there = tasks.find((one) => onCart(one) > 0 && inCart(house, waveId, one.task.item) > 0);
    const owed = wall && [...wall.state.tasks.values()].find((one) => owedInSlot(one) > 0);
    if (wall && owed && (await putBack(house, who, waveId, wall, owed))) continue;
    const awaited = there ?? tasks.find((one) => leftOf(one) > 0);
    if (!wall || !awaited) break;
    const { item, id } = awaited.task;
    if (there) {
      if (!(await scanItem(house, who, waveId, wall.wave, item))) stuck.add(item);
    } else if (
      (await sayAtWall(house, who, waveId, { kind: 'missing', task: id, units: 1 }, false))?.kind !== 'missing'
    )
      stuck.add(item);
  }
}

/** Takes a unit off the cart and does with it what the screen says; false when it has to wait, or be laid aside. */
async function scanItem(house: House, who: Who, waveId: string, { tasks }: WallWave, item: string, twice = false) {
  const deed = await sayAtWall(house, who, waveId, { kind: 'scanned', item }, twice);
  if (deed?.kind !== 'put' && deed?.kind !== 'put-back') return false;
  const { orderId, bin } = tasks.find((task) => task.id === deed.task)!;
  const cart = `cart/${waveId}/all/${item}`;
  const to = deed.kind === 'put' ? `wall/${waveId}/${orderId}/${item}` : `shelf/${item}/${bin}`;
  if (!carry(house.goods, cart, to, 1)) house.faults.push(`${item} was not on the cart`);
  return true;
}

type Seen = { wave: WallWave; state: WallState };

async function putBack(house: House, who: Who, waveId: string, { wave, state }: Seen, one: TaskAtWall, twice = false) {
  const { id, orderId, item } = one.task;
  const from = `wall/${waveId}/${orderId}/${item}`;
  const slot = state.slots.get(orderId) ?? null;
  // Of what the wave left behind somebody emptied the slot already.
  const isEmpty = house.carriedBack.has(`${waveId}/${orderId}`);
  const units = isEmpty ? owedInSlot(one) : Math.min(owedInSlot(one), unitsAt(house.goods, from));
  if (units === 0) return false;
  const deed = await sayAtWall(house, who, waveId, { kind: 'put-back', task: id, slot, units }, twice);
  const { bin } = wave.tasks.find((task) => task.id === id)!;
  if (deed?.kind === 'put-back' && !isEmpty) carry(house.goods, from, `shelf/${item}/${bin}`, units);
  return deed?.kind === 'put-back';
}
