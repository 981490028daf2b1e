import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Reads the page's data again every two seconds while `waiting`: what was sent to Shopify settles without a reload. */
export function useLookAgain(waiting: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') revalidate();
    }, 2000);
    return () => clearInterval(timer);
  }, [waiting, revalidate]);
}
