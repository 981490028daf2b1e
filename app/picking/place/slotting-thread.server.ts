// A thread that reckons one slotting what-if, and tells as it goes.
import { parentPort, workerData } from 'node:worker_threads';
import { type Reckoned, reckonSlotting, type SlottingPast } from './reckon-slotting.ts';

export type SlottingWord = { share: number; found: Reckoned | null; over: boolean };

const say = (word: SlottingWord) => parentPort?.postMessage(word);
const found = reckonSlotting(workerData as SlottingPast, (share, sofar) => say({ share, found: sofar, over: false }));
say({ share: 1, found, over: true });
