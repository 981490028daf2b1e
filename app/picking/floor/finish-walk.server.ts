// The walk is over: the wave is picked.
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { liftHolds } from '../open-again.server.ts';
import { tellPicked } from '../place/tell-picks.server.ts';
import { savePicks } from '../store/walk.server.ts';
import { moveWave } from '../store/wave.server.ts';
import type { Who } from './enter-floor.server.ts';
import { isDone } from './ledger.ts';
import { countsOf } from './tasks.ts';
import { begunAt, hearShop, holdWalk, saveWalk } from './walk.server.ts';
import { changesAfter } from './wanted.ts';

export type Finished = { ok: true } | { ok: false; why: 'no-wave' | 'not-done' };

/** Marks a wave as picked once nothing of it is left to pick or to put back. Twice is once. */
export async function finishWalk(who: Who, waveId: string, now: Date): Promise<Finished> {
  const { shop } = who;
  return inShop(shop, async (tx): Promise<Finished> => {
    const walk = await holdWalk(tx, shop, waveId);
    if (!walk || walk.wave.state === 'planned') return { ok: false, why: 'no-wave' };
    if (walk.wave.state !== 'released') return { ok: true };
    if (!isDone(walk.state)) return { ok: false, why: 'not-done' };
    const counts = countsOf(walk.state);
    await savePicks(tx, shop, waveId, counts);
    const { moved, wave } = await moveWave(tx, shop, waveId, 'pick', now);
    if (!moved) return { ok: false, why: 'no-wave' };
    await tellPicked(tx, shop, { ...wave, waveId }, now);
    await liftHolds(tx, shop, waveId, wave.lines);
    // What is found from now on comes too late for this cart.
    walk.wave = wave;
    hearShop(walk, changesAfter(walk.state, wave.walk, wave.state), now);
    await saveWalk(tx, shop, walk, now);
    const sum = (of: 'picked' | 'short') => counts.reduce((total, line) => total + line[of], 0);
    await append(tx, shop, [
      {
        type: 'wave.picked',
        key: `wave.picked:${waveId}`,
        subject: `Wave/${waveId}`,
        at: now.toISOString(),
        data: {
          ...{ waveId, number: wave.number, picked: sum('picked'), short: sum('short') },
          begunAt: (begunAt(walk) ?? wave.releasedAt)?.toISOString() ?? null,
        },
      },
    ]);
    return { ok: true };
  });
}
