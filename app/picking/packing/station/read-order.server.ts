// An order at the pack station: what was picked of it, what is in which parcel, and whether it may still be packed.
import { inShop, type ShopTx } from '../../../db.server.ts';
import { type OrderToPack, readOrderToPack } from '../../../mirror/read-for-packing.server.ts';
import { readGrams } from '../../../mirror/read-items.server.ts';
import { readLabels } from '../../../mirror/read-labels.server.ts';
import type { Who } from '../../floor/enter-floor.server.ts';
import { meOf } from '../../floor/read-floor.server.ts';
import { loadPicker } from '../../floor/store.server.ts';
import { type Prices, pricesOf, worthOfParcels } from '../../papers/worth.ts';
import type { WhyHeld } from '../../plan-wave.server.ts';
import { standAtWall } from '../../put-wall/read-wall.server.ts';
import type { AtWall } from '../../put-wall/wall-api.ts';
import { readStillWanted } from '../../still-wanted.server.ts';
import { loadWave, type Wave, type WaveOrder } from '../../store/wave.server.ts';
import { refusal, type WaveLine } from '../../wave.ts';
import type { ShopBox } from '../boxes/box.ts';
import type { PackTerms } from '../boxes/pack-terms.ts';
import { loadBoxes, loadPackTerms } from '../boxes/store.server.ts';
import { cameBackNow } from './came-back.server.ts';
import type { Link } from './chain.ts';
import { type Entry, missingSaid, type PickedLine, takenOut } from './deed.ts';
import { fold, type Packing } from './ledger.ts';
import type { SealTerms } from './sealing.ts';
import type { OrderLook, Packer, Stopped } from './station-api.ts';
import { whyStopped } from './stopped.ts';
import { type KeptParcel, loadParcels, loadProof } from './store.server.ts';

export type OrderHere = {
  wave: Wave;
  orderName: string;
  tote: string | null;
  wall: AtWall | null;
  /** its lines of which something was brought here */
  lines: WaveLine[];
  /** what was brought of them */
  picked: PickedLine[];
  /** its whole proof, of other waves too */
  proof: Link[];
  parcels: KeptParcel[];
  packing: Packing;
  stopped: Stopped | null;
  terms: PackTerms;
  seal: SealTerms;
  boxes: ShopBox[];
  facts: (OrderToPack & { prices: Prices }) | null;
};

/** Null when the wave, or the order in it, does not exist, or nothing of it was picked. */
export async function readOrderHere(
  tx: ShopTx,
  shop: string,
  waveId: string,
  orderId: string,
  whyHeld: WhyHeld,
): Promise<OrderHere | null> {
  const wave = await loadWave(tx, shop, waveId);
  const order = wave?.orders.find((one) => one.orderId === orderId);
  if (!wave || !order) return null;
  const proof = await loadProof(tx, orderId);
  const parcels = await loadParcels(tx, waveId, orderId);
  const here = new Set(parcels.map((parcel) => parcel.id));
  const entries = proof.filter((link) => here.has(link.parcelId)).map(entryOf);
  // What is missing is picked no more; the fold takes it off what was brought here.
  const missing = missingSaid(entries.map((entry) => entry.deed));
  // So is what was taken out of a pickup that lay ready.
  const out = takenOut(entries.map((entry) => entry.deed));
  const broughtOf = ({ fulfillmentOrderLineId: id, picked: units }: WaveLine) =>
    units + (missing.get(id) ?? 0) + (out.get(id) ?? 0);
  const lines = wave.lines.filter((line) => line.orderId === orderId && broughtOf(line) > 0);
  if (lines.length === 0) return null;
  const picked = lines.map((line) => ({ id: line.fulfillmentOrderLineId, units: broughtOf(line) }));
  const items = lines.flatMap((line) => line.inventoryItemId ?? []);
  const [terms, boxes, grams, known] = [
    await loadPackTerms(tx, shop, wave.locationId),
    await loadBoxes(tx, 'all'),
    await readGrams(tx, items),
    await readOrderToPack(tx, shop, orderId),
  ];
  const facts = known && { ...known, prices: pricesOf(known) };
  const [worth] = facts ? worthOfParcels([picked.map(({ id, units }) => [id, units] as const)], facts.prices) : [];
  const packing = fold(picked, entries);
  const back = await cameBackNow(tx, wave, orderId, { lines, packing, parcels }, whyHeld);
  return {
    ...{ wave, orderName: order.orderName, lines, picked, proof, parcels, terms, boxes, facts, packing },
    tote: lines[0]?.tote ?? (order.tote === null ? null : String(order.tote)),
    wall: (await standAtWall(tx, [wave])).get(waveId)?.get(orderId) ?? null,
    stopped: back ? back.stopped : await stoppedNow(tx, wave, order, lines, parcels, whyHeld),
    seal: {
      ...terms,
      cameBack: back,
      photo: terms.photoFrom !== null && worth !== undefined && worth >= terms.photoFrom,
      boxes: boxes.map(({ id, weight }) => ({ id, grams: weight })),
      goods: new Map(
        lines.map(({ fulfillmentOrderLineId, title, inventoryItemId }) => [
          fulfillmentOrderLineId,
          { title, grams: grams.get(inventoryItemId ?? '') ?? null },
        ]),
      ),
    },
  };
}

