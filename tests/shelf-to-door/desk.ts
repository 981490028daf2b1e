// Someone at the admin: plans waves, ships and cancels them, and has carried back what they leave.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../app/db.server.ts';
import { cancelWave } from '../../app/picking/cancel-wave.server.ts';
import { takeExpress } from '../../app/picking/express.server.ts';
import { collectParcel } from '../../app/picking/hand-off/collect.server.ts';
import { putPickupBack } from '../../app/picking/hand-off/put-back-pickup.server.ts';
import { putOrderBack, readRefusedOrders, sendOrderAgain } from '../../app/picking/hand-off/refused-order.server.ts';
import { shipParcel } from '../../app/picking/hand-off/ship-parcel.server.ts';
import { giveUpRefused, takeOutOfParcel } from '../../app/picking/packing/station/mend-parcel.server.ts';
import { dealtBack } from '../../app/picking/pick.ts';
import { recordMove } from '../../app/picking/place/record-moves.server.ts';
import { loadStock } from '../../app/picking/place/store.server.ts';
import { planNewWave } from '../../app/picking/plan-wave.server.ts';
import { leftOf } from '../../app/picking/put-wall/ledger.ts';
import { releaseWave } from '../../app/picking/release-wave.server.ts';
import { shipPickedWave } from '../../app/picking/ship-wave.server.ts';
import { carry, unitsAt } from './goods.ts';
import {
  AT,
  everyOrder,
  explained,
  type House,
  itemOf,
  now,
  orderExpress,
  parcelRows,
  pickOne,
  shelves,
  waveRow,
  whyHeld,
} from './house.ts';
import { comeTo } from './phones.ts';
import { besides, takeForPacking } from './stations.ts';
import { linesOf } from './store.ts';
import { atWall } from './wall.ts';

export async function planAndRelease(house: House): Promise<void> {
  const { shop } = house;
  const before = await promises(house);
  const wave = await planNewWave(shop, { locationId: AT, size: 2 }, everyOrder, now(house));
  if (!wave.ok) return explained(house, 'planning', wave.problem);
  await noneOverpromised(house, before);
  await inShop(shop, (tx) => tx.wave.updateMany({ where: { id: wave.id }, data: { method: house.method } }));
  const released = await releaseWave(shop, wave.id, whyHeld(house), now(house));
  if (!released.ok) {
    explained(house, 'releasing', released.problem);
    await cancelWave(shop, wave.id, now(house));
    return;
  }
  await walkBegins(house, wave.id);
}

async function walkBegins(house: House, waveId: string): Promise<void> {
  await twicePlanned(house, waveId);
  house.waves.push(waveId);
  house.phones.set(waveId, []);
  for (const who of house.pickers) await comeTo(house, waveId, who);
}

/** An order comes in that cannot wait: it joins a walk, or gets one of its own. */
export async function express(house: House, how: number, at: number): Promise<void> {
  const { shop } = house;
  const item = pickOne(['1', '2', '3'], at)!;
  await orderExpress(house, [{ item, quantity: 1 + (how % 3) }]);
  const before = await promises(house);
  await takeExpress(shop, everyOrder, whyHeld(house), now(house));
  await noneOverpromised(house, before);
  const fresh = await inShop(shop, (tx) =>
    tx.wave.findMany({ where: { id: { notIn: house.waves }, state: 'released' }, orderBy: { number: 'asc' } }),
  );
  for (const { id } of fresh) {
    await inShop(shop, (tx) => tx.wave.updateMany({ where: { id }, data: { method: house.method } }));
    await walkBegins(house, id);
  }
}

/** Units that live walks are to take, by item and bin. */
async function promises(house: House): Promise<Map<string, number>> {
  const lines = await inShop(house.shop, (tx) =>
    tx.waveLine.findMany({ where: { active: true, wave: { state: { in: ['planned', 'released'] } } } }),
  );
  const units = new Map<string, number>();
  for (const { inventoryItemId: item, bin, quantity, dropped } of lines)
    units.set(`${item}/${bin}`, (units.get(`${item}/${bin}`) ?? 0) + quantity - dropped);
  return units;
}

