// What a station may say: read strictly, for it comes from outside.
import { z } from 'zod';
import { type Deed, type StationDeed, wrongItems } from './deed.ts';

const units = z.number().int().min(1).max(100_000);
const line = z.string().min(1).max(80);
const over = z.boolean();

const deed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), over }),
  z.object({ kind: z.literal('scanned'), line, units }),
  z.object({ kind: z.literal('forced'), line, units }),
  z.object({ kind: z.literal('took-back'), line, units }),
  z.object({ kind: z.literal('wrong'), what: z.enum(wrongItems) }),
  z.object({ kind: z.literal('missing'), line, units }),
  z.object({ kind: z.literal('found'), line, units }),
  z.object({ kind: z.literal('chose-box'), box: z.uuid().nullable() }),
  z.object({ kind: z.literal('did-not-fit'), box: z.uuid() }),
  z.object({ kind: z.literal('did-fit'), box: z.uuid() }),
  z.object({ kind: z.literal('weighed'), grams: z.number().int().min(1).max(1_000_000) }),
  z.object({ kind: z.literal('photographed'), photo: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ kind: z.literal('new-parcel') }),
  z.object({ kind: z.literal('sealed'), more: z.boolean(), despite: z.boolean() }),
  z.object({ kind: z.literal('opened-again'), over }),
  z.object({ kind: z.literal('put-back'), line, units }),
  z.object({ kind: z.literal('gave-up'), over }),
]) satisfies z.ZodType<StationDeed>;

const time = z.number().int().min(-8.64e15).max(8.64e15);

/** Deeds as a station sends them; `at` and `sentAt` are by its clock, in ms of Unix time, `nth` counts them for the order. */
export const saidAtStation = z.object({
  sentAt: time,
  deeds: z
    .array(z.object({ id: z.uuid(), parcel: z.uuid(), nth: z.number().int().min(1).max(1_000_000), at: time, deed }))
    .max(500),
});

export type SaidAtStation = z.infer<typeof saidAtStation>;

/** Who may pack what was not scanned, or seal what the scale doubts. */
export const mayDo = (deed: Deed, { mayForce }: { mayForce: boolean }): boolean =>
  mayForce || !(deed.kind === 'forced' || (deed.kind === 'sealed' && deed.despite));

export type Delivered<Said> = { fresh: Said[]; next: number };

/**
 * What is new of a delivery, in the station's own order: what is known is passed over, and at a gap it stops. `next`: the number
 * that the next deed of the station must bear.
 */
export function inTurn<Said extends { id: string; nth: number }>(
  said: readonly Said[],
  known: ReadonlySet<string>,
  next: number,
): Delivered<Said> {
  const fresh: Said[] = [];
  const seen = new Set(known);
  let turn = next;
  for (const one of said.toSorted((a, b) => a.nth - b.nth)) {
    if (seen.has(one.id)) continue;
    if (one.nth !== turn) break;
    seen.add(one.id);
    fresh.push(one);
    turn++;
  }
  return { fresh, next: turn };
}
