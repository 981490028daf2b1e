// The pages of a run over everything: whoever is free takes the next one, in this thread and in others beside it.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { inShop } from '../db.server.ts';
import { itemsOfPage } from '../mirror/read-places.server.ts';
import { computePage, type Shared } from './compute-page.server.ts';
import { beat } from './runs.server.ts';
import { dropBetween } from './store.server.ts';

type Page = { after: string; upTo: string | null };

/** Plain data, so that threads can share it. */
export type Pages = {
  shop: string;
  run: string;
  shared: Shared;
  pages: readonly Page[];
  /** places of the shop, for the progress bar */
  of: number;
  /** in memory that threads share: how many of the pages were begun */
  begun: Int32Array;
};

/** A thread takes a second to start and holds a hundred megabytes: not for a shop that is done as soon. */
const PAGES_WORTH_A_THREAD = 12;
const MOST_THREADS = 2;
const YOUNG_MB = 16;

/** Does all pages in as many threads as are worth it; false when the run was taken over. Throws when `signal` aborted. */
export async function runPages(work: Omit<Pages, 'begun'>, signal?: AbortSignal): Promise<boolean> {
  const pages = shareable(work);
  const threads = work.pages.length < PAGES_WORTH_A_THREAD ? 1 : Math.min(MOST_THREADS, availableParallelism());
  const stop = () => beginNoMore(pages);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    const beside = Array.from({ length: threads - 1 }, () => takePagesInThread(pages));
    const mine = await Promise.all([takePages(pages), ...beside]);
    if (signal?.aborted) throw new Error('The worker was told to stop');
    return mine.every(Boolean);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

export function shareable(work: Omit<Pages, 'begun'>): Pages {
  return { ...work, begun: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** `takePages` in a thread of its own. */
export function takePagesInThread(pages: Pages): Promise<boolean> {
  const thread = new Worker(new URL('./run-pages-thread.server.ts', import.meta.url), {
    workerData: pages,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('A thread ended before its pages were through')));
  });
}

/** Takes pages until none is left, two at a time: while the database has one, the other is decided. False as `runPages`. */
export async function takePages(pages: Pages): Promise<boolean> {
  const lane = async () => {
    for (let page = next(pages); page; page = next(pages)) {
      let mine = false;
      try {
        mine = await onePage(pages, page);
      } finally {
        if (!mine) beginNoMore(pages);
      }
      if (!mine) return false;
    }
    return true;
  };
  return (await Promise.all([lane(), lane()])).every(Boolean);
}

const next = ({ pages, begun }: Pages): Page | undefined => pages[Atomics.add(begun, 0, 1)];

function beginNoMore({ pages, begun }: Pages): void {
  Atomics.store(begun, 0, pages.length);
}

/** One transaction; false when the run was taken over. */
async function onePage({ shop, run, shared, of }: Pages, page: Page): Promise<boolean> {
  return inShop(
    shop,
    async (tx) => {
      const items = await itemsOfPage(tx, shop, page);
      const computed = await computePage(tx, shop, items, shared, 'nightly');
      await dropBetween(tx, shop, page, items);
      return beat(tx, run, new Date(), { ...computed, of });
    },
    // One lane's page is decided without a pause; the other's may have to wait for it on a busy machine.
    { timeoutMs: 120_000, maxWaitMs: 60_000 },
  );
}
