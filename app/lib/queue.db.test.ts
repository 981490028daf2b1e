import { afterEach, expect, test } from 'vitest';
import { type Job, nudge, work } from './queue.server.ts';

let stop = async () => {};
afterEach(() => stop());

function start(job: Job, shops: string[]): void {
  const stopping = new AbortController();
  const list = async () => shops;
  const ended = work([job], { installed: list, all: list }, stopping.signal);
  stop = () => {
    stopping.abort();
    return ended;
  };
}

test('a shop with much to do takes one place, however often it is nudged; all others are looked at meanwhile', async () => {
  const queue = 'test.many-shops';
  const others = Array.from({ length: 40 }, (_, index) => `other-${index}.myshopify.com`);
  const late = Array.from({ length: 20 }, (_, index) => `late-${index}.myshopify.com`);
  const expected = [...others, ...late];
  const toNudge = [...late];
  const looked = new Set<string>();
  const again = Promise.withResolvers<void>();
  const all = Promise.withResolvers<void>();
  let busy = 0;
  let most = 0;
  let looks = 0;
  const run: Job['run'] = async ({ shop }) => {
    if (shop !== 'busy.myshopify.com') {
      nudge(queue, 'busy.myshopify.com');
      // Behind the busy shop's next message, so that this one comes to its turn if anything lets it.
      if (looked.size >= others.length - 1 && toNudge.length > 0) nudge(queue, toNudge.shift()!);
      looked.add(shop);
      if (looked.size === expected.length) all.resolve();
      return;
    }
    busy += 1;
    most = Math.max(most, busy);
    await all.promise;
    busy -= 1;
    looks += 1;
    if (looks === 2) again.resolve();
  };
  start({ queue, every: '0 0 1 1 *', run }, ['busy.myshopify.com', ...others]);
  await all.promise;
  // What it was nudged for while it was at work is not lost.
  await again.promise;
  expect(most).toBe(1);
  expect([...looked].toSorted()).toEqual(expected.toSorted());
});
