// All that the papers of a wave's orders need, read at once.
import type { ShopTx } from '../../db.server.ts';
import {
  type PaperOrder,
  readItemPapers,
  readPaperOrders,
  readSender,
  type Sender,
} from '../../mirror/read-paper-orders.server.ts';
import type { Parcel } from '../hand-off/parcel.ts';
import { loadParcels } from '../hand-off/store.server.ts';
import { loadPackTerms } from '../packing/boxes/store.server.ts';
import { loadWave, type Wave } from '../store/wave.server.ts';
import { contentsOf, type PackedParcel } from './contents.ts';
import type { CustomsNumbers } from './customs-numbers.ts';
import { crossesCustoms, type Place } from './customs-territory.ts';

type Items = Awaited<ReturnType<typeof readItemPapers>>;

/** A parcel, or an order that leaves without the pack station: `row` is null then. */
export type Packed = {
  row: Parcel | null;
  orderName: string;
  order: PaperOrder | null;
  /** among the order's parcels of this wave; null where it is not packed parcel by parcel. `of` null: not all is packed yet */
  place: { number: number; of: number | null } | null;
  deliveryMethod: string | null;
  contents: ReturnType<typeof contentsOf>;
  customs: 'yes' | 'no' | 'unknown';
};

export type Gathered = { wave: Wave; sender: Sender; numbers: CustomsNumbers; items: Items; packed: Packed[] };

/** Everything for these orders of a wave, in the order in which the wave walks to them; null when there is no such wave. */
export async function gather(tx: ShopTx, shop: string, waveId: string, only: string | null): Promise<Gathered | null> {
  const wave = await loadWave(tx, shop, waveId);
  if (!wave) return null;
  const wanted = wave.orders.filter((one) => (only === null ? one.leftOut === null : one.orderId === only));
  const orderIds = wanted.map((one) => one.orderId);
  const [sender, orders, parcels] = [
    await readSender(tx, shop, wave.locationId),
    await readPaperOrders(tx, shop, orderIds),
    Map.groupBy(
      await loadParcels(tx, { orderId: { in: orderIds }, state: { not: 'given-up' } }),
      (parcel) => parcel.orderId,
    ),
  ];
  const packed = wanted.flatMap(({ orderId, orderName }): Packed[] => {
    const order = orders.get(orderId) ?? null;
    const all = parcels.get(orderId) ?? [];
    const here = all.filter((parcel) => parcel.waveId === waveId).sort((a, b) => a.number - b.number);
    const goods = here.length > 0 ? null : unpacked(wave, orderId);
    if (goods?.lines.length === 0) return [];
    const everything: PackedParcel[] = goods ? [...all, goods] : all;
    const of = isAllPacked(wave, orderId, here) ? here.length : null;
    const way = wayOf(sender, order);
    const facts = { orderName, order, customs: crossesCustoms(way.from, way.to) };
    const contents = (parcel: PackedParcel) => contentsOf(order ?? nothingKnown, everything, parcel);
    if (goods) return [{ ...facts, row: null, place: null, deliveryMethod: null, contents: contents(goods) }];
    return here.map((row, index) => ({
      ...facts,
      ...{ row, place: { number: index + 1, of }, deliveryMethod: row.deliveryMethod, contents: contents(row) },
    }));
  });
  const ids = packed.flatMap((one) => one.contents.inside.flatMap((line) => line.inventoryItemId ?? []));
  const numbers = await loadPackTerms(tx, shop, wave.locationId);
  return { wave, sender, numbers, packed, items: await readItemPapers(tx, shop, ids) };
}

/** An order that Shopify has deleted. */
const nothingKnown = { subtotal: 0n, lines: [], lineOf: new Map<string, string>() };

const isCounted = (line: Wave['lines'][number]) => line.picked + line.short + line.dropped > 0;

/** What an order that is not at the station takes along: what was picked of it, or what shall be. */
function unpacked(wave: Wave, orderId: string): PackedParcel {
  const lines = wave.lines
    .filter((line) => line.orderId === orderId)
    .map((line) => ({ ...line, quantity: isCounted(line) ? line.picked : line.quantity }))
    .filter((line) => line.quantity > 0);
  return { id: '', waveId: wave.id, number: 1, state: wave.state === 'shipped' ? 'shipped' : 'open', lines };
}

function isAllPacked(wave: Wave, orderId: string, parcels: readonly Parcel[]): boolean {
  const sum = (lines: readonly { quantity: number }[]) => lines.reduce((all, line) => all + line.quantity, 0);
  const picked = wave.lines.reduce((all, line) => all + (line.orderId === orderId ? line.picked : 0), 0);
  return parcels.every((one) => one.state !== 'open') && sum(parcels.flatMap((one) => one.lines)) >= picked;
}

/** Where goods leave from and go to, as customs looks at it. */
export function wayOf(sender: Sender, order: PaperOrder | null): { from: Place; to: Place } {
  const to = order?.contact?.address;
  return {
    from: { country: sender.country, zip: sender.address.zip },
    to: { country: to?.countryCode ?? order?.shipCountry ?? null, zip: to?.zip ?? null },
  };
}
