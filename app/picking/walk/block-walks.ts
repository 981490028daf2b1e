import { type Block, checkBlock, type Spot } from './block.ts';
import { closedTour } from './closed-tour.ts';
import { shortestEdges, shortestLength } from './shortest-edges.ts';
import { singleBlockUnions } from './single-block.ts';
import type { Walks } from './walks.ts';

/**
 * Shortest closed walks in a block of parallel aisles, exact for any number of cross-aisles.
 * @throws RangeError when a place, the depot or the block's own measures cannot be
 */
export function blockWalks(block: Block, places: readonly Spot[]): Walks<Spot> {
  checkBlock(block, places);
  const spotsOf = (stops: ArrayLike<number>) => Array.from(stops, (stop) => placeOf(places, stop));
  return {
    places: places.length,
    shortest: true,
    length: (stops) => shortestLength(block, spotsOf(stops)),
    walk(stops) {
      const { length, edges } = shortestEdges(block, spotsOf(stops));
      return { length, bound: length, path: closedTour(block.depot, edges, places, Array.from(stops)) };
    },
    ...(block.crossAisles.length === 2 && { unions: (groups) => singleBlockUnions(block, places, groups) }),
  };
}

/** @throws RangeError for a stop that is no place of these walks */
export function placeOf<Place>(places: readonly Place[], stop: number): Place {
  const place = places[stop];
  if (place === undefined)
    throw new RangeError(`There is no place ${stop}; places are numbered from 0 to ${places.length - 1}.`);
  return place;
}
