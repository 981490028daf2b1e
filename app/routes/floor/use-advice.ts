// Which box: asked once for the same units without the same boxes.
import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../picking/floor/language.ts';
import type { BoxAdvice } from '../../picking/packing/station/station-api.ts';
import { ask } from './send.ts';

type Units = ReadonlyMap<string, number>;

/** Null while it is being found out, or cannot be. */
export function useAdvice(
  wave: string,
  order: string,
  units: Units | null,
  without: readonly string[],
  language: Language,
): BoxAdvice | null {
  const [known, setKnown] = useState<ReadonlyMap<string, BoxAdvice>>(new Map());
  const asking = useRef(new Set<string>());
  const asked =
    units && units.size > 0
      ? { units: Object.fromEntries([...units].sort()), without: without.toSorted(), language }
      : null;
  const body = asked && JSON.stringify(asked);
  const key = body && `${wave}/${order} ${body}`;
  useEffect(() => {
    if (!key || !body || asking.current.has(key)) return;
    asking.current.add(key);
    void ask<BoxAdvice>(`pack/${wave}/${order}/advice`, JSON.parse(body)).then((answer) => {
      if (answer.is === 'ok' && answer.status === 200)
        return setKnown((before) => new Map(before).set(key, answer.body));
      asking.current.delete(key);
    });
  }, [key, body, wave, order]);
  return (key && known.get(key)) || null;
}
