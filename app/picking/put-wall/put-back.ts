// What becomes of a line's counts when units of it are put back into their bins.

type Part = { quantity: number; picked: number; short: number; dropped: number };

/**
 * The parts of one line, in the order of the walk, of which units go back: picked no more, but dropped. They go to where the walk came
 * last. Below 0: they are taken out again. Only parts that change are answered, with how many of their units go back.
 */
export function putBack<P extends Part>(parts: readonly P[], units: number): (P & { back: number })[] {
  let open = units;
  return parts.toReversed().flatMap((part) => {
    const back = Math.max(-part.dropped, Math.min(part.picked, open));
    open -= back;
    return back === 0 ? [] : [{ ...part, picked: part.picked - back, dropped: part.dropped + back, back }];
  });
}
