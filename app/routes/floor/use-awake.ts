// Keeps the screen on while somebody works: a hand in a glove does not wake a phone. A browser lets go of it whenever the page is
// hidden, so it is asked for again when the page is seen.
import { useEffect } from 'react';

export function useAwake(): void {
  useEffect(() => {
    let here = true;
    let lock: WakeLockSentinel | null = null;
    const stay = async () => {
      if (document.visibilityState !== 'visible' || (lock && !lock.released)) return;
      // Refused on a low battery, and unknown to old browsers: then the screen goes off as it always did.
      const got = await navigator.wakeLock?.request('screen').catch(() => null);
      if (!got) return;
      if (here) lock = got;
      else void got.release();
    };
    void stay();
    document.addEventListener('visibilitychange', stay);
    return () => {
      here = false;
      document.removeEventListener('visibilitychange', stay);
      void lock?.release();
    };
  }, []);
}
