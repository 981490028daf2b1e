// Waves, ready for a page.
import { inShop } from '../db.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import { type CommandOutcome, commandOutcomes } from '../shopify/command-outcomes.server.ts';
import { type ChecksOf, type Named, readBacklog } from './backlog.server.ts';
import { type ReasonCode, reasonCodes, reasonHeadings } from './eligible.ts';
import { readRefusedOrders } from './hand-off/refused-order.server.ts';
import type { WhyHeld } from './plan-wave.server.ts';
import { leftOutOf } from './ship.ts';
import { countWaves, listWaves, type WaveSummary } from './store/list.server.ts';
import { loadWave, type Wave } from './store/wave.server.ts';
import { mayHappen, type WaveState } from './wave.ts';

export async function readWavesPage(
  shop: string,
  filter: Parameters<typeof listWaves>[1],
  page: { skip: number; take: number },
): Promise<{ rows: WaveSummary[]; total: number; counts: Record<WaveState, number> }> {
  return inShop(shop, async (tx) => ({ ...(await listWaves(tx, filter, page)), counts: await countWaves(tx) }));
}

export type NamedPage = {
  rows: Named[];
  total: number;
  counts: { code: ReasonCode; heading: string; orders: number }[];
  ready: number;
  more: boolean;
};

/** What may not ride in a wave now, with the reason: counted by reason, and one page of them, the most urgent first. */
export async function readNotInWaves(
  shop: string,
  filter: { locationId: string | null; code: string | null; search: string },
  page: { skip: number; take: number },
  checksOf: ChecksOf,
  now: Date,
): Promise<NamedPage> {
  const { ready, named, more } = await inShop(shop, (tx) => readBacklog(tx, shop, filter.locationId, checksOf, now));
  const search = filter.search.toLowerCase();
  const found = named.filter((one) => one.orderName.toLowerCase().includes(search));
  const rows = found.filter((one) => filter.code === null || one.reason.code === filter.code);
  const counts = reasonCodes.flatMap((code) => {
    const orders = found.filter((one) => one.reason.code === code).length;
    return orders > 0 ? [{ code, heading: reasonHeadings[code], orders }] : [];
  });
  return { rows: rows.slice(page.skip, page.skip + page.take), total: rows.length, counts, ready: ready.length, more };
}

export async function readWaveCounts(shop: string): Promise<Record<WaveState, number>> {
  return inShop(shop, countWaves);
}

/**
 * A wave, what became of its shipments, and until it ships why an order would be left out now (by order id). `refused`: ids of orders that
 * went in no parcel and came back (hand-off/refused-order.server.ts).
 */
export async function readWave(
  shop: string,
  id: string,
  whyHeld: WhyHeld,
): Promise<{
  wave: Wave;
  outcomes: Map<string, CommandOutcome>;
  changed: Map<string, string>;
  refused: Set<string>;
} | null> {
  return inShop(shop, async (tx) => {
    const wave = await loadWave(tx, shop, id);
    if (!wave) return null;
    const outcomes = await commandOutcomes(
      tx,
      wave.orders.flatMap((order) => order.commandId ?? []),
    );
    const changed = new Map<string, string>();
    if (mayHappen('cancel', wave.state)) {
      const orderIds = [...new Set(wave.lines.map((line) => line.orderId))];
      const held = await whyHeld(tx, orderIds, wave.state === 'picked');
      for (const order of leftOutOf(wave.lines, await readStanding(tx, orderIds), held, wave.locationId))
        changed.set(order.orderId, order.reason);
    }
    const refused = (await readRefusedOrders(tx, shop)).filter((order) => order.waveId === id);
    return { wave, outcomes, changed, refused: new Set(refused.map((order) => order.orderId)) };
  });
}
