import { type Block, checkBlock, checkSpot, type Spot } from './block.ts';
import { shortestEdges, shortestLength } from './shortest-edges.ts';
import { singleBlockUnions } from './single-block.ts';
import { trail } from './trail.ts';
import type { OpenWalks, Stops } from './walks.ts';

/**
 * Shortest walks in a block of parallel aisles, exact for any number of cross-aisles, dead ends and shorter aisles too.
 * @throws RangeError when a place, the depot or the block's own measures cannot be
 */
export function blockWalks(block: Block, places: readonly Spot[]): OpenWalks<Spot> {
  checkBlock(block, places);
  const { depot } = block;
  const spotsOf = (stops: Stops) => Array.from(stops, (stop) => placeOf(places, stop));
  const restOfWalk = (from: Spot, stops: Stops, to: Spot) => {
    const { length, edges } = shortestEdges(block, spotsOf(stops), [from, to]);
    return { length, bound: length, path: trail([from, to], edges, places, Array.from(stops)) };
  };
  return {
    places: places.length,
    shortest: true,
    length: (stops) => shortestLength(block, spotsOf(stops), [depot, depot]),
    walk: (stops) => restOfWalk(depot, stops, depot),
    restOfWalk(from, stops, to) {
      checkSpot(block, from, 'The start');
      checkSpot(block, to, 'The end');
      return restOfWalk(from, stops, to);
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
