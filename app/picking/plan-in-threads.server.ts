// Plans a backlog in threads of their own, under a time budget, so that whoever asked for it stays free. Told to stop, it answers
// with the best so far.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { assemble } from './backlog/assemble.ts';
import { asTheyCome, certified } from './backlog/batches.ts';
import { type BacklogInput, prepare } from './backlog/groups.ts';
import { firstParts, type Part, secondParts } from './backlog/parts.ts';
import type { PlannedBacklog } from './backlog/planned.ts';
import type { Batches } from './batching/task.ts';
import type { ThreadData, ThreadTask } from './plan-thread.server.ts';
import type { PartPlan } from './search-part.ts';

export type PlanEffort = {
  /** to take for all of it; null = as many moves as `moves` says, the same on every machine */
  seconds: number | null;
  /** moves for each order */
  moves: number;
  threads?: number;
  /** aborted by whoever wants the best so far */
  stop?: AbortSignal;
  /** told after each search: the share that is over, and metres in sum of what is planned so far */
  onProgress?: (share: number, metres: number) => void;
};

/** A thread holds some fifty megabytes; a plan is worth two. */
const MOST_THREADS = 2;
/** Of the time, what a large backlog's first cut takes. */
const FIRST = 0.6;
/** Putting the waves together takes so many times as long as getting ready. */
const ASSEMBLING = 4;

/** @throws whatever a thread throws: an order's stop that no layout has, memory that ran out */
export async function planInThreads(input: BacklogInput, effort: PlanEffort): Promise<PlannedBacklog> {
  const started = performance.now();
  const prepared = prepare(input);
  const { groups, floor } = prepared;
  const until =
    effort.seconds === null ? null : started + 1000 * effort.seconds - ASSEMBLING * (performance.now() - started);
  if (!floor || !input.floor)
    return assemble(
      prepared,
      groups.map((group, at) => certified(prepared, at, asTheyCome(group), null)),
    );
  const first = firstParts(prepared);
  const split = first.some((part) => !part.whole);
  const threads = openThreads(
    input.floor,
    Math.min(effort.threads ?? Math.min(MOST_THREADS, availableParallelism()), Math.max(1, first.length)),
    effort.stop,
  );
  try {
    const found: Batches[] = groups.map(() => []);
    const tell = (over: number, share: number) => (done: number, metres: number) =>
      effort.onProgress?.(over + share * done, metres);
    const share = split ? FIRST : 1;
    const firstUntil = until === null ? null : started + share * (until - started);
    const answers = await threads.search(first, effort.moves, firstUntil, tell(0, share));
    first.forEach((part, at) => {
      found[part.group]!.push(...inGroup(part, answers[at]!.batches));
    });
    const second = secondParts(prepared, found);
    const better = await threads.search(second, effort.moves, until, tell(FIRST, 1 - FIRST));
    for (const at of new Set(second.map((part) => part.group))) found[at] = [];
    second.forEach((part, at) => {
      found[part.group]!.push(...inGroup(part, better[at]!.batches));
    });
    const plans = groups.map((_, at) => {
      const whole = first.findIndex((part) => part.group === at && part.whole);
      return certified(prepared, at, found[at]!, answers[whole] ?? null);
    });
    return assemble(prepared, plans);
  } finally {
    await threads.close();
  }
}

const inGroup = ({ members }: Part, batches: Batches) => batches.map((batch) => batch.map((order) => members[order]!));

function openThreads(floor: ThreadData['floor'], count: number, signal: AbortSignal | undefined) {
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const onStop = () => Atomics.store(stop, 0, 1);
  signal?.addEventListener('abort', onStop);
  if (signal?.aborted) onStop();
  const workers = Array.from({ length: count }, () => {
    const workerData: ThreadData = { floor, stop };
    const worker = new Worker(new URL('./plan-thread.server.ts', import.meta.url), { workerData });
    // Whoever waits for an answer hears of it; nobody waiting, it must not end the process.
    return worker.on('error', () => {});
  });
  return {
    /** Searches all parts, the largest first, until then; answers in their order. */
    async search(
      parts: readonly Part[],
      moves: number,
      until: number | null,
      tell: (done: number, metres: number) => void,
    ): Promise<PartPlan[]> {
      const orders = parts.reduce((sum, part) => sum + part.orders.length, 0);
      const answers: PartPlan[] = [];
      const waiting = parts.map((_, at) => at).sort((a, b) => parts[b]!.orders.length - parts[a]!.orders.length);
      let [begun, done, metres] = [0, 0, 0];
      const lanes = Math.min(count, parts.length);
      const lane = async (worker: Worker) => {
        for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
          const part = parts[at]!;
          // What is left of the time is shared by what is left of the orders: a part that took longer costs the later ones.
          const share = (lanes * part.orders.length) / (orders - begun);
          const milliseconds = until === null ? null : Math.max(1, Math.min(1, share) * (until - performance.now()));
          begun += part.orders.length;
          const answer = await asked(worker, { part, moves: moves * part.orders.length, milliseconds });
          answers[at] = answer;
          done += part.orders.length;
          metres += answer.distance;
          tell(done / orders, metres);
        }
      };
      await Promise.all(workers.slice(0, lanes).map(lane));
      return answers;
    },
    async close() {
      signal?.removeEventListener('abort', onStop);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function asked(worker: Worker, task: ThreadTask): Promise<PartPlan> {
  return new Promise((resolve, reject) => {
    const done = () => {
      worker.off('message', answered).off('error', failed).off('exit', ended);
    };
    const answered = (plan: PartPlan) => {
      done();
      resolve(plan);
    };
    const failed = (error: Error) => {
      done();
      reject(error);
    };
    const ended = () => failed(new Error('A planning thread ended before it answered'));
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(task);
  });
}
