// People at the put wall.
import { randomUUID } from 'node:crypto';
import type { Who } from '../../app/picking/floor/enter-floor.server.ts';
import { leftOf, standingOf, type WallState, fold as wallFold } from '../../app/picking/put-wall/ledger.ts';
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
    const deed = await sayAtWall(house, who, waveId, { kind: 'scanned', item }, twice);
    if (deed?.kind !== 'put') return;
    const { orderId } = tasks.find((task) => task.id === deed.task)!;
    carry(house.goods, `cart/${waveId}/all/${item}`, `wall/${waveId}/${orderId}/${item}`, 1);
  } else if (how < 8) {
    const item = pickOne([...new Set(tasks.map((task) => task.item))], at);
    const awaited = [...wall.state.tasks.values()].filter((one) => one.task.item === item && leftOf(one) > 0);
    const lacking = awaited.reduce((sum, one) => sum + leftOf(one), 0) - inCart(house, waveId, item ?? '');
    // Only who looked for a unit and did not find it says so.
    if (awaited[0] && lacking > 0)
      await sayAtWall(house, who, waveId, { kind: 'missing', task: awaited[0].task.id, units: 1 }, twice);
  } else if (how === 8) {
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
  for (let turns = 0; turns < 60; turns++) {
    const wall = await atWall(who, waveId);
    if (!wall) return;
    const awaited = [...wall.state.tasks.values()].find((one) => leftOf(one) > 0);
    if (!awaited) break;
    const { item, id } = awaited.task;
    const deed =
      inCart(house, waveId, item) > 0
        ? await sayAtWall(house, who, waveId, { kind: 'scanned', item }, false)
        : await sayAtWall(house, who, waveId, { kind: 'missing', task: id, units: 1 }, false);
    if (deed?.kind === 'missing') continue;
    if (deed?.kind !== 'put') break;
    const { orderId } = wall.wave.tasks.find((task) => task.id === deed.task)!;
    carry(house.goods, `cart/${waveId}/all/${item}`, `wall/${waveId}/${orderId}/${item}`, 1);
  }
}
