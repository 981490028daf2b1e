// The station's home: the picked waves whose goods lie there, and what a scan means among them.
import { inShop, type ShopTx } from '../../../db.server.ts';
import { readLabels } from '../../../mirror/read-labels.server.ts';
import type { Who } from '../../floor/enter-floor.server.ts';
import { loadSwaps } from '../../floor/store.server.ts';
import { parcelIds } from '../../papers/codes.ts';
import { standAtWall } from '../../put-wall/read-wall.server.ts';
import type { AtWall } from '../../put-wall/wall-api.ts';
import { loadPicked } from '../../store/queues.server.ts';
import { loadWaves, type Wave } from '../../store/wave.server.ts';
import { type Findable, findToPack } from './find.ts';
import { packerOf } from './read-order.server.ts';
import type { Found, FoundOrder, OrderCard, PackingLook } from './station-api.ts';
import { loadPackedUnits, ordersOfParcels, packedKey } from './store.server.ts';

const mostWaves = 50;

/** Picked waves, the one picked first in front, with their orders in the order of the walk. `locations`: names by id. */
export async function lookAtPacking(who: Who, locations: ReadonlyMap<string, string>): Promise<PackingLook> {
  return inShop(who.shop, async (tx) => {
    const { waves, packed, walls } = await loadHere(tx);
    return {
      me: packerOf(who),
      waves: waves.map((wave) => ({
        id: wave.id,
        number: wave.number,
        location: locations.get(wave.locationId) ?? '',
        orders: cardsOf(wave, packed, walls),
      })),
    };
  });
}

/** What a scanned or typed text means. `wave`: the one that is being packed, or null. */
export async function findOrder(who: Who, text: string, wave: string | null): Promise<Found> {
  return inShop(who.shop, async (tx) => {
    const ofParcel = await findByParcel(tx, who.shop, text);
    if (ofParcel.length > 0) return { by: 'order', orders: ofParcel };
    const { waves, packed, walls } = await loadHere(tx);
    const swaps = await loadSwaps(
      tx,
      waves.map((one) => one.id),
    );
    const items = [...new Set(waves.flatMap((one) => one.lines.flatMap((line) => line.inventoryItemId ?? [])))];
    const labels = await readLabels(tx, who.shop, items);
    const findable = waves.flatMap((one) =>
      cardsOf(one, packed, walls).map((card): Findable => {
        const lines = one.lines.filter((line) => line.orderId === card.id);
        return {
          ...{ wave: one.id, waveNumber: one.number, order: card.id, name: card.name, tote: card.tote },
          ...{ wall: card.wall, units: card.units, left: card.units - card.packed },
          totes: card.tote === null ? [] : withSwapped(card.tote, swaps.get(one.id) ?? []),
          items: lines
            .filter((line) => line.picked > (packed.get(packedKey(one.id, line.fulfillmentOrderLineId)) ?? 0))
            .map((line) => ({ sku: line.sku, barcode: labels.get(line.inventoryItemId ?? '')?.barcode ?? null })),
        };
      }),
    );
    return findToPack(text, findable, wave);
  });
}

/** The order whose parcel bears this label of ours, its wave be over or not: what comes back to the station is looked up too. */
async function findByParcel(tx: ShopTx, shop: string, text: string): Promise<FoundOrder[]> {
  const ids = parcelIds(text);
  if (!ids) return [];
  const found = await ordersOfParcels(tx, shop, ids);
  const waveIds = [...new Set(found.map((one) => one.waveId))];
  const packed = await loadPackedUnits(tx, waveIds);
  const waves = await loadWaves(tx, waveIds);
  const walls = await standAtWall(tx, waves);
  return waves.flatMap((wave) =>
    cardsOf(wave, packed, walls)
      .filter((card) => found.some((one) => one.waveId === wave.id && one.orderId === card.id))
      .map(({ id, name, tote, wall, units, packed: inParcels }) => ({
        ...{ wave: wave.id, waveNumber: wave.number, order: id, name, tote, wall, left: units - inParcels },
      })),
  );
}

type Walls = ReadonlyMap<string, ReadonlyMap<string, AtWall>>;

async function loadHere(tx: ShopTx): Promise<{ waves: Wave[]; packed: Map<string, number>; walls: Walls }> {
  const waves = await loadPicked(tx, mostWaves);
  return {
    waves,
    packed: await loadPackedUnits(
      tx,
      waves.map((wave) => wave.id),
    ),
    walls: await standAtWall(tx, waves),
  };
}

function cardsOf(wave: Wave, packed: ReadonlyMap<string, number>, walls: Walls): OrderCard[] {
  const lines = Map.groupBy(wave.lines, (line) => line.orderId);
  return wave.orders.flatMap((order) => {
    const own = lines.get(order.orderId) ?? [];
    if (own.length === 0) return [];
    const sum = (of: (line: (typeof own)[number]) => number) => own.reduce((total, line) => total + of(line), 0);
    return [
      {
        ...{ id: order.orderId, name: order.orderName, leftOut: order.leftOut },
        tote: own[0]?.tote ?? (order.tote === null ? null : String(order.tote)),
        wall: walls.get(wave.id)?.get(order.orderId) ?? null,
        units: sum((line) => line.picked),
        packed: sum((line) => packed.get(packedKey(wave.id, line.fulfillmentOrderLineId)) ?? 0),
      },
    ];
  });
}

/** A tote and those that took its place once it was full. */
function withSwapped(tote: string, swaps: readonly { from: string; to: string }[]): string[] {
  const totes = [tote];
  for (const { from, to } of swaps) if (totes.includes(from) && !totes.includes(to)) totes.push(to);
  return totes;
}
