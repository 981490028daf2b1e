// A thread that searches parts of a backlog, one after the other, for as long as it is given some.
import { parentPort, workerData } from 'node:worker_threads';
import type { Part } from './backlog/parts.ts';
import { type Floor, floorWalks } from './place/floor-walks.ts';
import { searchPart } from './search-part.ts';

/** `stop[0]` is set by whoever wants the best so far. */
export type ThreadData = { floor: Floor; stop: Int32Array };
export type ThreadTask = { part: Part; moves: number; milliseconds: number | null };

const { floor, stop } = workerData as ThreadData;
const walks = floorWalks(floor)?.walks;
parentPort?.on('message', ({ part, moves, milliseconds }: ThreadTask) => {
  if (!walks) throw new Error('A backlog is searched on a layout that cannot be walked');
  const stopped = () => Atomics.load(stop, 0) !== 0;
  parentPort?.postMessage(searchPart(part, walks, { moves, milliseconds, now: () => performance.now(), stopped }));
});
