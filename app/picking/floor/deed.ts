// What a phone may say: read strictly, for it comes from outside. `wanted` is the shop's word, never a phone's.
import { z } from 'zod';
import { type Deed, longestTote, shortReasons, wrongScans } from './scan.ts';

const units = z.number().int().min(1).max(100_000);
const name = z.string().min(1).max(longestTote);
const task = z.string().min(1).max(80);

const deed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('took'), task }),
  z.object({ kind: z.literal('picked'), task, units, tote: name }),
  z.object({ kind: z.literal('short'), task, units, reason: z.enum(shortReasons) }),
  z.object({ kind: z.literal('skipped'), task }),
  z.object({ kind: z.literal('wrong'), task, what: z.enum(wrongScans) }),
  z.object({ kind: z.literal('put-back'), task, units, tote: name }),
  z.object({ kind: z.literal('swapped-tote'), from: name, to: name }),
  z.object({ kind: z.literal('undone'), scan: z.uuid() }),
]) satisfies z.ZodType<Deed>;

const time = z.number().int().min(-8.64e15).max(8.64e15);

/** A parcel of scans as a phone sends it; `at` and `sentAt` are by the phone's clock, in ms of Unix time. */
export const scanParcel = z.object({
  sentAt: time,
  scans: z.array(z.object({ id: z.uuid(), seq: z.number().int().min(1).max(1_000_000), at: time, deed })).max(500),
});

export type ScanParcel = z.infer<typeof scanParcel>;
export type PhoneScan = ScanParcel['scans'][number];

/**
 * When a scan happened, by our clock, in ms of Unix time. A phone's clock may be wrong by years, but the time between the scan
 * and its sending was measured by one clock. Never later than `now`.
 */
export function setRight(at: number, sentAt: number, now: number): number {
  return now - Math.min(Math.max(0, sentAt - at), now);
}