/** Of what lies there in plenty nobody is sent to a bin that is empty once the others were there. */
async function noneOverpromised(house: House, before: ReadonlyMap<string, number>): Promise<void> {
  const stock = await inShop(house.shop, (tx) => loadStock(tx, AT));
  for (const [place, units] of await promises(house)) {
    const [item, bin] = place.split('/');
    const there = stock.find((row) => row.inventoryItemId === item && row.bin === bin)?.quantity ?? 0;
    if (item !== '3' && units > there && units > (before.get(place) ?? 0))
      house.faults.push(`${units} are to be taken from ${place}, ${there} lie there`);
  }
}

/** Someone counts a bin while others walk. What they took out of it their phones have told by then, and nothing is on its way back. */
export async function countBin(house: House, at: number): Promise<void> {
  const [item, bin] = pickOne(shelves, at)!;
  if ([...house.phones.values()].flat().some((phone) => phone.own.length > 0)) return;
  const walked = await inShop(house.shop, (tx) => tx.wave.findMany({ where: { state: 'released' } }));
  const ids = new Set(walked.map((wave) => wave.id));
  if (house.waves.some((id) => !ids.has(id) && unitsAt(house.goods, `cart/${id}/`, `/${item}`) > 0)) return;
  const wish = { kind: 'counted' as const, inventoryItemId: item, from: '', to: bin, lot: '', expiresOn: '', note: '' };
  const quantity = String(unitsAt(house.goods, `shelf/${item}/${bin}`));
  const counted = { ...wish, id: randomUUID(), quantity };
  for (let times = 0; times < 1 + (at % 2); times++)
    await recordMove(house.shop, AT, counted, { by: 'Eve', at: now(house) });
}

/** Nobody is sent for what lies packed in a parcel, if Shopify wants it once only. */
async function twicePlanned(house: House, waveId: string): Promise<void> {
  const lines = (await waveRow(house, waveId))?.lines ?? [];
  const packed = (await parcelRows(house))
    .filter((one) => one.waveId !== waveId && one.state === 'sealed')
    .flatMap((one) => one.lines);
  for (const { orderId, fulfillmentOrderLineId: id, quantity } of lines) {
    const remaining = linesOf(house.mirror.get(orderId)).find((line) => line.id === id)?.remaining ?? 0;
    const inParcels = packed
      .filter((one) => one.fulfillmentOrderLineId === id)
      .reduce((sum, one) => sum + one.quantity, 0);
    if (quantity + inParcels > remaining)
      house.faults.push(`${quantity} of ${id} are planned, ${inParcels} are packed`);
  }
}

export async function ship(house: House, at: number): Promise<void> {
  const sealed = (await parcelRows(house)).filter((parcel) => parcel.state === 'sealed');
  const parcel = pickOne(
    sealed.toSorted((a, b) => (a.orderId < b.orderId ? -1 : a.orderId > b.orderId ? 1 : a.number - b.number)),
    at,
  );
  if (!parcel) return;
  const send = () => shipParcel(house.shop, parcel.id, null, whyHeld(house), now(house));
  const answers = at % 4 === 0 ? await Promise.all([send(), send()]) : [await send()];
  for (const answer of answers) if (!answer.ok) explained(house, 'a parcel', answer.problem);
}

/** A customer comes for what lies ready. */
export async function collect(house: House, at: number): Promise<void> {
  const waiting = (await parcelRows(house)).filter(
    (one) => one.state === 'shipped' && one.handOff === 'pickup' && !one.collectedAt,
  );
  const parcel = pickOne(waiting, at);
  if (!parcel) return;
  const says = () => collectParcel(house.shop, parcel.id, now(house));
  const answers = at % 3 === 0 ? await Promise.all([says(), says()]) : [await says()];
  for (const answer of answers) if (!answer.ok) explained(house, 'collecting', answer.problem);
}

