// The decision: may this line come back, how many of it, and by which rules?
import type { Policy } from './policy.ts';

/** One order line with what Shopify says can still come back of it. */
export type LineFacts = {
  orderLineId: string;
  title: string;
  variantTitle: string | null;
  /** tags of the product; empty when it was deleted */
  productTags: string[];
  /** units shipped so far */
  shipped: number;
  /** units that can still come back, by the fulfillment line they were shipped with */
  parcels: { fulfillmentLineItemId: string; quantity: number; shippedAt: Date }[];
};

export type Rule = 'shipped' | 'not-returned-before' | 'final-sale' | 'window';
export type TraceStep = { rule: Rule; passed: boolean; says: string };

/** One line, or one parcel's share of it, with the answer and every rule that was asked. */
export type LineDecision = {
  orderLineId: string;
  title: string;
  trace: TraceStep[];
} & (
  | { returnable: true; fulfillmentLineItemId: string; quantity: number; until: string }
  | { returnable: false; reason: Rule; says: string }
);

const DAY = 24 * 60 * 60 * 1000;

/** Decides for each line, and where it was shipped in several parcels for each of these. Rules are asked until one objects. */
export function decideReturnable(lines: readonly LineFacts[], policy: Policy, now: Date): LineDecision[] {
  return lines.flatMap((line): LineDecision[] => {
    const title = line.variantTitle ? `${line.title}, ${line.variantTitle}` : line.title;
    const parcels = line.parcels.filter((parcel) => parcel.quantity > 0);
    if (parcels.length === 0) return [decide(line.orderLineId, title, asked(line, null, policy, now), null)];
    return parcels.map((parcel) =>
      decide(line.orderLineId, title, asked(line, parcel, policy, now), {
        fulfillmentLineItemId: parcel.fulfillmentLineItemId,
        quantity: parcel.quantity,
        until: new Date(parcel.shippedAt.getTime() + policy.windowDays * DAY).toISOString(),
      }),
    );
  });
}

function asked(line: LineFacts, parcel: LineFacts['parcels'][number] | null, policy: Policy, now: Date): TraceStep[] {
  const steps: TraceStep[] = [
    line.shipped > 0
      ? { rule: 'shipped', passed: true, says: `${line.shipped} shipped` }
      : { rule: 'shipped', passed: false, says: 'Not shipped yet' },
  ];
  if (line.shipped === 0) return steps;
  steps.push(
    parcel
      ? { rule: 'not-returned-before', passed: true, says: `${parcel.quantity} not returned yet` }
      : { rule: 'not-returned-before', passed: false, says: 'Already returned, or a return is under way' },
  );
  if (!parcel) return steps;
  const wanted = new Set(policy.finalSaleTags.map((tag) => tag.toLowerCase()));
  const finalSale = line.productTags.find((tag) => wanted.has(tag.toLowerCase()));
  steps.push(
    finalSale === undefined
      ? { rule: 'final-sale', passed: true, says: 'Not a final sale' }
      : { rule: 'final-sale', passed: false, says: 'Final sale: it cannot be returned' },
  );
  if (finalSale !== undefined) return steps;
  const days = Math.floor((now.getTime() - parcel.shippedAt.getTime()) / DAY);
  const inTime = now.getTime() <= parcel.shippedAt.getTime() + policy.windowDays * DAY;
  steps.push({
    rule: 'window',
    passed: inTime,
    says: inTime
      ? `Shipped ${inDays(days)} ago, within ${inDays(policy.windowDays)}`
      : `The ${inDays(policy.windowDays)} to return it are over: it was shipped ${inDays(days)} ago`,
  });
  return steps;
}

function decide(
  orderLineId: string,
  title: string,
  trace: TraceStep[],
  share: { fulfillmentLineItemId: string; quantity: number; until: string } | null,
): LineDecision {
  const objection = trace.find((step) => !step.passed);
  if (objection || !share) {
    return {
      orderLineId,
      title,
      trace,
      returnable: false,
      reason: objection?.rule ?? 'shipped',
      says: objection?.says ?? 'Not shipped yet',
    };
  }
  return { orderLineId, title, trace, returnable: true, ...share };
}

function inDays(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
