import { placeOf } from './block-walks.ts';
import { type Stops, unionLength, type Walks } from './walks.ts';

/** Up to so many choices of a bin for every want are all tried. */
const CHOICES = 256;

/** Walks whose stops are wants: things to fetch, each from any one of several places. */
export interface BinWalks<Point> extends Walks<Point> {
  /** the place that each want is fetched from on the walk for these wants */
  bins(wants: Stops): Map<number, number>;
}

/**
 * Walks that choose the bin as they go, for things that lie in several: the shortest over all choices where these are few, above
 * that a choice that no change of one bin betters, with a bound. Any of its places must hold enough of a want.
 * @param wants the places of each want, the one to be preferred first
 * @throws RangeError for a want without a place
 */
export function bestBins<Point>(walks: Walks<Point>, wants: readonly (readonly number[])[]): BinWalks<Point> {
  const places = [...new Set(wants.flat())];
  const rank = new Map(places.map((place, i) => [place, i]));
  const ranks = wants.map((own, want) => {
    if (own.length === 0) throw new RangeError(`Want ${want} has no place that it could be fetched from.`);
    return [...new Set(own)].map((place) => rank.get(place)!);
  });
  const length = unionLength(
    walks,
    places.map((place) => [place]),
  );

  /** Wants that may still choose, the fewest choices first, after those that lie where one must go anyway. */
  const openOf = (stops: Stops) => {
    const own = [...new Set(Array.from(stops))];
    const fixed = new Set(own.filter((want) => placeOf(ranks, want).length === 1).map((want) => ranks[want]![0]!));
    const open = own
      .filter((want) => !ranks[want]!.some((place) => fixed.has(place)))
      .sort((a, b) => ranks[a]!.length - ranks[b]!.length || a - b);
    return { own, fixed: [...fixed], open };
  };
  /** The least that any choice for these wants makes of the places, and that choice. */
  const leastOf = (fixed: readonly number[], open: readonly number[], value: (members: number[]) => number) => {
    const members = [...fixed];
    let least = Number.POSITIVE_INFINITY;
    let chosen: number[] = [];
    const go = (i: number): void => {
      const want = open[i];
      if (want === undefined) {
        const sum = value(members);
        if (sum < least) {
          least = sum;
          chosen = members.slice(fixed.length);
        }
        return;
      }
      for (const place of ranks[want]!) {
        members.push(place);
        go(i + 1);
        members.pop();
      }
    };
    go(0);
    return { least, chosen };
  };
  const lengthOf = (members: number[]) => length(members, members.length);
  /** From a choice, one bin at a time is changed for a better one, until none is. */
  const bettered = (fixed: readonly number[], open: readonly number[], start: readonly number[]) => {
    const chosen = [...start];
    let least = lengthOf([...fixed, ...chosen]);
    for (let better = true; better; ) {
      better = false;
      open.forEach((want, i) => {
        for (const place of ranks[want]!) {
          const sum = lengthOf([...fixed, ...chosen.with(i, place)]);
          if (sum >= least - 1e-9) continue;
          least = sum;
          chosen[i] = place;
          better = true;
        }
      });
    }
    return { least, chosen };
  };
  const best = (fixed: readonly number[], open: readonly number[]) => {
    if (choices(ranks, open) <= CHOICES) return leastOf(fixed, open, lengthOf);
    const preferred = open.map((want) => ranks[want]![0]!);
    const nearest: number[] = [];
    for (const want of open) nearest.push(leastOf([...fixed, ...nearest], [want], lengthOf).chosen[0]!);
    const [a, b] = [bettered(fixed, open, nearest), bettered(fixed, open, preferred)];
    return a.least <= b.least ? a : b;
  };
  /** Whatever is chosen for the rest: some wants, all choices for them. More stops never make the shortest walk shorter. */
  const boundOf = (fixed: readonly number[], open: readonly number[]): number => {
    const some = open.filter((_, i) => choices(ranks, open.slice(0, i + 1)) <= CHOICES);
    const value = walks.shortest
      ? lengthOf
      : (members: number[]) => walks.walk(members.map((place) => places[place]!)).bound;
    return Math.max(leastOf(fixed, some, value).least, ...open.map((want) => leastOf(fixed, [want], value).least));
  };
  const bins = (stops: Stops): Map<number, number> => {
    const { own, fixed, open } = openOf(stops);
    const { chosen } = best(fixed, open);
    const visited = new Set([...fixed, ...chosen]);
    const choice = new Map(open.map((want, i) => [want, chosen[i]!]));
    return new Map(
      own.map((want) => [want, places[choice.get(want) ?? ranks[want]!.find((place) => visited.has(place))!]!]),
    );
  };
  const exact = (stops: Stops) =>
    (walks.shortest || walks.exact?.(everyPlace(wants, stops)) === true) &&
    choices(ranks, new Set(Array.from(stops))) <= CHOICES;
  return {
    places: wants.length,
    shortest: walks.shortest && choices(ranks, wants.keys()) <= CHOICES,
    exact,
    length(stops) {
      const { fixed, open } = openOf(stops);
      return best(fixed, open).least;
    },
    walk(stops) {
      const fetched = bins(stops);
      const { length: metres, bound, path } = walks.walk([...new Set(fetched.values())]);
      const wantsAt = Map.groupBy(fetched.keys(), (want) => fetched.get(want)!);
      const { fixed, open } = openOf(stops);
      return {
        length: metres,
        bound: Math.min(metres, exact(stops) ? bound : boundOf(fixed, open)),
        path: path.map(({ point, stops: here }) => ({ point, stops: here.flatMap((place) => wantsAt.get(place)!) })),
      };
    },
    bins,
  };
}

function choices(ranks: readonly (readonly number[])[], wants: Iterable<number>): number {
  let product = 1;
  for (const want of wants) product *= ranks[want]!.length;
  return product;
}

function everyPlace(wants: readonly (readonly number[])[], stops: Stops): number[] {
  return Array.from(stops).flatMap((want) => wants[want]!);
}