/** Someone who looked at the goods says that all of a wave goes: orders that no station packed as they were picked. */
export async function shipWave(house: House, waveId: string): Promise<void> {
  const { shop } = house;
  const before = await waveRow(house, waveId);
  if (before?.state !== 'picked') return;
  const boxed = new Set(
    (await parcelRows(house))
      .filter((one) => one.waveId === waveId && one.state !== 'given-up')
      .map((one) => one.orderId),
  );
  const open = before.orders.filter((one) => !one.leftOut && !one.commandId && !boxed.has(one.orderId));
  const wanted = before.lines.filter((line) => open.some((one) => one.orderId === line.orderId));
  // Nobody says that goes what is not there, or what is not sorted yet.
  const wall = house.method === 'sort' ? await atWall(house.pickers[0], waveId) : null;
  if (!allThere(house, waveId, wanted) || [...(wall?.state.tasks.values() ?? [])].some((one) => leftOf(one) > 0))
    return;
  const shipped = await shipPickedWave(shop, waveId, new Map(), whyHeld(house), now(house));
  if (!shipped.ok) return explained(house, 'shipping a wave', shipped.problem);
  for (const { reason } of shipped.leftOut) explained(house, 'an order of a wave', reason);
  const after = await waveRow(house, waveId);
  for (const { orderId } of after?.orders.filter(
    (one) => one.commandId && open.some((each) => each.orderId === one.orderId),
  ) ?? [])
    for (const line of before.lines.filter((one) => one.orderId === orderId && one.picked > 0)) {
      const id = line.fulfillmentOrderLineId;
      takeForPacking(house, waveId, orderId, id, `whole/${waveId}/${id}`, line.picked);
    }
}

type Row = { orderId: string; fulfillmentOrderLineId: string; picked: number };

function allThere(house: House, waveId: string, lines: readonly Row[]): boolean {
  const lacking = new Map<string, number>();
  for (const { orderId, fulfillmentOrderLineId: id, picked } of lines) {
    const key = besides(house, waveId, orderId, id);
    lacking.set(key, (lacking.get(key) ?? 0) + picked);
  }
  return [...lacking].every(([key, units]) => unitsAt(house.goods, key) >= units);
}

export async function cancel(house: House, waveId: string): Promise<void> {
  const canceled = await cancelWave(house.shop, waveId, now(house));
  if (!canceled.ok) return explained(house, 'canceling', canceled.problem);
  // Parcels are unpacked and slots emptied onto the cart; phones lead back from there.
  for (const parcel of (await parcelRows(house)).filter((one) => one.waveId === waveId)) unpack(house, parcel);
  for (const [place, units] of [...house.goods]) {
    const [kind, wave, , item] = place.split('/');
    if (kind === 'wall' && wave === waveId) carry(house.goods, place, `cart/${waveId}/all/${item}`, units);
  }
}

function unpack(house: House, { id, waveId, orderId }: { id: string; waveId: string; orderId: string }): void {
  for (const [place, units] of [...house.goods]) {
    const [kind, parcel, line] = place.split('/');
    if (kind !== 'parcel' || parcel !== id) continue;
    carry(house.goods, place, besides(house, waveId, orderId, line!), units);
  }
}

