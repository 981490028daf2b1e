// Reckons slotting in a thread beside the web process, so that its pages stay quick meanwhile. Whoever asked may leave: the thread ends.
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Reckoned, SlottingPast } from './reckon-slotting.ts';
import type { SlottingWord } from './slotting-thread.server.ts';

/** A path from where the program is started: pages are bundled, and know nothing of the file beside this one. */
const THREAD = resolve('app/picking/place/slotting-thread.server.ts');
/** A thread holds some fifty megabytes and a core; others wait for their turn. */
const MOST_THREADS = 2;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * `tell` hears which share is done and what is found so far. Null where nothing can be walked. When `signal` aborts, the thread ends.
 * @throws the signal's reason, or whatever the thread throws
 */
export async function slotInThread(
  past: SlottingPast,
  signal: AbortSignal,
  tell: (share: number, found: Reckoned | null) => void,
): Promise<Reckoned | null> {
  if (running >= MOST_THREADS) await new Promise<void>((turn) => waiting.push(turn));
  else running += 1;
  try {
    signal.throwIfAborted();
    return await inThread(past, signal, tell);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

async function inThread(
  past: SlottingPast,
  signal: AbortSignal,
  tell: (share: number, found: Reckoned | null) => void,
): Promise<Reckoned | null> {
  const { promise, resolve: answer, reject } = Promise.withResolvers<Reckoned | null>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave);
  const thread = new Worker(THREAD, { workerData: past });
  thread
    .on('message', ({ share, found, over }: SlottingWord) => (over ? answer(found) : tell(share, found)))
    .on('error', reject)
    .on('exit', () => reject(new Error('The thread of a slotting what-if ended before it answered')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', leave);
    await thread.terminate();
  }
}
