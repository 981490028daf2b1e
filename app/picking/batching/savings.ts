import { firstCome } from './first-come.ts';
import { pairLengths } from './kin.ts';
import type { Batches, Board } from './task.ts';

/**
 * Clarke and Wright's savings, as C&W(ii) of de Koster, van der Poort and Wolters (IJPR 37, 1999): begin with a batch for each
 * order, merge the two that save most and still fit, and reckon the savings of the merged batch anew, until no two fit. When it is
 * stopped, what is not merged yet is put together in turn.
 */
export function savings(
  board: Board,
  stopped: () => boolean = () => false,
  pairs: Float64Array | null = pairLengths(board, stopped),
): Batches {
  const { count, measures, load, capacity, length } = board;
  const members: (number[] | null)[] = Array.from({ length: count }, (_, order) => [order]);
  const held = Float64Array.from(load);
  if (!pairs) return firstCome(board);
  const own = Float64Array.from(members, (_, order) => pairs[order * count + order]!);
  const saved = new Float64Array(count * count).fill(Number.NEGATIVE_INFINITY);
  const partner = new Int32Array(count).fill(-1);
  const fits = (a: number, b: number) => {
    for (let m = 0; m < measures; m++)
      if (held[a * measures + m]! + held[b * measures + m]! > capacity[m]!) return false;
    return true;
  };
  const keep = (a: number, b: number, together: number) => {
    const value = own[a]! + own[b]! - together;
    saved[a * count + b] = value;
    saved[b * count + a] = value;
  };
  const seek = (a: number) => {
    let best = -1;
    for (let b = 0; b < count; b++) {
      const value = saved[a * count + b]!;
      if (value > Number.NEGATIVE_INFINITY && (best < 0 || value > saved[a * count + best]!)) best = b;
    }
    partner[a] = best;
  };
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) if (fits(a, b)) keep(a, b, pairs[a * count + b]!);
  for (let a = 0; a < count; a++) seek(a);
  for (;;) {
    let a = -1;
    for (let c = 0; c < count; c++)
      if (partner[c]! >= 0 && (a < 0 || saved[c * count + partner[c]!]! > saved[a * count + partner[a]!]!)) a = c;
    const batches = () => members.filter((batch) => batch !== null);
    if (a < 0) return batches();
    if (stopped()) return firstCome(board, batches());
    const b = partner[a]!;
    own[a] = own[a]! + own[b]! - saved[a * count + b]!;
    members[a]!.push(...members[b]!);
    members[b] = null;
    partner[b] = -1;
    for (let m = 0; m < measures; m++) held[a * measures + m]! += held[b * measures + m]!;
    for (let c = 0; c < count; c++) {
      saved[b * count + c] = Number.NEGATIVE_INFINITY;
      saved[c * count + b] = Number.NEGATIVE_INFINITY;
      if (c === a || !members[c]) continue;
      if (fits(a, c)) {
        const both = [...members[a]!, ...members[c]!];
        keep(a, c, length(both, both.length));
      } else {
        saved[a * count + c] = Number.NEGATIVE_INFINITY;
        saved[c * count + a] = Number.NEGATIVE_INFINITY;
      }
    }
    seek(a);
    // Others look for a new partner only where theirs is changed; else the merged batch may be a better one.
    for (let c = 0; c < count; c++) {
      if (c === a || !members[c]) continue;
      const before = partner[c]!;
      if (before === a || before === b) seek(c);
      else if (saved[c * count + a]! > (before < 0 ? Number.NEGATIVE_INFINITY : saved[c * count + before]!))
        partner[c] = a;
    }
  }
}
