import type { Domain } from '../../kernel/domain.ts';
import { gid } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';

/** Asynchronous work that a mutation started. */
export interface Job {
  id: string;
  done: boolean;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Job: Job;
  }
}

export function addJob(world: World): Job {
  return world.insert('Job', { id: gid('Job', world.uuid()), done: false });
}

export const jobs: Domain = {
  name: 'jobs',
  resolvers: {
    QueryRoot: { job: (_, { id }: { id: string }, { world }) => world.get('Job', id) ?? null },
    Job: { query: () => ({}) },
  },
  complete: ['Job'],
};
