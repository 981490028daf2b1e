// A picker takes a cart: the next wave that nobody walks, or one that is going.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { loadReleased } from '../store/queues.server.ts';
import { saveTotes } from '../store/walk.server.ts';
import type { Who } from './enter-floor.server.ts';
import { stopsLeft } from './next.ts';
import { loadWalkers } from './store.server.ts';
import { numberTotes } from './tasks.ts';
import { begun, hear, holdWalk, nextOf, saveWalk } from './walk.server.ts';

export type Taken = { ok: true; waveId: string } | { ok: false; why: 'nothing-released' | 'no-wave' };

/** The wave that was released first among those that nobody walks. Of two pickers who ask at once each gets another. */
export async function takeNextWave(who: Who, now: Date): Promise<Taken> {
  return inShop(who.shop, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('take wave:' || ${who.shop}, 0))`;
    const released = await loadReleased(tx);
    const walkers = await loadWalkers(tx, released);
    const next = released.find((id) => !walkers.has(id));
    return next ? begin(tx, who, next, now) : { ok: false, why: 'nothing-released' };
  });
}

/** This released wave, beside whoever walks it already. */
export async function takeWave(who: Who, waveId: string, now: Date): Promise<Taken> {
  return inShop(who.shop, (tx) => begin(tx, who, waveId, now));
}

async function begin(tx: Parameters<typeof holdWalk>[0], who: Who, waveId: string, now: Date): Promise<Taken> {
  const walk = await holdWalk(tx, who.shop, waveId);
  if (walk?.wave.state !== 'released') return { ok: false, why: 'no-wave' };
  if (walk.wave.walk.some((one) => one.tote === null)) await saveTotes(tx, who.shop, waveId, numberTotes(walk.wave));
  const first = stopsLeft(walk.state, who.deviceId)[0];
  if (first && !walk.scans.some((scan) => scan.device === who.deviceId)) {
    const deed = { kind: 'took' as const, task: first.task.id };
    const { deviceId: device, picker } = who;
    hear(walk, { id: randomUUID(), device, pickerId: picker.id, deviceSeq: nextOf(walk, device), at: now, deed });
    await saveWalk(tx, who.shop, walk, now);
    await append(tx, who.shop, begun(walk));
  }
  return { ok: true, waveId };
}
