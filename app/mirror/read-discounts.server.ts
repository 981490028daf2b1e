// The discounts of the store, read whole: there are few, and only all of them tell which one is gone.
import type { Answer } from '../shopify/answer.ts';
import { callShopify } from '../shopify/client.server.ts';
import { idOf } from '../shopify/gid.ts';
import { discountsList } from '../shopify/operations/discounts-list.ts';
import type { DataOf } from '../shopify/operations/operation.ts';

/** A discount in plain words. `endsAt` null: until somebody ends it. */
export type ReadDiscount = {
  id: string;
  title: string;
  startsAt: Date;
  endsAt: Date | null;
  usageLimit: number | null;
  forEverybody: boolean;
  offPermille: number | null;
  scope: 'everything' | 'products' | 'variants';
  scopeKeys: string[];
};

const PAGE = 10;
/** So many pages are read at most: a shop with more makes vouchers by machine. */
const MOST_PAGES = 300;

type Node = DataOf<typeof discountsList>['discountNodes']['nodes'][number];

/**
 * Every discount that starts on or after the day `since`. Not `ok`: why, and whether a scope is missing. A discount that is about
 * more products than one answer tells counts for those it told.
 */
export async function readDiscounts(
  shop: string,
  since: string,
  signal: AbortSignal,
): Promise<{ ok: true; discounts: ReadDiscount[] } | { ok: false; says: string; denied: boolean }> {
  const discounts: ReadDiscount[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (signal.aborted) return { ok: false, says: 'The reading was stopped; the next one begins anew.', denied: false };
    const answer: Answer<DataOf<typeof discountsList>> = await callShopify(shop, discountsList, {
      query: `starts_at:>=${since}`,
      first: PAGE,
      after,
    });
    if (!answer.ok) return { ok: false, says: answer.problem.says, denied: answer.problem.kind === 'denied' };
    const { nodes, pageInfo }: DataOf<typeof discountsList>['discountNodes'] = answer.data.discountNodes;
    // A field that was denied inside leaves a discount without its goods: better none than one that is about nothing.
    if (answer.denied.length > 0)
      return { ok: false, says: `Access to ${answer.denied[0]} is denied; a scope is missing`, denied: true };
    discounts.push(...nodes.map(fromNode));
    if (!pageInfo.hasNextPage) return { ok: true, discounts };
    after = pageInfo.endCursor ?? null;
  }
  const says = `The store has more than ${MOST_PAGES * PAGE} discounts since ${since}: too many to read each time.`;
  return { ok: false, says, denied: false };
}

function fromNode({ id, discount }: Node): ReadDiscount {
  const gets = 'customerGets' in discount ? discount.customerGets : null;
  // A union of which only a percentage is asked for: what a fixed amount is worth depends on the price.
  const value = (gets && 'value' in gets ? gets.value : null) as { percentage?: number } | null;
  return {
    id: idOf(id),
    title: discount.title,
    startsAt: new Date(discount.startsAt),
    endsAt: discount.endsAt ? new Date(discount.endsAt) : null,
    usageLimit: 'usageLimit' in discount ? (discount.usageLimit ?? null) : null,
    forEverybody: discount.context.__typename === 'DiscountBuyerSelectionAll',
    offPermille: value?.percentage !== undefined ? Math.round(value.percentage * 1000) : null,
    ...goodsOf(gets?.items ?? null),
  };
}

type Items = NonNullable<Extract<Node['discount'], { customerGets: unknown }>['customerGets']>['items'];

/** Free shipping and discounts of apps do not say what they are about: everything, as far as anybody can tell. */
function goodsOf(items: Items | null): Pick<ReadDiscount, 'scope' | 'scopeKeys'> {
  if (!items || items.__typename === 'AllDiscountItems') return { scope: 'everything', scopeKeys: [] };
  if (items.__typename === 'DiscountCollections') {
    const products = items.collections.nodes.flatMap((collection) => collection.products.nodes);
    return { scope: 'products', scopeKeys: [...new Set(products.map((product) => idOf(product.id)))] };
  }
  const products = items.products.nodes.map((product) => idOf(product.id));
  const variants = items.productVariants.nodes.map((variant) => idOf(variant.id));
  // An event is about products or about variants; of both, the products are the wider word.
  return products.length > 0 ? { scope: 'products', scopeKeys: products } : { scope: 'variants', scopeKeys: variants };
}
