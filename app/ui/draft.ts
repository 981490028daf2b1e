// What a person has typed into a form and not saved yet.
import { useState } from 'react';

export type Draft<Values> = {
  values: Values;
  dirty: boolean;
  set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
  discard: () => void;
};

/** Starts from `saved`; when that changes (a save went through), the draft starts anew from it. */
export function useDraft<Values extends Record<string, string | boolean>>(saved: Values): Draft<Values> {
  const version = JSON.stringify(saved);
  const [draft, setDraft] = useState({ version, values: saved });
  const current = draft.version === version ? draft.values : saved;
  return {
    values: current,
    dirty: JSON.stringify(current) !== version,
    set: (name, value) => setDraft({ version, values: { ...current, [name]: value } }),
    discard: () => setDraft({ version, values: saved }),
  };
}
