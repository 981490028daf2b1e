// A walk on this phone: what is kept of it, folded, and how far the server knows it.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Shut } from '../../picking/floor/floor-api.ts';
import { fold, type WaveState } from '../../picking/floor/ledger.ts';
import type { Deed } from '../../picking/floor/scan.ts';
import {
  type KeptPlace,
  type KeptWave,
  keepPlace,
  keepScan,
  type OwnScan,
  readOwn,
  readPlace,
  readWave,
} from './kept.ts';
import { ask, exchange } from './send.ts';
import { useTurns } from './use-turns.ts';

export type Walk = {
  kept: KeptWave;
  own: OwnScan[];
  state: WaveState;
  at: KeptPlace;
  online: boolean;
};

export type WalkNow = { is: 'loading' | 'offline' | 'gone' } | { is: 'shut'; why: Shut } | ({ is: 'here' } & Walk);

export function useWalk(waveId: string): {
  walk: WalkNow;
  /** keeps what was done; it is sent as soon as it can be */
  record: (...deeds: Deed[]) => void;
  moveTo: (at: Partial<KeptPlace>) => void;
} {
  const [kept, setKept] = useState<KeptWave | null>(null);
  const [own, setOwn] = useState<OwnScan[]>([]);
  const [at, setAt] = useState<KeptPlace>({ waveId, place: null, bin: null, finishing: false });
  const [door, setDoor] = useState<'loading' | 'ok' | 'offline' | 'gone' | Shut>('loading');
  const placeNow = useRef(at);
  // Scans are kept one after the other, whatever the speed of the hand.
  const keeping = useRef<Promise<unknown>>(Promise.resolve());

  const readBack = useCallback(async () => {
    const read = await readWave(waveId);
    if (!read) return;
    setKept(read);
    const unsent = await readOwn(waveId);
    // What is being kept at this moment stays in sight.
    setOwn((before) => {
      const ids = new Set([...unsent.map((scan) => scan.id), ...read.heard.map((scan) => scan.id)]);
      return [...unsent, ...before.filter((scan) => !ids.has(scan.id))];
    });
  }, [waveId]);

  const turn = useCallback(async () => {
    await keeping.current;
    let sent = await exchange(waveId);
    if (sent.is === 'ok' && placeNow.current.finishing && (await readOwn(waveId)).length === 0) {
      const finished = await ask<{ ok: boolean }>(`waves/${waveId}/finish`, {});
      if (finished.is === 'ok') {
        // Not done after all, or done: either way the picker's word was heard.
        placeNow.current = { ...placeNow.current, finishing: false };
        setAt(placeNow.current);
        await keepPlace(placeNow.current);
        sent = await exchange(waveId);
      }
    }
    await readBack();
    setDoor(sent.is === 'shut' ? sent.why : sent.is);
  }, [waveId, readBack]);
  const soon = useTurns(turn);

  useEffect(() => {
    let here = true;
    void (async () => {
      const place = await readPlace(waveId);
      if (!here) return;
      if (place) {
        placeNow.current = place;
        setAt(place);
      }
      await readBack();
      soon();
    })();
    return () => {
      here = false;
    };
  }, [waveId, readBack, soon]);

  const record = useCallback(
    (...deeds: Deed[]) => {
      const scans = deeds.map((deed) => ({ id: crypto.randomUUID(), waveId, at: Date.now(), deed }));
      setOwn((before) => [...before, ...scans]);
      keeping.current = keeping.current.then(async () => {
        for (const scan of scans) await keepScan(scan);
      });
      soon();
    },
    [waveId, soon],
  );

  const moveTo = useCallback(
    (change: Partial<KeptPlace>) => {
      placeNow.current = { ...placeNow.current, ...change };
      setAt(placeNow.current);
      const place = placeNow.current;
      keeping.current = keeping.current.then(() => keepPlace(place));
      if (change.finishing) soon();
    },
    [soon],
  );

  const state = useMemo(() => {
    if (!kept) return null;
    const mine = own.map(({ id, deed }) => ({ id, deed, device: kept.me.deviceId }));
    return fold(kept.wave.tasks, [...kept.heard, ...mine]);
  }, [kept, own]);

  if (door === 'not-paired' || door === 'turned-out') return { walk: { is: 'shut', why: door }, record, moveTo };
  if (door === 'gone') return { walk: { is: 'gone' }, record, moveTo };
  if (!kept || !state) return { walk: { is: door === 'offline' ? 'offline' : 'loading' }, record, moveTo };
  return { walk: { is: 'here', kept, own, state, at, online: door !== 'offline' }, record, moveTo };
}
