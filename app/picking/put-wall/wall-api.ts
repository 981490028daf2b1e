// What a tablet at the wall and the floor's door say to each other, as JSON.
import { z } from 'zod';
import type { Me } from '../floor/floor-api.ts';
import type { WaveState as WavePhase } from '../wave.ts';
import type { WallScan, WallTask } from './deed.ts';
import type { WallRefused } from './ledger.ts';
import type { WallSize } from './slot.ts';

/** What a person at the wall sees of a task. */
export type TaskShown = WallTask & {
  orderName: string;
  title: string;
  sku: string | null;
  /** where it came from, or most of it, where it came from several bins */
  bin: string | null;
  barcode: string | null;
  imageUrl: string | null;
};

/** What one bin gave of a task, less what went back to it. */
export type PartShown = { bin: string | null; picked: number; dropped: number };

export type WallWave = {
  id: string;
  number: number;
  location: string;
  tasks: TaskShown[];
};

export type HeardAtWall = WallScan & { seq: number };

/** The answer to a look at a wall after ledger place `after`; `wave` comes with the first look. */
export type WallLook = {
  me: Me;
  phase: WavePhase;
  scans: HeardAtWall[];
  size: WallSize;
  /** pigeonholes in which orders of other waves stand, with the wave's number */
  elsewhere: { slot: number; wave: number }[];
  /** by task, where what goes back came from, in the order of the walk; only tasks that were picked from several bins */
  parts: Record<string, PartShown[]>;
  wave: WallWave | null;
};

const units = z.number().int().min(1).max(100_000);
const name = z.string().min(1).max(80);

/** A tablet asks; the server decides where a unit goes, so that two tablets never light up one pigeonhole for two orders. */
export const wallAsk = z.object({
  id: z.uuid(),
  after: z.number().int().min(0),
  ask: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('scanned'), item: z.string().min(1).max(400) }),
    /** more units of what was put last */
    z.object({ kind: z.literal('more'), task: name, units }),
    z.object({ kind: z.literal('missing'), task: name, units }),
    z.object({ kind: z.literal('put-back'), task: name, slot: z.number().int().min(0).max(1000).nullable(), units }),
    z.object({ kind: z.literal('cleared'), order: name }),
    z.object({ kind: z.literal('undone'), scan: z.uuid() }),
  ]),
});
export type WallAsk = z.infer<typeof wallAsk>;

export type WallAnswer =
  | { ok: true; heard: HeardAtWall | null; refused: WallRefused | null; look: WallLook }
  | { ok: false; why: 'no-wave' | 'not-picked' | 'over' };

/** A wave that lies at the wall, or is on its way to it. */
export type WallCard = {
  id: string;
  number: number;
  location: string;
  orders: number;
  /** units that are not on the cart any more, and all of them */
  done: number;
  units: number;
};

/** Where an order of a wave that is sorted stands; `slot` null: nothing of it is in the wall yet. Units still to be sorted. */
export type AtWall = { slot: string | null; left: number };
