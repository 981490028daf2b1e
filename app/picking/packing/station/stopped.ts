// Whether an order may still be packed as it was picked.
import { wantedNow } from '../../floor/wanted.ts';
import { leftOutOf, type OrderNow } from '../../ship.ts';
import type { WaveLine } from '../../wave.ts';
import type { Stopped } from './station-api.ts';

/**
 * Holds what was picked and has not left yet against what Shopify still wants of the order. `shipped`: units by line that left in
 * parcels already; the mirror may or may not know of them yet, so they are asked for no more.
 */
export function whyStopped(
  lines: readonly WaveLine[],
  shipped: ReadonlyMap<string, number>,
  now: OrderNow | undefined,
  held: string | undefined,
  locationId: string,
): Stopped | null {
  const rest = lines
    .map((line) => ({ ...line, picked: line.picked - (shipped.get(line.fulfillmentOrderLineId) ?? 0) }))
    .filter((line) => line.picked > 0);
  const [first] = rest;
  if (!first) return null;
  const { orderId } = first;
  const known = now ? [now] : [];
  const [left] = leftOutOf(rest, known, held ? new Map([[orderId, held]]) : new Map(), locationId);
  if (!left) return null;
  const wanted = wantedNow(rest, known, new Set(held ? [orderId] : []), locationId);
  const because = [...wanted.values()].find((one) => one.because !== 'again')?.because ?? 'not-allowed';
  return { because, detail: left.reason };
}
