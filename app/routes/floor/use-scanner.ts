// Listens to a hardware scanner wherever the focus is, except in a field, which takes its own keys.
import { useEffect, useRef } from 'react';
import { press, quietWedge } from '../../picking/floor/wedge.ts';

export function useScanner(onScan: (text: string) => void): void {
  const tell = useRef(onScan);
  tell.current = onScan;
  useEffect(() => {
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
