import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const amount = z.number().nonnegative();

/** One wave to be planned, in the canonical form: one block, walks start and end at the front of the depot's aisle. */
const Instance = z.object({
  set: z.coerce.string().default(''),
  name: z.coerce.string(),
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

/** Reads one JSON object per line, compressed or not. @throws Error naming the line that is not an instance */
export function readInstances(file: string): Instance[] {
  const bytes = readFileSync(file);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new Error(`${file}: line ${i + 1} is not JSON`);
    }
    const read = Instance.safeParse(value);
    if (!read.success) throw new Error(`${file}: line ${i + 1} is not an instance: ${z.prettifyError(read.error)}`);
    return [read.data];
  });
}
