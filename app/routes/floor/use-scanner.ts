// Listens to a hardware scanner wherever the focus is, except in a field, which takes its own keys.
import { useEffect, useLayoutEffect, useRef } from 'react';
import { press, quietWedge } from '../../picking/floor/wedge.ts';

/** Before the page is painted: who sees it may scan. On the server nothing is painted. */
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

export function useScanner(onScan: (text: string) => void): void {
  const tell = useRef(onScan);
  tell.current = onScan;
  useBeforePaint(() => {
    let wedge = quietWedge;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      const heard = press(wedge, event.key, event.timeStamp);
      wedge = heard.wedge;
      if (heard.ours) event.preventDefault();
      if (heard.scan !== null) tell.current(heard.scan);
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
}
