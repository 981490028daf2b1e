// The walk is over: what was there, and what was short.
import { inShop, type ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { liftHolds } from './open-again.server.ts';
import { type Picked, readPicks } from './pick.ts';
import { tellPicked } from './place/tell-picks.server.ts';
import { type Done, noSuchWave } from './release-wave.server.ts';
import { savePicks } from './store/walk.server.ts';
import { loadWave, moveWave } from './store/wave.server.ts';
import { lineShorted } from './tell-short.ts';
import { type Allocation, mayHappen, refusal, type WaveLine } from './wave.ts';

export type Recorded = Done | { ok: false; problem: null; problems: Record<string, string> };

type Typed = ReadonlyMap<string, string>;

/** Takes the counts typed for each stop of a released wave's walk (by allocation id): the walk is over. */
export async function recordPicks(shop: string, id: string, typed: Typed, now: Date): Promise<Recorded> {
  return inShop(shop, async (tx) => {
    const taken = await takeCounts(tx, shop, id, 'pick', typed, now);
    if (!taken.ok) return taken;
    await tellPicked(tx, shop, taken, now);
    await liftHolds(tx, shop, id, taken.lines);
    const sum = (of: 'picked' | 'short') => taken.picks.reduce((total, pick) => total + pick[of], 0);
    await append(tx, shop, [
      ...taken.walk.flatMap((one) =>
        lineShorted({ id, locationId: taken.locationId }, one, {
          ...{ key: `short:${id}:${one.id}`, at: now.toISOString() },
          ...{ units: one.short, pickerId: null, reason: 'not-found' },
        }),
      ),
      {
        type: 'wave.picked',
        key: `wave.picked:${id}`,
        subject: `Wave/${id}`,
        at: now.toISOString(),
        data: {
          ...{ waveId: id, number: taken.number, picked: sum('picked'), short: sum('short') },
          begunAt: taken.releasedAt?.toISOString() ?? null,
        },
      },
    ]);
    return { ok: true };
  });
}

/** Keeps the counts typed so far; the walk goes on. */
export async function keepCounts(shop: string, id: string, typed: Typed, now: Date): Promise<Recorded> {
  return inShop(shop, async (tx) => {
    const taken = await takeCounts(tx, shop, id, 'count', typed, now);
    return taken.ok ? { ok: true } : taken;
  });
}

type Refused = Exclude<Recorded, { ok: true }>;
type Taken = {
  ok: true;
  waveId: string;
  locationId: string;
  number: number;
  releasedAt: Date | null;
  picks: Picked[];
  walk: Allocation[];
  lines: WaveLine[];
};

async function takeCounts(
  tx: ShopTx,
  shop: string,
  id: string,
  action: 'pick' | 'count',
  typed: Typed,
  now: Date,
): Promise<Refused | Taken> {
  const known = await loadWave(tx, shop, id);
  if (!known) return noSuchWave;
  if (!mayHappen(action, known.state)) return { ok: false, problem: refusal(action, known.number, known.state) };
  const read = readPicks(known.walk, typed);
  if (!read.ok) return { ok: false, problem: null, problems: read.problems };
  const { moved, wave } = await moveWave(tx, shop, id, action, now);
  if (!moved) return wave ? { ok: false, problem: refusal(action, wave.number, wave.state) } : noSuchWave;
  await savePicks(tx, shop, id, read.picks);
  const pickOf = new Map(read.picks.map((pick) => [pick.id, pick]));
  const walk = wave.walk.map((one) => ({ ...one, ...pickOf.get(one.id) }));
  const { locationId, number, releasedAt, lines } = wave;
  return { ok: true, waveId: id, locationId, number, releasedAt, picks: read.picks, walk, lines };
}
