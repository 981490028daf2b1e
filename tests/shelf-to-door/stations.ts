// Packers at two stations.
import { randomUUID } from 'node:crypto';
import type { Who } from '../../app/picking/floor/enter-floor.server.ts';
import { acceptDeeds } from '../../app/picking/packing/station/accept-deeds.server.ts';
import type { StationDeed as PackDeed } from '../../app/picking/packing/station/deed.ts';
import {
  missingOf,
  openParcel,
  type Packing,
  fold as packed,
  saidMissing,
} from '../../app/picking/packing/station/ledger.ts';
import { readOrderLook } from '../../app/picking/packing/station/read-order.server.ts';
import type { OrderLook, Taken } from '../../app/picking/packing/station/station-api.ts';
import { carry, gather } from './goods.ts';
import { explained, type House, itemOf, pickOne, places, waveRow, whyHeld } from './house.ts';

const parcelPlace = (parcel: string, line: string) => `parcel/${parcel}/${line}`;
const packingOf = ({ lines, entries }: OrderLook): Packing => packed(lines, entries);

/** Says deeds about one parcel, sometimes twice at once; they may be delivered again later. */
async function sayAtStation(
  house: House,
  who: Who,
  seen: OrderLook,
  parcel: string,
  deeds: PackDeed[],
  twice = false,
): Promise<Taken['refused']> {
  const { wave, order, next } = seen;
  const said = deeds.map((deed, nth) => ({ id: randomUUID(), parcel, nth: next + nth, at: house.time, deed }));
  const say = () =>
    acceptDeeds(
      who,
      wave.id,
      order.id,
      { sentAt: house.time, deeds: said },
      places,
      whyHeld(house),
      new Date(house.time),
    );
  const [answer] = twice ? await Promise.all([say(), say()]) : [await say()];
  const refused = answer?.refused ?? [];
  // What was refused is not kept by a station, so it is not sent again.
  if (refused.length === 0) house.delivered.push(say);
  for (const { why } of refused) {
    if (!why) house.faults.push('a station was refused without a reason');
    if (why === 'stopped') explained(house, 'packing', answer?.look.stopped?.detail);
  }
  return refused;
}

const lookAtOrder = (house: House, who: Who, waveId: string, orderId: string) =>
  readOrderLook(who, waveId, orderId, places, whyHeld(house));

/** Takes units of a line from where a packer finds them: the order's slot at the wall, or its tote. */
export function takeForPacking(
  house: House,
  waveId: string,
  orderId: string,
  line: string,
  to: string,
  units: number,
): number {
  const { goods } = house;
  const item = itemOf(house, line);
  // What is sorted is packed from its slot; what still lies on the cart nobody can tell apart.
  if (house.method === 'sort') return gather(goods, `wall/${waveId}/${orderId}/`, `/${item}`, to, units);
  return gather(goods, `cart/${waveId}/${orderId}/`, `/${item}`, to, units);
}

/** Where a unit of a line lies before it is packed, and again when it was taken out. */
export const besides = (house: House, waveId: string, orderId: string, line: string) =>
  `${house.method === 'sort' ? 'wall' : 'cart'}/${waveId}/${orderId}/${itemOf(house, line)}`;

const IN_HAND = 'hand/packer';

/** Puts units into the parcel, scanned or forced; false when they are not there, or were refused. */
async function putInto(
  house: House,
  who: Who,
  seen: OrderLook,
  parcel: string,
  line: string,
  { kind, units, twice }: { kind: 'scanned' | 'forced'; units: number; twice: boolean },
): Promise<boolean> {
  const back = besides(house, seen.wave.id, seen.order.id, line);
  const taken = takeForPacking(house, seen.wave.id, seen.order.id, line, IN_HAND, units);
  if (taken === 0) return false;
  const refused = await sayAtStation(house, who, seen, parcel, [{ kind, line, units: taken }], twice);
  if (kind === 'forced' && !who.picker.mayForce && refused.length === 0)
    house.faults.push('someone forced who may not');
  carry(house.goods, IN_HAND, refused.length > 0 ? back : parcelPlace(parcel, line), taken);
  return refused.length === 0;
}

const scanInto = (house: House, who: Who, seen: OrderLook, parcel: string, line: string, twice: boolean) =>
  putInto(house, who, seen, parcel, line, { kind: 'scanned', units: 1, twice });