export const entryOf = ({ id, parcelId, station, deed }: Link): Entry => ({ id, parcel: parcelId, station, deed });

async function stoppedNow(
  tx: ShopTx,
  wave: Wave,
  { orderId, orderName, leftOut, commandId }: WaveOrder,
  lines: WaveLine[],
  parcels: OrderHere['parcels'],
  whyHeld: WhyHeld,
): Promise<Stopped | null> {
  if (wave.state !== 'picked') return { because: 'wave-over', detail: refusal('pick', wave.number, wave.state) };
  // Its goods were told to be on their shelves again, whatever became of the reason.
  if (leftOut !== null)
    return { because: 'wave-over', detail: `${orderName} was left out of wave ${wave.number}: ${leftOut}` };
  if (commandId !== null && parcels.every((parcel) => parcel.state === 'given-up'))
    return { because: 'fulfilled', detail: `${orderName} was shipped already, without a parcel.` };
  const shipped = new Map<string, number>();
  for (const { state, lines: goods } of parcels)
    if (state === 'shipped')
      for (const { fulfillmentOrderLineId: id, quantity } of goods) shipped.set(id, (shipped.get(id) ?? 0) + quantity);
  const [now] = await readStillWanted(tx, [orderId]);
  const held = (await whyHeld(tx, [orderId], true)).get(orderId);
  return whyStopped(lines, shipped, now, held, wave.locationId);
}

export const packerOf = (who: Who): Packer => ({ ...meOf(who), mayForce: who.picker.mayForce });

/** The number that the station's next deed of the order must bear. */
export const nextOf = (proof: readonly Link[], station: string): number =>
  Math.max(0, ...proof.filter((link) => link.station === station).map((link) => link.nth)) + 1;

/** What a station shows of an order. `locations`: names by id. */
export async function lookAtOrder(
  tx: ShopTx,
  who: Who,
  here: OrderHere,
  locations: ReadonlyMap<string, string>,
): Promise<OrderLook> {
  const { wave, lines, proof, packing, parcels, seal, terms } = here;
  const brought = new Map(here.picked.map(({ id, units }) => [id, units]));
  const labels = await readLabels(
    tx,
    who.shop,
    lines.flatMap((line) => line.inventoryItemId ?? []),
  );
  const mine = new Set(parcels.map((parcel) => parcel.id));
  const entries = proof.filter((link) => mine.has(link.parcelId));
  const held = entries.findLast(
    ({ station, deed }) => station === packing.holder && (deed.kind === 'opened' || deed.kind === 'opened-again'),
  );
  const holder = held?.pickerId ? await loadPicker(tx, who.shop, held.pickerId) : null;
  return {
    me: packerOf(who),
    wave: {
      ...{ id: wave.id, number: wave.number, phase: wave.state },
      location: locations.get(wave.locationId) ?? '',
    },
    order: { id: lines[0]?.orderId ?? '', name: here.orderName, tote: here.tote, wall: here.wall },
    stopped: here.stopped,
    lines: lines.map((line) => {
      const label = labels.get(line.inventoryItemId ?? '');
      return {
        ...{
          id: line.fulfillmentOrderLineId,
          title: line.title,
          sku: line.sku,
          units: brought.get(line.fulfillmentOrderLineId) ?? 0,
        },
        barcode: label?.barcode ?? null,
        imageUrl: label?.imageUrl ?? null,
        grams: seal.goods.get(line.fulfillmentOrderLineId)?.grams ?? null,
      };
    }),
    wanted: seal.cameBack && Object.fromEntries(seal.cameBack.wanted),
    terms: {
      ...{ weigh: terms.weigh, photo: seal.photo },
      ...{ toleranceGrams: terms.toleranceGrams, tolerancePercent: terms.tolerancePercent },
    },
    boxes: here.boxes
      .filter(({ id, active }) => active || packing.parcels.some((parcel) => parcel.box?.id === id))
      .map(({ id, name, length, width, height, weight }) => ({ id, name, length, width, height, grams: weight })),
    entries: entries.map(entryOf),
    next: nextOf(proof, who.deviceId),
    holder:
      held && packing.holder !== null
        ? { picker: holder?.name ?? '', since: Date.parse(held.at), me: packing.holder === who.deviceId }
        : null,
    parcels: parcels.map(({ lines: _, commandId: _command, ...parcel }) => parcel),
  };
}

export async function readOrderLook(
  who: Who,
  waveId: string,
  orderId: string,
  locations: ReadonlyMap<string, string>,
  whyHeld: WhyHeld,
): Promise<OrderLook | null> {
  return inShop(who.shop, async (tx) => {
    const here = await readOrderHere(tx, who.shop, waveId, orderId, whyHeld);
    return here && lookAtOrder(tx, who, here, locations);
  });
}
