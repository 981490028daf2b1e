// Pickers with phones, and what nets make of what the phones say.
import { randomUUID } from 'node:crypto';
import { acceptScans } from '../../app/picking/floor/accept-scans.server.ts';
import type { PhoneScan } from '../../app/picking/floor/deed.ts';
import type { Who } from '../../app/picking/floor/enter-floor.server.ts';
import { finishWalk } from '../../app/picking/floor/finish-walk.server.ts';
import { fold, take, type WaveState } from '../../app/picking/floor/ledger.ts';
import { type Stop, stopsLeft } from '../../app/picking/floor/next.ts';
import { lookAtWave, readPhoneWave } from '../../app/picking/floor/read-floor.server.ts';
import { type Deed, shortReasons } from '../../app/picking/floor/scan.ts';
import { takeWave } from '../../app/picking/floor/take-wave.server.ts';
import { carry, unitsAt } from './goods.ts';
import { type House, now, type Phone, pickOne, places } from './house.ts';
import { follow } from './shopify.ts';

export async function comeTo(house: House, waveId: string, who: Who): Promise<void> {
  await takeWave(who, waveId, now(house));
  const wave = (await readPhoneWave(who, waveId, places))!;
  const { next } = (await lookAtWave(who, waveId, 0, now(house)))!;
  const phone: Phone = { who, waveId, tasks: wave.tasks, phase: wave.phase, heard: [], own: [], next };
  house.phones.get(waveId)!.push(phone);
  await look(house, phone);
}

const stateOf = ({ who, tasks, heard, own }: Phone): WaveState =>
  fold(tasks, [...heard, ...own.map(({ id, deed }) => ({ id, device: who.deviceId, deed }))]);

/** Totes are told apart by their order; where they are not, one group is for all. */
const groupOf = (house: House, orderId: string) => (house.method === 'sort' ? 'all' : orderId);

/** Does with the hands what a deed says, or undoes it; false when the goods are not there. */
function doIt(house: House, phone: Phone, deed: Deed, state: WaveState, back = false): boolean {
  if (deed.kind === 'undone') {
    const before = state.scans.get(deed.scan)?.deed;
    return before ? doIt(house, phone, before, state, !back) : true;
  }
  if (deed.kind !== 'picked' && deed.kind !== 'put-back') return true;
  const task = phone.tasks.find((one) => one.id === deed.task);
  if (!task) return true;
  const item = task.sku?.replace('SKU-', '') ?? '';
  const shelf = `shelf/${item}/${task.bin}`;
  const cart = `cart/${phone.waveId}/${groupOf(house, task.orderId)}/${item}`;
  const out = (deed.kind === 'picked') !== back;
  return carry(house.goods, out ? shelf : cart, out ? cart : shelf, deed.units);
}

function record(house: House, phone: Phone, deed: Deed): boolean {
  const state = stateOf(phone);
  const scan = { id: randomUUID(), device: phone.who.deviceId, deed };
  if (take(state, scan).refused || !doIt(house, phone, deed, state)) return false;
  phone.own.push({ id: scan.id, at: house.time, deed });
  return true;
}

/** Something that a picker does next. */
export function act(house: House, phone: Phone, how: number, at: number): void {
  const state = stateOf(phone);
  const stops = stopsLeft(state, phone.who.deviceId);
  const walking = phone.phase === 'released';
  const stop = walking ? (at % 3 === 0 ? pickOne(stops, at) : stops[0]) : stops.find((one) => one.kind === 'put-back');
  const task = stop?.task ?? pickOne(phone.tasks, at);
  if (!task) return;
  const mine = [...state.scans.values()].filter((scan) => scan.device === phone.who.deviceId);
  const undo = pickOne(mine.toReversed(), at % 3);
  if (how >= 10 && undo) record(house, phone, { kind: 'undone', scan: undo.id });
  else if (stop?.kind === 'put-back') putBack(house, phone, stop);
  else if (!walking) return;
  else if (how === 9) record(house, phone, { kind: 'skipped', task: task.id });
  else if (how === 8) record(house, phone, { kind: 'wrong', task: task.id, what: 'item' });
  else if (stop && how === 7) record(house, phone, { kind: 'swapped-tote', from: stop.tote, to: `T${at}` });
  else if (how === 6)
    // A count that nobody asked for: the phone lets it pass, the goods are in the tote.
    record(house, phone, { kind: 'picked', task: task.id, units: 1, tote: stop?.tote ?? task.tote });
  else if (stop && how === 5) shortOf(house, phone, stop.task.id, 1 + (at % stop.units), at);
  else if (stop) pickAtMost(house, phone, stop.task.id, stop.tote, how < 2 ? 1 : stop.units);
}