/** What was left out of a wave is carried back to a shelf, once the wave's page says so. */
export async function carryBack(house: House): Promise<void> {
  const behind = await inShop(house.shop, (tx) => tx.waveOrder.findMany({ where: { leftOut: { not: null } } }));
  for (const { waveId, orderId } of behind) {
    const wave = house.carriedBack.has(`${waveId}/${orderId}`) ? null : await waveRow(house, waveId);
    if (!wave || wave.state === 'canceled') continue;
    house.carriedBack.add(`${waveId}/${orderId}`);
    const own = (await parcelRows(house)).filter((one) => one.waveId === waveId && one.orderId === orderId);
    for (const parcel of own) if (parcel.state === 'given-up') unpack(house, parcel);
    for (const line of wave.lines.filter((one) => one.orderId === orderId)) {
      const id = line.fulfillmentOrderLineId;
      const left = own
        .filter((one) => one.state === 'shipped')
        .flatMap((one) => one.lines.filter((each) => each.fulfillmentOrderLineId === id))
        .reduce((sum, each) => sum + each.quantity, 0);
      for (const [bin, units] of await binsOf(house, waveId, id, line.picked - left))
        takeForPacking(house, waveId, orderId, id, bin, units);
    }
  }
}

/** What Shopify refused, or a customer fetches no more, is dealt with from its page in the admin: it goes again, or its goods go back. */
export async function mendRefused(house: House, how: number, at: number): Promise<void> {
  const { shop } = house;
  const parcels = (await parcelRows(house)).toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1) || a.number - b.number);
  const sealed = pickOne(
    parcels.filter((one) => one.state === 'sealed'),
    at,
  );
  const ready = pickOne(
    parcels.filter((one) => one.state === 'shipped' && one.handOff === 'pickup' && !one.collectedAt),
    at,
  );
  const whole = pickOne(await inShop(shop, (tx) => readRefusedOrders(tx, shop)), at);
  const why = whyHeld(house);
  const when = now(house);
  const says = [
    () => sealed && giveUpRefused(shop, sealed.id, why, when),
    () => sealed && takeOutOfParcel(shop, sealed.id, why, when),
    () => ready && putPickupBack(shop, ready.id, when),
    () => whole && putOrderBack(shop, whole.waveId, whole.orderId, when),
    () => whole && sendOrderAgain(shop, whole.waveId, whole.orderId, { carrier: '', trackingNumber: '' }, why, when),
  ][how % 5]!;
  const answers = at % 3 === 0 ? await Promise.all([says(), says()]) : [await says()];
  for (const answer of answers) if (answer && !answer.ok) explained(house, 'mending', answer.problem);
  if (!answers.some((answer) => answer?.ok)) return;
  for (const { id, state, waveId, lines } of await parcelRows(house))
    if ([sealed, ready].some((one) => one?.waveId === waveId))
      for (const { fulfillmentOrderLineId: line, quantity } of lines) {
        const place = `parcel/${id}/${line}`;
        await toBins(house, waveId, line, place, unitsAt(house.goods, place) - (state === 'given-up' ? 0 : quantity));
      }
  if (how % 5 === 3 && whole)
    for (const { fulfillmentOrderLineId: line } of (await waveRow(house, whole.waveId))!.lines) {
      const place = `whole/${whole.waveId}/${line}`;
      const own = linesOf(house.store.orders.get(whole.orderId)).some((one) => one.id === line);
      if (own) await toBins(house, whole.waveId, line, place, unitsAt(house.goods, place));
    }
}

/** Units of a line go to the bins from which they came. */
async function toBins(house: House, waveId: string, line: string, from: string, units: number): Promise<void> {
  if (units <= 0) return;
  for (const [bin, some] of await binsOf(house, waveId, line, units)) carry(house.goods, from, bin, some);
  const key = `${waveId}/${line}`;
  house.broughtBack.set(key, (house.broughtBack.get(key) ?? 0) + units);
}

/** The bins to which so many units of a line go back, as the app says: those from which they came. */
async function binsOf(house: House, waveId: string, line: string, units: number): Promise<[string, number][]> {
  const parts = await inShop(house.shop, (tx) =>
    tx.waveLine.findMany({ where: { waveId, fulfillmentOrderLineId: line }, orderBy: { position: 'asc' } }),
  );
  return dealtBack(parts, units).map((some, nth) => [`shelf/${itemOf(house, line)}/${parts[nth]!.bin}`, some]);
}
