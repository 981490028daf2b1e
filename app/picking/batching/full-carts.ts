import { scarcestMeasure } from './columns.ts';
import type { Batches, Board } from './task.ts';

/** Ways of filling one cart that are tried at most. */
const MOST_TRIED = 2000;

/**
 * Few carts, wherever they lead: one after the other takes the largest order that is left, and of the others those that
 * leave least room in it (the minimum bin slack heuristic, Gupta and Ho 1999, as Fleszar and Hindi begin it, 2002).
 */
export function fullCarts(board: Board): Batches {
  const { count, measures, load, capacity } = board;
  const scarcest = scarcestMeasure(board);
  const takes = (order: number) => load[order * measures + scarcest] ?? 0;
  let left = Array.from({ length: count }, (_, order) => order).sort((a, b) => takes(b) - takes(a) || a - b);
  const batches: Batches = [];
  const held = new Float64Array(measures);
  const put = (order: number, times: number) => {
    for (let m = 0; m < measures; m++) held[m]! += times * load[order * measures + m]!;
  };
  while (left.length > 0) {
    const first = left[0]!;
    held.fill(0);
    put(first, 1);
    const chosen = [first];
    let best = [first];
    let fullest = held[scarcest] ?? 0;
    let tried = 0;
    const fill = (from: number): void => {
      for (let i = from; i < left.length && tried < MOST_TRIED; i++) {
        const order = left[i]!;
        let fits = true;
        for (let m = 0; m < measures; m++) if (held[m]! + load[order * measures + m]! > capacity[m]!) fits = false;
        if (!fits) continue;
        tried++;
        chosen.push(order);
        put(order, 1);
        const full = held[scarcest] ?? 0;
        if (full > fullest || (full === fullest && chosen.length < best.length)) {
          fullest = full;
          best = [...chosen];
        }
        if (capacity[scarcest]! - fullest < 1e-6) tried = MOST_TRIED;
        else fill(i + 1);
        chosen.pop();
        put(order, -1);
      }
    };
    fill(1);
    batches.push(best);
    const gone = new Set(best);
    left = left.filter((order) => !gone.has(order));
  }
  return batches;
}
