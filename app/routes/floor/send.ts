// Between the phone and the server: scans go up in their order, the ledger comes down.
import type { FloorLook, Me, PhoneWave, Shut, WaveLook } from '../../picking/floor/floor-api.ts';
import { forgetScans, forgetWaves, keepLook, keepWave, readOwn, readWave, wavesWithScans } from './kept.ts';

/** ok; offline: the server was not reached or cannot answer now; shut: this phone may not come in; gone: there is no such wave */
export type Sent = { is: 'ok' } | { is: 'offline' } | { is: 'shut'; why: Shut } | { is: 'gone' };

type Answer<Body> = { is: 'ok'; status: number; body: Body } | Exclude<Sent, { is: 'ok' }>;

const patience = 8_000;

export async function ask<Body>(path: string, body?: unknown): Promise<Answer<Body>> {
  try {
    const response = await fetch(`/floor/api/${path}`, {
      signal: AbortSignal.timeout(patience),
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (response.status >= 500) return { is: 'offline' };
    const read = await response.json();
    if (response.status === 401) return { is: 'shut', why: (read as { why: Shut }).why };
    if (response.status === 404) return { is: 'gone' };
    return { is: 'ok', status: response.status, body: read as Body };
  } catch {
    return { is: 'offline' };
  }
}

const parcel = 200;
type Look = { me: Me; look: WaveLook; wave?: PhoneWave };

/**
 * Sends what is kept of a wave and fetches what happened to it. The number of each scan is given on sending, from the server's
 * count: the ids make sure that what was sent before, and whose answer was lost, is taken once.
 */
export async function exchange(waveId: string): Promise<Sent> {
  let known = await readWave(waveId);
  if (known) {
    const own = await readOwn(waveId);
    for (let from = 0; from < own.length; from += parcel) {
      const first: number = known.next;
      const scans = own
        .slice(from, from + parcel)
        .map(({ id, at, deed }, index) => ({ id, at, deed, seq: first + index }));
      const sent = await ask<{ ok: boolean; next?: number; passed?: string[] }>(`waves/${waveId}`, {
        ...{ sentAt: Date.now(), scans },
      });
      if (sent.is !== 'ok') return sent;
      if (sent.body.next === undefined) break;
      await forgetScans(waveId, new Set(sent.body.passed));
      known = { ...known, next: sent.body.next };
    }
  }
  const last = known?.heard.at(-1)?.seq;
  let looked = await ask<Look>(`waves/${waveId}${known ? `?after=${last ?? 0}` : ''}`);
  // An order joined the walk: its tasks come with the whole of it.
  if (looked.is === 'ok' && known && looked.body.look.tasks !== known.wave.tasks.length)
    looked = await ask<Look>(`waves/${waveId}`);
  if (looked.is !== 'ok') return looked;
  const { me, look, wave } = looked.body;
  const told = wave ?? known?.wave;
  if (!told) return { is: 'gone' };
  // Another tab may have kept more meanwhile.
  const before = known ? ((await readWave(waveId))?.heard ?? []) : [];
  const seen = new Set(before.map((scan) => scan.seq));
  await keepWave({
    id: waveId,
    me,
    wave: { ...told, phase: look.phase },
    heard: [...before, ...look.scans.filter((scan) => !seen.has(scan.seq))].sort((a, b) => a.seq - b.seq),
    next: look.next,
    walkers: look.walkers,
  });
  return { is: 'ok' };
}

/** Looks at the waves that wait, and sends what is kept of any. */
export async function lookAround(): Promise<Sent> {
  const looked = await ask<FloorLook>('waves');
  if (looked.is !== 'ok') return looked;
  await keepLook(looked.body);
  for (const waveId of await wavesWithScans()) await exchange(waveId);
  await forgetWaves(new Set(looked.body.waves.map((wave) => wave.id)));
  return { is: 'ok' };
}
