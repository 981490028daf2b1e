// The hold that a wave places itself where Shopify offers it no other lock. It keeps others away while the wave is walked; to
// the rooms it is no hold at all, so the mirror shows the fulfillment order as it stands without it.
import type { FulfillmentOrderRow } from './rows.ts';

const PREFIX = 'backroom-wave-';

/** Names the hold of a wave, to Shopify and back (its handle, of 64 characters at most, and its external id). */
export const waveHold = (waveId: string) => `${PREFIX}${waveId}`;

type Held = Pick<FulfillmentOrderRow, 'status' | 'holds' | 'supportedActions'>;

/** As it stands without holds of waves. Once its last hold is lifted it is open, and can be fulfilled. */
export function withoutWaveHolds({ status, holds, supportedActions }: Held): Held {
  const others = holds.filter((hold) => !(hold.heldByUs && hold.handle?.startsWith(PREFIX)));
  if (others.length === holds.length || others.length > 0 || status !== 'ON_HOLD')
    return { status, holds: others, supportedActions };
  const open = new Set([...supportedActions, 'CREATE_FULFILLMENT', 'HOLD']);
  open.delete('RELEASE_HOLD');
  return { status: 'OPEN', holds: others, supportedActions: [...open].sort() };
}