const putBack = (house: House, phone: Phone, { task, units, tote }: Pick<Stop, 'task' | 'units' | 'tote'>) =>
  record(house, phone, { kind: 'put-back', task: task.id, units, tote });

const shortOf = (house: House, phone: Phone, task: string, units: number, at: number) =>
  record(house, phone, { kind: 'short', task, units, reason: pickOne(shortReasons, at)! });

/** Takes what lies there, up to so many; what does not is short. */
function pickAtMost(house: House, phone: Phone, task: string, tote: string, most: number): void {
  const { sku, bin } = phone.tasks.find((one) => one.id === task)!;
  const there = Math.min(most, unitsAt(house.goods, `shelf/${sku?.replace('SKU-', '')}/${bin}`));
  if (there > 0) record(house, phone, { kind: 'picked', task, units: there, tote });
  else shortOf(house, phone, task, most, 0);
}

const ways = ['all', 'twice', 'first', 'later', 'reversed', 'unanswered'] as const;

/** What is kept on a phone goes up, in one of the ways in which nets deliver. */
export async function deliver(house: House, phone: Phone, at: number): Promise<void> {
  const { who, waveId, own, next } = phone;
  const way = pickOne(ways, at)!;
  const all = own.map(({ id, at: when, deed }, nth) => ({ id, seq: next + nth, at: when, deed }) as PhoneScan);
  const half = Math.ceil(all.length / 2);
  const scans = way === 'first' ? all.slice(0, half) : way === 'later' ? all.slice(half) : all;
  const send = () =>
    acceptScans(
      who,
      waveId,
      { sentAt: house.time, scans: way === 'reversed' ? scans.toReversed() : scans },
      now(house),
    );
  const answers = way === 'twice' ? await Promise.all([send(), send()]) : [await send()];
  const answer = answers.at(-1)!;
  if (!answer.ok) house.faults.push(`a phone was not let in: ${answer.why}`);
  else if (way !== 'unanswered') phone.next = answer.next;
}

/** A phone hears what happened. Of its own scans it learns which were refused: those units go back to where they were. */
export async function look(house: House, phone: Phone): Promise<void> {
  const { who, waveId } = phone;
  const seen = (await lookAtWave(who, waveId, phone.heard.at(-1)?.seq ?? 0, now(house)))!;
  if (seen.tasks !== phone.tasks.length) phone.tasks = (await readPhoneWave(who, waveId, places))!.tasks;
  const before = stateOf(phone);
  phone.heard.push(...seen.scans);
  phone.phase = seen.phase;
  phone.next = seen.next;
  const ids = new Set(seen.scans.map((scan) => scan.id));
  const known = phone.own.filter((one) => ids.has(one.id));
  phone.own = phone.own.filter((one) => !ids.has(one.id));
  const { refused } = fold(phone.tasks, phone.heard);
  for (const { id, deed } of known)
    if (refused.has(id) && !doIt(house, phone, deed, before, true))
      house.faults.push(`a refused ${deed.kind} cannot be taken back`);
}

export async function finish(house: House, phone: Phone): Promise<void> {
  if (phone.own.length > 0) return;
  const done = await finishWalk(phone.who, phone.waveId, now(house));
  if (!done.ok && done.why === 'no-wave') house.faults.push('a wave is gone that was walked');
  await look(house, phone);
}

export async function walkToTheEnd(house: House, waveId: string): Promise<void> {
  const phones = house.phones.get(waveId)!;
  for (const phone of phones) await deliver(house, phone, 0);
  await follow(house);
  for (const phone of phones) await look(house, phone);
  const [phone] = phones;
  for (let turns = 0; phone && turns < 60; turns++) {
    const stops = stopsLeft(stateOf(phone), phone.who.deviceId);
    const [stop] = stops;
    if (stop?.kind === 'pick' && phone.phase === 'released')
      pickAtMost(house, phone, stop.task.id, stop.tote, stop.units);
    // What is not there cannot be put back.
    else if (!stops.some((one) => one.kind === 'put-back' && putBack(house, phone, one))) break;
  }
  if (!phone) return;
  await deliver(house, phone, 0);
  await look(house, phone);
  await finish(house, phone);
}
