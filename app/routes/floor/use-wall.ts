// A wave's wall on this tablet: what the server told, folded. Nothing is kept here: two tablets must know of each other before a
// pigeonhole lights up, so that the wall needs its connection.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Shut } from '../../picking/floor/floor-api.ts';
import { fold, type WallState } from '../../picking/put-wall/ledger.ts';
import type { WallAnswer, WallAsk, WallLook, WallWave } from '../../picking/put-wall/wall-api.ts';
import { ask } from './send.ts';
import { useTurns } from './use-turns.ts';

export type WallHere = Omit<Known, 'scans'> & { state: WallState; online: boolean };
export type WallNow = { is: 'loading' | 'offline' | 'gone' } | { is: 'shut'; why: Shut } | ({ is: 'here' } & WallHere);

type Known = Omit<WallLook, 'wave'> & { wave: WallWave };

export function useWall(
  waveId: string,
  onAnswer: (answer: WallAnswer) => void,
): { wall: WallNow; say: (ask: WallAsk['ask']) => void } {
  const [known, setKnown] = useState<Known | null>(null);
  const [door, setDoor] = useState<'loading' | 'ok' | 'offline' | 'gone' | Shut>('loading');
  const latest = useRef<Known | null>(null);
  // What was said and not answered yet. It is said again, under the same id, until it is.
  const unsaid = useRef<Omit<WallAsk, 'after'>[]>([]);
  const tell = useRef(onAnswer);
  tell.current = onAnswer;

  const learn = useCallback((look: WallLook) => {
    const before = latest.current;
    const wave = look.wave ?? before?.wave;
    if (!wave) return;
    const seen = new Set(before?.scans.map((scan) => scan.seq));
    const scans = [...(before?.scans ?? []), ...look.scans.filter((scan) => !seen.has(scan.seq))];
    latest.current = { ...look, wave, scans: scans.sort((a, b) => a.seq - b.seq) };
    setKnown(latest.current);
  }, []);

  const turn = useCallback(async () => {
    const after = () => latest.current?.scans.at(-1)?.seq ?? 0;
    while (latest.current && unsaid.current.length > 0) {
      const [first] = unsaid.current as [Omit<WallAsk, 'after'>];
      const sent = await ask<WallAnswer>(`wall/${waveId}`, { ...first, after: after() });
      if (sent.is !== 'ok') return setDoor(sent.is === 'shut' ? sent.why : sent.is);
      unsaid.current = unsaid.current.slice(1);
      if (sent.body.ok) learn(sent.body.look);
      tell.current(sent.body);
    }
    const looked = await ask<WallLook>(`wall/${waveId}${latest.current ? `?after=${after()}` : ''}`);
    if (looked.is === 'ok') learn(looked.body);
    setDoor(looked.is === 'shut' ? looked.why : looked.is);
  }, [waveId, learn]);
  const soon = useTurns(turn);
  useEffect(() => soon(), [soon]);

  const say = useCallback(
    (what: WallAsk['ask']) => {
      unsaid.current = [...unsaid.current, { id: crypto.randomUUID(), ask: what }];
      soon();
    },
    [soon],
  );

  const state = useMemo(() => (known ? fold(known.wave.tasks, known.scans) : null), [known]);
  if (door === 'not-paired' || door === 'turned-out') return { wall: { is: 'shut', why: door }, say };
  if (door === 'gone') return { wall: { is: 'gone' }, say };
  if (!known || !state) return { wall: { is: door === 'offline' ? 'offline' : 'loading' }, say };
  const { scans: _, ...here } = known;
  return { wall: { is: 'here', ...here, state, online: door !== 'offline' }, say };
}
