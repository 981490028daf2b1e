/**
 * The places of the first `count` values by rising value, equal values by place. Each number is rank × PLACES + place in one
 * float, because plain numbers sort many times faster than places by a comparison; a last pass puts values of the same rank straight.
 * Values are ≥ 0.
 */
export function risingOrder(values: Float64Array, count: number): Uint32Array {
  const places = 2 ** Math.ceil(Math.log2(count + 1));
  let highest = 0;
  for (let i = 0; i < count; i++) if (values[i]! > highest) highest = values[i]!;
  // Divided by the least numbers there are it would be infinite.
  const ranks = highest > 0 ? Math.min(2 ** 52 / places / highest, Number.MAX_VALUE) : 0;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = Math.floor(values[i]! * ranks) * places + i;
  keys.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i]! % places;
  for (let i = 1; i < count; i++) {
    const place = order[i]!;
    let at = i;
    for (; at > 0 && values[order[at - 1]!]! > values[place]!; at--) order[at] = order[at - 1]!;
    order[at] = place;
  }
  return order;
}
