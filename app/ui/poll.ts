import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Asks for the page's data again every few seconds while `active`, and not while the tab is hidden. */
export function usePoll(active: boolean, everyMs = 2000): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== 'idle') return;
    const timer = setTimeout(() => {
      if (!document.hidden) revalidate();
    }, everyMs);
    return () => clearTimeout(timer);
  }, [active, everyMs, revalidate, state]);
}
