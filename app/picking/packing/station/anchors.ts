// What was written of a proof elsewhere while it grew. Whoever can rewrite all of its entries can make a chain that holds in itself; it is
// found out where a hash stands that was written down before: in the diary when a parcel was sealed and when it left, beside the
// parcel, and on the manifest that the carrier's driver signed.
import type { Link } from './chain.ts';

/** So long a proof is kept after its order's last parcel left: as long as a customer, a bank or an insurer may ask. */
export const PROOF_DAYS = 1_100;

export type Anchor = {
  where: 'sealed' | 'shipped' | 'parcel';
  parcelId: string;
  /** ISO 8601 */
  at: string | null;
  /** the entry, and its hash in hex */
  seq: number;
  hash: string;
};

export type AnchorHeld = Anchor & { agrees: boolean };

/** Each anchor with whether the chain, as it is now, has that entry with that hash. */
export function heldAgainst(links: readonly Link[], anchors: readonly Anchor[]): AnchorHeld[] {
  const hashes = new Map(links.map((link) => [link.seq, link.hash]));
  return anchors.map((anchor) => ({ ...anchor, agrees: hashes.get(anchor.seq) === anchor.hash }));
}

/** As much of a hash as is printed: 16 hex digits in groups of 4. */
export const printedHash = (hash: string): string => (hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ');
