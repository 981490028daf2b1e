// A small floor, orders for it, and their plan, for tests of how a backlog becomes waves.
import fc from 'fast-check';
import { assemble } from '../app/picking/backlog/assemble.ts';
import { certified } from '../app/picking/backlog/batches.ts';
import { type BacklogInput, prepare } from '../app/picking/backlog/groups.ts';
import { firstParts, secondParts } from '../app/picking/backlog/parts.ts';
import type { PlannedBacklog } from '../app/picking/backlog/planned.ts';
import type { Cart } from '../app/picking/carts/cart.ts';
import { unlearned } from '../app/picking/pace.ts';
import { readBinNames } from '../app/picking/place/bin-name.ts';
import { defaultLayout } from '../app/picking/place/default-layout.ts';
import type { Candidate } from '../app/picking/plan.ts';
import { usualTerms } from '../app/picking/rules/terms.ts';
import { searchPart } from '../app/picking/search-part.ts';

export const now = new Date('2026-11-27T09:00:00Z');
export const names = Array.from({ length: 6 * 20 }, (_, at) => `${Math.floor(at / 20) + 1}-${(at % 20) + 1}`);
export const bins = readBinNames(names).understood;
export const floor = { layout: defaultLayout(bins.map(({ place }) => place)), bins };

export const input: BacklogInput = {
  candidates: [],
  ...{ rules: [], carts: [], terms: usualTerms, timeZone: 'UTC', closed: new Set<string>(), now },
  ...{ floor, shelves: new Map(), sizes: new Map(), learned: unlearned, seed: 1 },
};

export function order(
  id: number,
  lines: { bin: string | null; quantity: number; item?: string }[],
  more: Partial<Candidate> = {},
): Candidate {
  return {
    fulfillmentOrderId: `${id}`,
    orderId: `${id}`,
    orderName: `#${id}`,
    placedAt: new Date(now.getTime() - 1e9 + id * 1000),
    fulfillBy: null,
    deliveryMethod: 'SHIPPING',
    shippingMethod: null,
    tags: [],
    country: 'GB',
    lines: lines.map(({ bin, quantity, item }, at) => ({
      fulfillmentOrderLineId: `${id}-${at}`,
      inventoryItemId: item ?? bin,
      title: `In ${bin}`,
      sku: bin,
      bin,
      quantity,
    })),
    ...more,
  };
}

/** As plan-in-threads does, without threads and clocks. */
export function planned(of: Partial<BacklogInput>, moves = 200): PlannedBacklog {
  const prepared = prepare({ ...input, ...of });
  const { groups, floor: walks } = prepared;
  if (!walks) throw new Error('no floor');
  const effort = { moves, milliseconds: null, now: () => 0, stopped: () => false };
  const run = (parts: ReturnType<typeof firstParts>, found: number[][][]) => {
    for (const part of parts) found[part.group] = [];
    return parts.map((part) => {
      const plan = searchPart(part, walks.walks, effort);
      found[part.group]!.push(...plan.batches.map((batch) => batch.map((at) => part.members[at]!)));
      return plan;
    });
  };
  const found: number[][][] = groups.map(() => []);
  const first = firstParts(prepared);
  const plans = run(first, found);
  run(secondParts(prepared, found), found);
  const whole = (at: number) => plans[first.findIndex((part) => part.group === at && part.whole)] ?? null;
  return assemble(
    prepared,
    groups.map((_, at) => certified(prepared, at, found[at]!, whole(at))),
  );
}

export const cart = (more: Partial<Cart>): Cart => ({
  ...{ id: 'c', name: 'Cart', method: 'cluster', totes: 5, toteMillilitres: null, maxGrams: null },
  ...more,
});

export const someOrders = fc
  .array(
    fc.array(
      fc.record({
        bin: fc.option(fc.constantFrom(...names), { nil: null, freq: 12 }),
        quantity: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) => all.map((lines, at) => order(at + 1, lines, { tags: at % 3 === 0 ? ['vip'] : [] })));
