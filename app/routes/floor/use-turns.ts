// Takes turns with the server: every few seconds while the page is seen, at once when told, when the connection comes back and
// when the page is looked at again. Never two turns at a time.
import { useCallback, useEffect, useRef } from 'react';

const every = 3_000;

export function useTurns(turn: () => Promise<void>): () => void {
  const busy = useRef(false);
  const again = useRef(false);
  const latest = useRef(turn);
  latest.current = turn;

  const soon = useCallback(() => {
    if (busy.current) {
      again.current = true;
      return;
    }
    busy.current = true;
    void latest
      .current()
      .catch(() => undefined)
      .finally(() => {
        busy.current = false;
        if (!again.current) return;
        again.current = false;
        soon();
      });
  }, []);

  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && soon(), every);
    const seen = () => document.visibilityState === 'visible' && soon();
    window.addEventListener('online', soon);
    window.addEventListener('offline', soon);
    window.addEventListener('focus', soon);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', soon);
      window.removeEventListener('offline', soon);
      window.removeEventListener('focus', soon);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [soon]);
  return soon;
}
