import { type Block, reachOf, type Spot } from './block.ts';
import type { Stops, UnionLength } from './walks.ts';

/**
 * Lengths of shortest closed walks in a block with two cross-aisles, some hundred nanoseconds each. Ratliff and Rosenthal
 * (Operations Research 31(3), 1983): aisle by aisle, the cheapest way to be in each of the seven states that a partial walk can be
 * in. The depot is one more place to visit, wherever it lies, and what
 * cannot be walked in an aisle with a dead end costs infinity.
 *
 * The stops of an aisle are a set of bits, so that the union of some orders is a handful of ORs.
 */
export function singleBlockUnions(block: Block, places: readonly Spot[], groups: readonly Stops[]): UnionLength {
  const front = block.crossAisles[0]!;
  const length = block.crossAisles.at(-1)! - front;
  const { aisles, depot } = block;

  // Which heights each aisle has; only those that some group wants, so that a set of them is short.
  const heights = aisles.map(() => new Set<number>());
  for (const group of groups) {
    for (let i = 0; i < group.length; i++) {
      const { aisle, y } = places[group[i]!]!;
      heights[aisle]!.add(y - front);
    }
  }
  const first = new Int32Array(aisles.length + 1); // of an aisle's words
  const sorted = heights.map((set) => Float64Array.from(set).sort());
  sorted.forEach((ys, aisle) => {
    first[aisle + 1] = first[aisle]! + Math.ceil(ys.length / 32);
  });
  const words = first[aisles.length]!;
  const height = new Float64Array(words * 32);
  sorted.forEach((ys, aisle) => {
    height.set(ys, first[aisle]! * 32);
  });
  const rank = sorted.map((ys) => new Map(Array.from(ys, (y, i) => [y, i])));

  const bits = new Int32Array(groups.length * words);
  groups.forEach((group, g) => {
    for (let i = 0; i < group.length; i++) {
      const { aisle, y } = places[group[i]!]!;
      const at = rank[aisle]!.get(y - front)!;
      bits[g * words + first[aisle]! + (at >> 5)]! |= 1 << (at & 31);
    }
  });

  const union = new Int32Array(words);
  const depotHeight = depot.y - front;
  const step = Float64Array.from(aisles, (x, aisle) => (aisle > 0 ? 2 * (x - aisles[aisle - 1]!) : 0));
  const none = Number.POSITIVE_INFINITY;
  // What it costs to go through an aisle, and beyond its stops to get in at its front or back: nothing, or it cannot be.
  const through = Float64Array.from(aisles, (_, aisle) => (reachOf(block, aisle).join() === '0,1' ? length : none));
  const shutFront = Float64Array.from(aisles, (_, aisle) => (reachOf(block, aisle)[0] === 0 ? 0 : none));
  const shutBack = Float64Array.from(aisles, (_, aisle) => (reachOf(block, aisle)[1] === 1 ? 0 : none));
  // From an outermost dead end it may be shortest to change sides in an aisle beyond all stops: there and back, along both ends.
  const goThrough = aisles.filter((_, aisle) => through[aisle] === length);
  const aside = (x: number, others: number[]) => 2 * Math.min(...others.map((other) => Math.abs(other - x)));
  const left = Float64Array.from(aisles, (x) =>
    aside(
      x,
      goThrough.filter((other) => other < x),
    ),
  );
  const right = Float64Array.from(aisles, (x) =>
    aside(
      x,
      goThrough.filter((other) => other > x),
    ),
  );
  // Where all do, which is the usual case, nothing is looked up.
  const plain = goThrough.length === aisles.length;
  const depotAisle = depot.aisle;
  const lastAisle = aisles.length - 1;

  return (members, count) => {
    // Spelt out by number of members: this is where a search spends its time.
    let filled = 0;
    if (count === 1) {
      const a = members[0]! * words;
      for (let w = 0; w < words; w++) filled |= union[w] = bits[a + w]!;
    } else if (count > 1) {
      const a = members[0]! * words;
      const b = members[1]! * words;
      for (let w = 0; w < words; w++) union[w] = bits[a + w]! | bits[b + w]!;
      let m = 2;
      for (; m + 1 < count; m += 2) {
        const c = members[m]! * words;
        const d = members[m + 1]! * words;
        for (let w = 0; w < words; w++) union[w]! |= bits[c + w]! | bits[d + w]!;
      }
      if (m < count) {
        const c = members[m]! * words;
        for (let w = 0; w < words; w++) union[w]! |= bits[c + w]!;
      }
      for (let w = 0; w < words; w++) filled |= union[w]!;
    }
    if (filled === 0) return 0;

    let from = 0;
    let to = lastAisle;
    while (from < depotAisle && isEmpty(union, first[from]!, first[from + 1]!)) from++;
    while (to > depotAisle && isEmpty(union, first[to]!, first[to + 1]!)) to--;

    // The cheapest ways so far: degree of the aisle's ends odd at both (uu), even at the front alone (e0), at the back alone
    // (oe), at both and joined (ee1), at both and still apart (ee2).
    let uu = none;
    let e0 = none;
    let oe = none;
    let ee1 = none;
    let ee2 = none;
    for (let aisle = from; aisle <= to; aisle++) {
      let last = -1;
      let low = 0;
      let gap = 0;
      const end = first[aisle + 1]!;
      if (aisle === depotAisle) {
        // The depot among the stops, at its height.
        let met = false;
        for (let w = first[aisle]!; w < end; w++) {
          let word = union[w]!;
          while (word !== 0) {
            const y = height[(w << 5) + 31 - Math.clz32(word & -word)]!;
            word &= word - 1;
            if (!met && y >= depotHeight) {
              met = true;
              if (last < 0) low = depotHeight;
              else if (depotHeight - last > gap) gap = depotHeight - last;
              last = depotHeight;
            }
            if (last < 0) low = y;
            else if (y - last > gap) gap = y - last;
            last = y;
          }
        }
        if (!met) {
          if (last < 0) low = depotHeight;
          else if (depotHeight - last > gap) gap = depotHeight - last;
          last = depotHeight;
        }
      } else {
        for (let w = first[aisle]!; w < end; w++) {
          let word = union[w]!;
          while (word !== 0) {
            const y = height[(w << 5) + 31 - Math.clz32(word & -word)]!;
            word &= word - 1;
            if (last < 0) low = y;
            else if (y - last > gap) gap = y - last;
            last = y;
          }
        }
      }
      if (from === to) return 2 * (last - low);
      const once = plain ? length : through[aisle]!;
      const twice = 2 * once;
      if (aisle === from) {
        // The first aisle of a walk holds a stop or the depot.
        e0 = 2 * last + shutFront[aisle]!;
        oe = 2 * (length - low) + shutBack[aisle]!;
        ee2 = twice - 2 * gap;
        uu = once;
        ee1 = twice;
        if (once === none) {
          const cheapest = e0 < oe ? e0 : oe;
          uu = cheapest + left[aisle]! + length;
          ee1 = cheapest + 2 * (left[aisle]! + length);
        }
        continue;
      }
      const along = step[aisle]!;
      if (ee1 < e0) e0 = ee1;
      if (ee1 < oe) oe = ee1;
      uu += along;
      e0 += along;
      oe += along;
      ee1 += 2 * along;
      ee2 += 2 * along;
      // Any even state, joined or not, is joined by a passage through the aisle.
      let even = e0 < oe ? e0 : oe;
      if (ee2 < even) even = ee2;
      const joined = even + twice;
      if (ee1 < even) even = ee1;
      even += once;
      if (last < 0) {
        const odd = uu;
        if (even < uu) uu = even;
        ee1 = ee1 < odd + once ? ee1 : odd + once;
        if (joined < ee1) ee1 = joined;
        continue;
      }
      const byFront = plain ? 2 * last : 2 * last + shutFront[aisle]!;
      const byBack = plain ? twice - 2 * low : 2 * (length - low) + shutBack[aisle]!;
      const byGap = twice - 2 * gap;
      const notFront = byBack < byGap ? byBack : byGap;
      const notBack = byFront < byGap ? byFront : byGap;
      const cheapest = byFront < notFront ? byFront : notFront;
      const odd = uu;
      uu += cheapest;
      if (even < uu) uu = even;
      ee1 += cheapest;
      if (odd + once < ee1) ee1 = odd + once;
      if (joined < ee1) ee1 = joined;
      ee2 += cheapest;
      if (e0 + notFront < ee2) ee2 = e0 + notFront;
      if (oe + notBack < ee2) ee2 = oe + notBack;
      e0 += byFront;
      oe += byBack;
    }
    let best = e0 < oe ? e0 : oe;
    if (ee1 < best) best = ee1;
    if (!plain && through[to] === none) {
      const beyond = right[to]! + length;
      if (uu + beyond < best) best = uu + beyond;
      if (ee2 + 2 * beyond < best) best = ee2 + 2 * beyond;
    }
    return best;
  };
}

function isEmpty(union: Int32Array, from: number, to: number): boolean {
  for (let w = from; w < to; w++) if (union[w] !== 0) return false;
  return true;
}