/** Where a unit lies that slipped out of sight at the station. */
export const lostPlace = (waveId: string, line: string, item = '') => `lost/${waveId}/${line}/${item}`;

/** A unit is not where it should be, or, where one was missed before, turns up. */
async function missOrFind(house: House, who: Who, seen: OrderLook, parcel: string, at: number, twice: boolean) {
  const packing = packingOf(seen);
  const { id: waveId } = seen.wave;
  const finds = at % 3 === 0 ? [...saidMissing(packing).keys()] : [];
  const kind = finds.length > 0 ? 'found' : 'missing';
  const line = pickOne(finds.length > 0 ? finds : missingOf(packing).map((one) => one.id), at);
  if (line === undefined) return;
  const places = [besides(house, waveId, seen.order.id, line), lostPlace(waveId, line, itemOf(house, line))];
  const [from, to] = (kind === 'missing' ? places : places.toReversed()) as [string, string];
  if (!carry(house.goods, from, to, 1)) return;
  const refused = await sayAtStation(house, who, seen, parcel, [{ kind, line, units: 1 }], twice);
  if (refused.length > 0) carry(house.goods, to, from, 1);
}

export async function pack(house: House, waveId: string, how: number, at: number): Promise<void> {
  const who = house.stations[at % 2]!;
  const orderId = pickOne([...house.store.orders.keys()], Math.floor(at / 2))!;
  const seen = await lookAtOrder(house, who, waveId, orderId);
  if (!seen) return;
  const packing = packingOf(seen);
  const open = openParcel(packing);
  const twice = at % 7 === 0;
  const missing = missingOf(packing);
  if (!open) {
    const sealed = pickOne(
      seen.parcels.filter((parcel) => parcel.state === 'sealed'),
      at,
    );
    if (how >= 8 && sealed)
      await sayAtStation(house, who, seen, sealed.id, [{ kind: 'opened-again', over: how === 9 }], twice);
    else if (missing.length > 0 || seen.stopped)
      await sayAtStation(house, who, seen, randomUUID(), [{ kind: 'opened', over: how % 3 === 0 }], twice);
    return;
  }
  if (how === 9) await sayAtStation(house, who, seen, open.id, [{ kind: 'opened', over: true }], twice);
  else if (how === 8) {
    const line = pickOne([...open.units.keys()], at);
    if (line === undefined) return;
    const refused = await sayAtStation(house, who, seen, open.id, [{ kind: 'took-back', line, units: 1 }], twice);
    const back = besides(house, waveId, orderId, line);
    if (refused.length === 0 && !carry(house.goods, parcelPlace(open.id, line), back, 1))
      house.faults.push('a unit was taken out of a parcel in which it was not');
  } else if (how >= 6) await seal(house, who, seen, open.id, how === 7);
  else if (how === 5) await missOrFind(house, who, seen, open.id, at, twice);
  else {
    const line = pickOne(missing, at);
    if (line && how === 4)
      await putInto(house, who, seen, open.id, line.id, { kind: 'forced', units: line.units, twice });
    else if (line) await scanInto(house, who, seen, open.id, line.id, twice);
    else await seal(house, who, seen, open.id, false);
  }
}

async function seal(house: House, who: Who, seen: OrderLook, parcel: string, more: boolean): Promise<boolean> {
  const deed: PackDeed = { kind: 'sealed', more, despite: false };
  return (await sayAtStation(house, who, seen, parcel, [deed])).length === 0;
}

export async function packToTheEnd(house: House, waveId: string, only?: string): Promise<void> {
  const who = house.stations[0];
  for (const orderId of only === undefined ? house.store.orders.keys() : [only])
    for (let turns = 0; turns < 40; turns++) {
      const seen = await lookAtOrder(house, who, waveId, orderId);
      const wave = await waveRow(house, waveId);
      if (!seen || seen.stopped || wave?.orders.find((one) => one.orderId === orderId)?.leftOut) break;
      const packing = packingOf(seen);
      const open = openParcel(packing);
      const missing = missingOf(packing);
      if (!open && missing.length === 0) break;
      if (!open || !seen.holder?.me) {
        const parcel = open?.id ?? randomUUID();
        if ((await sayAtStation(house, who, seen, parcel, [{ kind: 'opened', over: true }])).length > 0) break;
        continue;
      }
      let put = false;
      for (const { id } of missing) put ||= await scanInto(house, who, seen, open.id, id, false);
      if (!put && !(await seal(house, who, seen, open.id, missing.length > 0))) break;
    }
}
