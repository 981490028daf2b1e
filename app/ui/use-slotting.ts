// A slotting what-if as a page follows it: how far it is, what is found so far, and a way to stop it.
import { useLocation } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Found } from './slotting-found.tsx';

export type SlottingLine = { share: number; found: Found | null; over: boolean };

type Slotting = { state: 'walking' | 'over' | 'stopped' | 'failed'; share: number; found: Found | null };

const begun: Slotting = { state: 'walking', share: 0, found: null };

/**
 * Asks for `url` whenever the page is gone to, be it by the same address, and when told to begin anew. What was found before it was
 * stopped stays.
 */
export function useSlotting(url: string): Slotting & { stop: () => void; again: () => void } {
  const [told, setTold] = useState({ ...begun, url });
  const visit = useLocation().key;
  const [attempt, setAttempt] = useState(0);
  const asking = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another visit or attempt asks for the same address once more.
  useEffect(() => {
    const own = new AbortController();
    asking.current = own;
    setTold({ ...begun, url });
    follow(url, own.signal, ({ share, found, over }) => {
      if (!own.signal.aborted) setTold({ state: over ? 'over' : 'walking', share, found, url });
    }).catch(() => {
      if (!own.signal.aborted) setTold((last) => ({ ...last, state: 'failed' }));
    });
    return () => own.abort();
  }, [url, visit, attempt]);
  const stop = useCallback(() => {
    asking.current?.abort();
    setTold((last) => ({ ...last, state: 'stopped' }));
  }, []);
  const again = useCallback(() => setAttempt((last) => last + 1), []);
  // Until the new address is asked for, nothing of the old one is shown.
  return { ...(told.url === url ? told : begun), stop, again };
}

/** Only App Bridge's fetch carries the session token. @throws when the answer ends before it is over */
async function follow(url: string, signal: AbortSignal, hear: (line: SlottingLine) => void): Promise<void> {
  const answer = await fetch(url, { signal });
  if (!answer.ok || !answer.body) throw new Error(`answered ${answer.status}`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let over = false;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (text + part.value).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const word = JSON.parse(line) as SlottingLine;
      over = word.over;
      hear(word);
    }
  }
  if (!over) throw new Error('The answer ended before it was over');
}
