// The walk is over: what was there, and what was short.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readPicks } from './pick.ts';
import { type Done, noSuchWave } from './release-wave.server.ts';
import { loadWave, moveWave, savePicks } from './store.server.ts';
import { mayHappen, refusal } from './wave.ts';

export type Recorded = Done | { ok: false; problem: null; problems: Record<string, string> };

/** Takes the counts typed for each line (by fulfillment-order line id) of a released wave. */
export async function recordPicks(
  shop: string,
  id: string,
  typed: ReadonlyMap<string, string>,
  now: Date,
): Promise<Recorded> {
  return inShop(shop, async (tx): Promise<Recorded> => {
    const known = await loadWave(tx, shop, id);
    if (!known) return noSuchWave;
    if (!mayHappen('pick', known.state)) return { ok: false, problem: refusal('pick', known.number, known.state) };
    const read = readPicks(known.lines, typed);
    if (!read.ok) return { ok: false, problem: null, problems: read.problems };
    const { moved, wave } = await moveWave(tx, shop, id, 'pick', now);
    if (!moved) return wave ? { ok: false, problem: refusal('pick', wave.number, wave.state) } : noSuchWave;
    await savePicks(tx, shop, id, read.picks);
    const sum = (of: 'picked' | 'short') => read.picks.reduce((total, pick) => total + pick[of], 0);
    await append(tx, shop, [
      {
        type: 'wave.picked',
        key: `wave.picked:${id}`,
        subject: `Wave/${id}`,
        at: now.toISOString(),
        data: { waveId: id, number: wave.number, picked: sum('picked'), short: sum('short') },
      },
    ]);
    return { ok: true };
  });
}
