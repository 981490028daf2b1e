import type { World } from '../../kernel/world.ts';

export type BulkStatus = 'CREATED' | 'RUNNING' | 'CANCELING' | 'CANCELED' | 'COMPLETED' | 'FAILED';

/** A bulk operation; the history of all is kept. Counts and sizes are decimal texts, as the API writes them. */
export interface BulkOperation {
  id: string;
  app: string;
  type: 'QUERY' | 'MUTATION';
  status: BulkStatus;
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT' | null;
  query: string;
  createdAt: string;
  completedAt: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    BulkOperation: BulkOperation;
  }
}

const OVER: BulkStatus[] = ['CANCELED', 'COMPLETED', 'FAILED'];

export const isOver = (operation: BulkOperation): boolean => OVER.includes(operation.status);

/** Operations of an app and type, newest first. */
export function operationsOf(world: World, app: string, type?: BulkOperation['type']): BulkOperation[] {
  return world
    .where('BulkOperation', 'app', app)
    .filter((one) => !type || one.type === type)
    .reverse();
}

/** How many operations of one type an app may have under way in a shop: five from 2026-01 on, one before. */
export function concurrencyLimit(version: string): number {
  return version >= '2026-01' ? 5 : 1;
}
