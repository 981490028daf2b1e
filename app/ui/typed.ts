// What a person has typed, kept until it is saved: also while the thing itself changes under it, because another person saved.
import { useEffect, useState } from 'react';

export type Kept<Values> = {
  values: Values;
  dirty: boolean;
  /** the version that the person saw when typing began, or since being told of a newer one */
  version: number;
  change: (values: Values) => void;
  discard: () => void;
};

/**
 * `answer` is the last answer to a save, once the page has been read again: a good one ends the typing, a bad one keeps it and
 * has told of the newest version.
 */
export function useTyped<Values>(saved: Values, version: number, answer: { ok: boolean } | undefined): Kept<Values> {
  const [typed, setTyped] = useState<{ values: Values; version: number } | null>(null);
  useEffect(() => {
    if (answer?.ok) setTyped(null);
    else if (answer) setTyped((before) => before && { ...before, version });
  }, [answer, version]);
  const values = typed?.values ?? saved;
  return {
    values,
    dirty: typed !== null && JSON.stringify(typed.values) !== JSON.stringify(saved),
    version: typed?.version ?? version,
    change: (next) => setTyped({ values: next, version: typed?.version ?? version }),
    discard: () => setTyped(null),
  };
}
