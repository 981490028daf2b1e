/** Places to be visited, as place numbers in any order. A repeated one counts once. */
export type Stops = ArrayLike<number>;

/** A point that a walk passes: the first and the last are its ends, as a rule the depot, and neighbours are joined by a shortest way. */
export interface Passed<Point> {
  point: Point;
  /** the stops that are reached here for the first time */
  stops: number[];
}

export interface Walk<Point> {
  /** metres (or whatever the layout is measured in) */
  length: number;
  /** no walk between the same ends through these stops is shorter than this; equal to `length` where the walk is proven shortest */
  bound: number;
  path: Passed<Point>[];
}

/** The length of the closed walk through all stops of some of the groups that it was made for. */
export type UnionLength = (members: ArrayLike<number>, count: number) => number;

/**
 * What batching asks of a floor: how far it is from the depot through some places and back. Exact methods, heuristics that a
 * person can remember and any layout answer alike, so that each can be planned with.
 */
export interface Walks<Point = unknown> {
  /** how many places there are; a stop is a number below this */
  readonly places: number;
  /** whether `length` is the shortest there is. Then more stops never make a walk shorter. */
  readonly shortest: boolean;
  /** Whether `length` is the shortest for these stops and any part of them, where it is not for all; it always is by a rule. */
  exact?(stops: Stops): boolean;
  length(stops: Stops): number;
  walk(stops: Stops): Walk<Point>;
  /** A faster way to ask again and again for the union of some of the same groups of stops. */
  unions?(groups: readonly Stops[]): UnionLength;
}

/** Walks that may also start and end apart: what is left of a walk when the picker stands somewhere on the floor. */
export interface OpenWalks<Point> extends Walks<Point> {
  /**
   * A short walk from where the picker stands through the stops that are left to where it ends. Where it is not proven shortest,
   * it is no longer than the stops in the order that they are given in.
   */
  restOfWalk(from: Point, stops: Stops, to: Point): Walk<Point>;
}

/** The stops of the walk in the order of their first visit. */
export function visited(walk: Walk<unknown>): number[] {
  return walk.path.flatMap(({ stops }) => stops);
}

/** Asks for the length of unions, in whatever way these walks do it best. */
export function unionLength(walks: Walks, groups: readonly Stops[]): UnionLength {
  if (walks.unions) return walks.unions(groups);
  return (members, count) => {
    const stops = new Set<number>();
    for (let i = 0; i < count; i++) for (const stop of Array.from(groups[members[i]!]!)) stops.add(stop);
    return walks.length([...stops]);
  };
}
