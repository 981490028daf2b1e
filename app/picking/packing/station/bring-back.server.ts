// What follows when goods of an order that came back go to their bins again: the bin ledger hears of them, what Shopify refused is not
// sent again as it was, and an order of which nothing is left may be planned anew.
import type { ShopTx } from '../../../db.server.ts';
import { readStanding } from '../../../mirror/read-pickable.server.ts';
import { withdrawCommands } from '../../../shopify/outbox.server.ts';
import { openAgain } from '../../open-again.server.ts';
import { tellPutBack } from '../../place/tell-picks.server.ts';
import { saveWaveOrder } from '../../store/order.server.ts';
import { stillHere } from './came-back.ts';
import type { Link } from './chain.ts';
import type { Entry } from './deed.ts';
import type { Packing } from './ledger.ts';
import type { OrderHere } from './read-order.server.ts';

/** Units that go back to their bin, and the deed that says so. */
export type Back = { deedId: string; line: string; units: number };

/** What a deed brings back, as the order stands before it. */
export function backOf(packing: Packing, { id: deedId, parcel, deed }: Entry): Back[] {
  if (deed.kind === 'put-back') return [{ deedId, line: deed.line, units: deed.units }];
  if (deed.kind !== 'gave-up') return [];
  const units = packing.parcels.find((one) => one.id === parcel)?.units ?? new Map<string, number>();
  return [...units].map(([line, count]) => ({ deedId, line, units: count }));
}

const OPENED = 'The parcel was opened again. It is sent from its page once it is sealed.';
const GIVEN_UP = 'The parcel was given up: its goods went back.';

export async function bringBack(
  tx: ShopTx,
  shop: string,
  here: OrderHere,
  orderId: string,
  { packing, links, back }: { packing: Packing; links: readonly Link[]; back: readonly Back[] },
  now: Date,
): Promise<void> {
  const { wave } = here;
  const commandOf = new Map(here.parcels.map((one) => [one.id, one.commandId]));
  for (const [kind, why] of [
    ['opened-again', OPENED],
    ['gave-up', GIVEN_UP],
  ] as const) {
    const ids = links.flatMap(({ parcelId, deed }) => (deed.kind === kind ? (commandOf.get(parcelId) ?? []) : []));
    if (ids.length > 0) await withdrawCommands(tx, ids, why);
  }
  for (const [deedId, own] of Map.groupBy(back, (one) => one.deedId)) {
    const units = new Map(own.map((one) => [one.line, one.units]));
    const lines = here.lines.map((line) => ({ ...line, picked: units.get(line.fulfillmentOrderLineId) ?? 0 }));
    await tellPutBack(tx, shop, { ...wave, waveId: wave.id, lines }, now, deedId);
  }
  const gaveUp = links.some((link) => link.deed.kind === 'gave-up');
  const left = new Set(here.parcels.flatMap((one) => (one.state === 'shipped' ? [one.id] : [])));
  const waits = stillHere(packing, left).some(({ units }) => units > 0);
  if (!gaveUp || waits) return;
  // The order waits at the station no more: Shopify may open it again, and nothing but its reason is left of it in the wave.
  await openAgain(tx, shop, wave.id, await readStanding(tx, [orderId]), here.lines);
  if (packing.lines.every((line) => line.units === 0))
    await saveWaveOrder(tx, shop, wave.id, {
      orderId,
      leftOut: 'Shopify refused its parcel, and its goods went back.',
    });
}
