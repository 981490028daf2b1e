// Two books of the same shelves: Shopify's on-hand, and the bins'. Goods in carts left their bins and are still on hand.

/**
 * How they differ, in words that say what to do; null when they agree, or when nobody knows what lies in the bins. `inBins` and
 * `inCarts` are units; on hand is Shopify's.
 */
export function differenceWords(inBins: number | null, onHand: number, inCarts: number): string | null {
  if (inBins === null) return null;
  const difference = inBins + inCarts - onHand;
  if (difference === 0) return null;
  const carts = inCarts > 0 ? ` and ${inCarts} are in carts` : '';
  const many = Math.abs(difference) === 1 ? '1 unit' : `${Math.abs(difference)} units`;
  return `The bins hold ${inBins}${carts}, Shopify has ${onHand} on hand: ${many} ${difference > 0 ? 'more' : 'fewer'} than Shopify says. Count it to settle which is right.`;
}
