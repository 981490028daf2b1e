// The proof of a packing: each entry carries the hash of the one before it, so that none can be altered, dropped, put in or swapped
// without breaking all that follow. Anybody can check it with a file of the entries and SHA-256.
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import type { Deed } from './deed.ts';

/** What stands in a proof; `at` is ISO 8601 in UTC with milliseconds. */
export type Proven = {
  orderId: string;
  seq: number;
  id: string;
  parcelId: string;
  pickerId: string | null;
  station: string;
  /** counted by the station for each order, from 1 */
  nth: number;
  at: string;
  deed: Deed;
};

/** What stands for the station where somebody did it in the admin. */
export const ADMIN = 'admin';

/** Hashes in hex. */
export type Link = Proven & { before: string; hash: string };

/** What stands before the first entry. */
export const noHash = '0'.repeat(64);

/** SHA-256 of the 32 bytes of `before`, followed by the entry's canonical JSON (keys sorted, no spaces) in UTF-8. In hex. */
export function hashOf(before: string, entry: Proven): string {
  const { orderId, seq, id, parcelId, pickerId, station, nth, at, deed } = entry;
  const text = canonicalJson({ orderId, seq, id, parcelId, pickerId, station, nth, at, deed });
  return bytesToHex(sha256.create().update(hexToBytes(before)).update(utf8ToBytes(text)).digest());
}

export function linked(before: string, entry: Proven): Link {
  return { ...entry, before, hash: hashOf(before, entry) };
}

export type Checked = { ok: true; last: string } | { ok: false; seq: number; what: 'altered' | 'not-linked' };

/**
 * Checks a whole chain, in the order given. Says the first entry that is not what was written (`altered`), or does not follow the one
 * before it (`not-linked`: something was dropped, put in or swapped). That entries are missing at the end only somebody can tell
 * who knows the last hash.
 */
export function checkChain(links: readonly Link[], last?: string): Checked {
  let before = noHash;
  let seq = 0;
  for (const link of links) {
    seq++;
    if (link.before !== before || link.seq !== seq) return { ok: false, seq, what: 'not-linked' };
    if (hashOf(before, link) !== link.hash) return { ok: false, seq, what: 'altered' };
    before = link.hash;
  }
  return last === undefined || last === before
    ? { ok: true, last: before }
    : { ok: false, seq: seq + 1, what: 'not-linked' };
}
