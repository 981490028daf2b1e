// A layout: what the floor of one location looks like, in metres. Blocks of parallel aisles, joined by cross-aisles at the front,
// at the back and where one likes between; several floors, joined by stairs and lifts; where carts stand and where goods are
// packed. One document for each location, kept in versions. x grows to the right, y from the front to the back.
import { z } from 'zod';

const metres = z.number().finite();
const name = z.string().trim().min(1).max(40);
const index = z.number().int().min(0);

const point = z.object({ floor: index, x: metres, y: metres });

const aisle = z.object({
  name,
  /** metres to the right of the block's left edge */
  x: metres,
  length: metres,
  /** the end at which nobody can walk out */
  deadEnd: z.enum(['front', 'back']).optional(),
  /** how its bays are numbered: from which number, how many stand along it, and whether odd and even ones face each other */
  bays: z
    .object({ first: z.number().int(), along: z.number().int().min(1), sides: z.enum(['odd-even', 'running']) })
    .optional(),
});

const block = z.object({
  name,
  floor: index,
  /** metres of its front left corner */
  x: metres,
  y: metres,
  aisles: z.array(aisle).max(400),
  /** distances from the front at which one can change aisles */
  crossAisles: z.array(metres).max(40),
});

const document = z.object({
  floors: z.array(z.object({ name, blocks: z.array(block).max(100) })).max(20),
  stations: z
    .array(z.object({ name, kind: z.enum(['start', 'pack', 'drop']), floor: index, x: metres, y: metres }))
    .max(50),
  links: z.array(z.object({ from: point, to: point, metres, kind: z.enum(['stairs', 'lift', 'path']) })).max(200),
});

export type Point = z.infer<typeof point>;
export type Aisle = z.infer<typeof aisle>;
export type Block = z.infer<typeof block>;
export type Layout = z.infer<typeof document>;
export type Station = Layout['stations'][number];
export type Link = Layout['links'][number];

/** A layout out of text that a page sent or a file held; whether it makes sense is for check-layout.ts. */
export function readLayout(text: string): { ok: true; layout: Layout } | { ok: false; problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'This is no layout: it cannot be read as JSON. Nothing was saved.' };
  }
  const read = document.safeParse(json);
  if (read.success) return { ok: true, layout: read.data };
  const [issue] = read.error.issues;
  return {
    ok: false,
    problem: `This is no layout: ${issue?.path.join('.') || 'it'} is wrong (${issue?.message}). Nothing was saved.`,
  };
}

export const emptyLayout: Layout = { floors: [{ name: 'Ground floor', blocks: [] }], stations: [], links: [] };

/** The blocks of all floors. */
export function blocksOf(layout: Layout): Block[] {
  return layout.floors.flatMap((floor) => floor.blocks);
}

/** Metres from a block's front to its farthest aisle end. */
export function depthOf(block: Block): number {
  return Math.max(0, ...block.aisles.map((one) => one.length));
}

/** Whether one can step from an aisle into the cross-aisle that lies `at` metres from the front. */
export function meets(aisle: Aisle, at: number): boolean {
  if (at < 0 || at > aisle.length) return false;
  if (aisle.deadEnd === 'front') return at > 0;
  return aisle.deadEnd !== 'back' || at < aisle.length;
}
