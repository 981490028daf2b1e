// What the floor's frame gives to its pages.
import { useOutletContext } from '@remix-run/react';
import type { Language } from '../../picking/floor/language.ts';
import type { Words } from '../../picking/floor/words/words.ts';

export const looks = ['auto', 'light', 'dark'] as const;
export type Look = (typeof looks)[number];

export type Floor = {
  words: Words;
  language: Language;
  /** the picker's own choice on this phone; before it, what the admin set for the picker */
  speak: (language: Language) => void;
  suggest: (language: Language) => void;
  look: Look;
  setLook: (look: Look) => void;
};

export const useFloor = (): Floor => useOutletContext<Floor>();
