// What Shopify made of what it was asked, read from a command's answer: the mutation's own, or what reading it back saw.
import { idOf } from '../../shopify/gid.ts';

type Seen = {
  fulfillmentCreate?: { fulfillment?: { id: string } | null } | null;
  fulfillmentOrder?: { fulfillments?: { nodes?: { id: string; status: string }[] } | null } | null;
};

/** The fulfillment that a fulfillmentCreate made, or null where the answer does not tell it. */
export function fulfillmentMade(answer: unknown): string | null {
  const seen = (answer ?? {}) as Seen;
  const made = seen.fulfillmentCreate?.fulfillment?.id;
  if (made) return idOf(made);
  // Read back, the newest first: it is ours only when it is the only one.
  const nodes = seen.fulfillmentOrder?.fulfillments?.nodes?.filter((one) => one.status !== 'CANCELLED') ?? [];
  return nodes.length === 1 && nodes[0] ? idOf(nodes[0].id) : null;
}

/** The id of a label's purchase, as Shopify gives it, or null. */
export function purchaseMade(answer: unknown): string | null {
  const { shippingLabelPurchase } = (answer ?? {}) as {
    shippingLabelPurchase?: { shippingLabelPurchaseResult?: { id: string } | null } | null;
  };
  return shippingLabelPurchase?.shippingLabelPurchaseResult?.id ?? null;
}

type Followed = { company?: string | null; number?: string | null; url?: string | null };

/** The number of a label that was found by looking at the fulfillment order, where the answer to its purchase was lost. */
export function labelSeen(answer: unknown): Followed | null {
  const { fulfillmentOrder } = (answer ?? {}) as {
    fulfillmentOrder?: {
      fulfillments?: { nodes?: { status: string; displayStatus?: string | null; trackingInfo?: Followed[] }[] } | null;
    } | null;
  };
  const bought = fulfillmentOrder?.fulfillments?.nodes?.find(
    (one) => one.status !== 'CANCELLED' && (one.displayStatus ?? '').startsWith('LABEL_'),
  );
  return bought?.trackingInfo?.[0] ?? null;
}
