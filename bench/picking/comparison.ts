import { firstCome } from '../../app/picking/batching/first-come.ts';
import { savings } from '../../app/picking/batching/savings.ts';
import { type Batches, boardOf } from '../../app/picking/batching/task.ts';
import { type Rule, rememberedWalks } from '../../app/picking/walk/remembered-walks.ts';
import type { Walks } from '../../app/picking/walk/walks.ts';
import type { Instance } from './instance.ts';
import { taskOf } from './task-of.ts';

/** The mean distance of the instances by simpler plans, from what a shop does without any to what it does with half of ours. */
export function comparison(instances: readonly Instance[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (name: string, distance: number) => {
    sums[name] = (sums[name] ?? 0) + distance;
  };
  for (const instance of instances) {
    const task = taskOf(instance);
    const board = boardOf(task);
    const by = (rule: Rule) => rememberedWalks(task.block, task.places, rule);
    const walked = (walks: Walks, batches: Batches) =>
      batches.reduce((sum, batch) => sum + walks.length(batch.flatMap((order) => task.orders[order]!.stops)), 0);
    const first = firstCome(board);
    const each = task.orders.map((_, order) => [order]);
    add('one order a walk, by bin name', walked(by('by-name'), each));
    add('first come, by bin name', walked(by('by-name'), first));
    add('first come, S-shape', walked(by('s-shape'), first));
    add('first come, largest gap', walked(by('largest-gap'), first));
    add('first come, nearest bin', walked(by('nearest'), first));
    add('first come, shortest walks', walked(task.walks, first));
    add('savings, shortest walks', walked(task.walks, savings(board)));
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / instances.length]));
}
