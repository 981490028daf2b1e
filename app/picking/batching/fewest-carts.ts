/**
 * No fewer carts than this hold the loads (Martello and Toth's L2 bound, 1990): what is more than half a cart needs its own, and
 * middling loads fill what is left beside the smaller of those.
 */
export function fewestCarts(loads: readonly number[], capacity: number): number {
  if (capacity === Number.POSITIVE_INFINITY) return 0;
  const rising = Float64Array.from(loads.filter((load) => load > 0)).sort();
  const count = rising.length;
  /** `sums[i]`: the first i loads together */
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) sums[i + 1] = sums[i]! + rising[i]!;
  let half = count;
  while (half > 0 && rising[half - 1]! > capacity / 2) half--;
  let fewest = carts(sums[count]!, capacity);
  // The smallest that counts as middling rises: fewer large ones leave room for it.
  let beside = count;
  for (let from = 0; from < half; from++) {
    while (beside > half && rising[beside - 1]! > capacity - rising[from]!) beside--;
    const free = (beside - half) * capacity - (sums[beside]! - sums[half]!);
    fewest = Math.max(fewest, count - half + carts(sums[half]! - sums[from]! - free, capacity));
  }
  return Math.max(fewest, count - half);
}

/** Rounded up, but for rounding errors. */
function carts(load: number, capacity: number): number {
  return Math.max(0, Math.ceil(load / capacity - 1e-7));
}
