// A transfer from one location to another that we asked for, and which of its units nobody else counts.
//
// Shopify (recorded at a real store, Admin API): a draft changes no quantity. Marked ready, its units go from `available` to `reserved`
// at the origin; `incoming` at the destination stays as it was. What is sent counts there until it is received. So until they are
// sent we count the units as coming, and until they are reserved we take them off the origin; after that Shopify does both.
import type { Move, Place } from '../reorder-point.ts';

const states = ['asked', 'draft', 'ready', 'under-way', 'done', 'canceled', 'failed'] as const;
export type TransferState = (typeof states)[number];

/** Those whose unsent units are coming to the destination. */
export const COMING: readonly TransferState[] = ['asked', 'draft', 'ready', 'under-way'];
/** Those whose units still look free at the origin. */
export const LEAVING: readonly TransferState[] = ['asked', 'draft'];

/** Shopify's status in our words; null for one that this version does not know. */
export function stateOf(status: string): TransferState | null {
  switch (status) {
    case 'DRAFT':
      return 'draft';
    case 'READY_TO_SHIP':
      return 'ready';
    case 'IN_PROGRESS':
      return 'under-way';
    case 'TRANSFERRED':
      return 'done';
    case 'CANCELED':
      return 'canceled';
    default:
      return null;
  }
}

export type Wanted = { from: string; to: string; lines: { inventoryItemId: string; units: number }[] };

/** One transfer for each pair of locations; every unit of every move is in exactly one of them. */
export function transfersFor(rows: readonly (Place & { moves: readonly Move[] })[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { inventoryItemId, locationId: to, moves } of rows)
    for (const { from, units } of moves) {
      const pair = `${from}/${to}`;
      const transfer = wanted.get(pair) ?? { from, to, lines: [] };
      transfer.lines.push({ inventoryItemId, units });
      wanted.set(pair, transfer);
    }
  return [...wanted.values()];
}
