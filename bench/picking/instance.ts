import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const amount = z.number().nonnegative();

/** One wave to be planned, in the canonical form: one block, walks start and end at the front of the depot's aisle. */
const Instance = z.object({
  set: z.union([z.string(), z.number()]).default('').transform(String),
  name: z.union([z.string(), z.number()]).transform(String),
  aisles: z.number().int().positive(),
  aisleLength: amount,
  aisleDistance: amount,
  depotAisle: z.number().int().nonnegative().default(0),
  /** most entries of a batch */
  capacity: amount,
  /** per order its entries: [aisle, distance from the front] */
  orders: z.array(z.array(z.tuple([z.number().int().nonnegative(), amount]))),
});
export type Instance = z.infer<typeof Instance>;

/** A line that is no instance, or that may not be meant so. */
export interface Fault {
  line: number;
  says: string;
}

/**
 * Reads one JSON object per line, compressed or not. A line that is no instance is told and passed over; one that has the set and name of
 * an earlier one is told and read all the same.
 */
export function readInstances(file: string): { instances: Instance[]; faults: Fault[] } {
  const bytes = readFileSync(file);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  const instances: Instance[] = [];
  const faults: Fault[] = [];
  const lineOf = new Map<string, number>();
  text.split('\n').forEach((row, i) => {
    const line = i + 1;
    if (row.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch (error) {
      faults.push({ line, says: `is not JSON: ${(error as Error).message}` });
      return;
    }
    const read = Instance.safeParse(value);
    if (!read.success) {
      faults.push({ line, says: `is not an instance: ${z.prettifyError(read.error)}` });
      return;
    }
    const { set, name } = read.data;
    const called = JSON.stringify([set, name]);
    const before = lineOf.get(called);
    if (before !== undefined) faults.push({ line, says: `has the set and name of line ${before}: ${set} ${name}` });
    else lineOf.set(called, line);
    instances.push(read.data);
  });
  return { instances, faults };
}
