import type { World } from '../../kernel/world.ts';
import { change, type FulfillmentOrder, insertFulfillmentOrder, type Part, partOf } from './fulfillment-order.ts';

export interface WantedPart {
  id: string;
  quantity: number;
}

export const INVALID_QUANTITY = 'Invalid fulfillment order line item quantity requested.';

/** Units asked for by part number; undefined when a part is not of this fulfillment order or has fewer units left. */
export function wantedUnits(one: FulfillmentOrder, wanted: WantedPart[]): Map<number, number> | undefined {
  const units = new Map<number, number>();
  for (const { id, quantity } of wanted) {
    const part = partOf(one, id);
    if (!part || quantity < 0) return undefined;
    const sum = (units.get(part.number) ?? 0) + quantity;
    if (sum > part.remaining) return undefined;
    units.set(part.number, sum);
  }
  return units;
}

/** Whether the units are everything that is left. */
export function isAll(one: FulfillmentOrder, units: Map<number, number>): boolean {
  return one.parts.every((part) => (units.get(part.number) ?? 0) === part.remaining);
}

/**
 * Moves units out of a fulfillment order into a new one of the same order. `keep` says which side stays in the old record: the units asked for
 * (a hold) or the rest (a split, a move). Parts that lose all their units leave the old record.
 */
export function carve(
  world: World,
  one: FulfillmentOrder,
  units: Map<number, number>,
  keep: 'asked' | 'rest',
  made: { locationId?: string; remainderOf?: string } = {},
): FulfillmentOrder {
  const stays: Part[] = [];
  const goes: { lineItemId: string; quantity: number }[] = [];
  for (const part of one.parts) {
    const asked = units.get(part.number) ?? 0;
    const leaving = keep === 'asked' ? part.remaining - asked : asked;
    const shipped = part.total - part.remaining;
    if (leaving > 0) goes.push({ lineItemId: part.lineItemId, quantity: leaving });
    const remaining = part.remaining - leaving;
    if (remaining + shipped > 0) stays.push({ ...part, total: remaining + shipped, remaining });
  }
  const other = insertFulfillmentOrder(world, {
    orderId: one.orderId,
    locationId: made.locationId ?? one.locationId,
    lines: goes,
    fulfillAt: one.fulfillAt,
    fulfillBy: one.fulfillBy,
    uncounted: one.uncounted,
    ...(made.remainderOf ? { remainderOf: made.remainderOf } : {}),
  });
  change(world, one, { parts: stays });
  return other;
}

/** Puts all units of `from` back into `into` (same order); `from` closes with nothing on it. */
export function absorb(world: World, into: FulfillmentOrder, from: FulfillmentOrder): void {
  take(world, into, from, new Map(from.parts.map((part) => [part.number, part.remaining])));
}

/** Moves units of `from` into `into`; when nothing is left `from` closes. */
export function take(world: World, into: FulfillmentOrder, from: FulfillmentOrder, units: Map<number, number>): void {
  let parts = into.parts;
  for (const part of from.parts) {
    const quantity = units.get(part.number) ?? 0;
    if (quantity === 0) continue;
    const same = parts.find((mine) => mine.lineItemId === part.lineItemId);
    parts = same
      ? parts.map((mine) =>
          mine === same ? { ...mine, total: mine.total + quantity, remaining: mine.remaining + quantity } : mine,
        )
      : [...parts, { ...part, total: quantity, remaining: quantity }];
  }
  change(world, into, { parts });
  const left = from.parts.map((part) => {
    const quantity = units.get(part.number) ?? 0;
    return { ...part, total: part.total - quantity, remaining: part.remaining - quantity };
  });
  const closes = left.every((part) => part.remaining === 0);
  change(world, from, { parts: left, ...(closes ? { status: 'CLOSED' as const, holds: [] } : {}) });
}
