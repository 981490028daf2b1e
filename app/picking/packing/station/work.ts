// How long a packer was at a parcel, read from the proof of its order.
import { PAUSE_MS } from '../../pace.ts';
import type { Link } from './chain.ts';

/**
 * Seconds from the first thing that was done about a parcel, after the parcel before it was sealed, to its own seal. `links`: the proof
 * of its order, the seal among them. Null where more than one packer or station had a hand in it, or a gap between two deeds was a break.
 */
export function secondsAtTable(links: readonly Link[], seal: Link): number | null {
  const until = links.indexOf(seal);
  const own = links.slice(links.slice(0, until).findLastIndex(({ deed }) => deed.kind === 'sealed') + 1, until + 1);
  const times = own.map(({ at }) => Date.parse(at));
  const alone = own.every(({ pickerId, station }) => pickerId === seal.pickerId && station === seal.station);
  // A deed that was quicker on its way than the one before it seems to have been done before it.
  const steady = times.every((time, i) => i === 0 || Math.abs(time - times[i - 1]!) <= PAUSE_MS);
  return alone && steady ? Math.max(0, times.at(-1)! - times[0]!) / 1000 : null;
}
