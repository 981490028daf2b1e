import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Asks for the page's data again every few seconds while `active`; not while the tab is hidden, and at once when it is seen again. */
export function usePoll(active: boolean, everyMs = 2000): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== 'idle') return;
    let due = false;
    const ask = () => {
      if (due && !document.hidden) revalidate();
    };
    const timer = setTimeout(() => {
      due = true;
      ask();
    }, everyMs);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [active, everyMs, revalidate, state]);
}
