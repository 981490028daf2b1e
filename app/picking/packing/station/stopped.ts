// Whether an order may still be packed as it was picked.
import { wantedNow } from '../../floor/wanted.ts';
import { type OrderNow, whyNotUnits } from '../../ship.ts';
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
  const units = rest.map((line) => ({ ...line, quantity: line.picked }));
  const detail = whyNotUnits(units, now, locationId) ?? held;
  if (!detail) return null;
  const wanted = wantedNow(units, now ? [now] : [], new Set(held ? [first.orderId] : []), locationId);
  const because = [...wanted.values()].find((one) => one.because !== 'again')?.because ?? 'not-allowed';
  return { because, detail };
}
