// What the picture of a box says beside its drawings, in the languages of the floor.
import type { Language } from '../floor/language.ts';

type Deep = 'back' | 'middle' | 'front';
type Across = 'left' | 'middle' | 'right';

export type StepWords = {
  title: (items: number, box: string) => string;
  /** how deep in the box, and where across it, as one looks into it from the front */
  at: Record<`${Deep} ${Across}`, string>;
  floor: string;
  /** the steps of what it lies on */
  on: (steps: readonly number[]) => string;
  /** millimetres */
  measures: (across: number, deep: number, high: number) => string;
};

const english: StepWords = {
  title: (items, box) => `How to pack ${items} ${items === 1 ? 'item' : 'items'} into ${box}`,
  at: {
    'back left': 'at the back left',
    'back middle': 'at the back',
    'back right': 'at the back right',
    'middle left': 'left',
    'middle middle': 'in the middle',
    'middle right': 'right',
    'front left': 'at the front left',
    'front middle': 'at the front',
    'front right': 'at the front right',
  },
  floor: 'on the floor',
  on: (steps) => `on ${steps.join(' and ')}`,
  measures: (across, deep, high) => `${across} × ${deep} mm and ${high} mm high`,
};

const german: StepWords = {
  title: (items, box) => `So ${items === 1 ? 'kommt 1 Artikel' : `kommen ${items} Artikel`} in ${box}`,
  at: {
    'back left': 'hinten links',
    'back middle': 'hinten',
    'back right': 'hinten rechts',
    'middle left': 'links',
    'middle middle': 'in der Mitte',
    'middle right': 'rechts',
    'front left': 'vorn links',
    'front middle': 'vorn',
    'front right': 'vorn rechts',
  },
  floor: 'auf dem Boden',
  on: (steps) => `auf ${steps.join(' und ')}`,
  measures: (across, deep, high) => `${across} × ${deep} mm und ${high} mm hoch`,
};

const french: StepWords = {
  title: (items, box) => `Comment ranger ${items} ${items < 2 ? 'article' : 'articles'} dans ${box}`,
  at: {
    'back left': 'au fond à gauche',
    'back middle': 'au fond',
    'back right': 'au fond à droite',
    'middle left': 'à gauche',
    'middle middle': 'au milieu',
    'middle right': 'à droite',
    'front left': 'devant à gauche',
    'front middle': 'devant',
    'front right': 'devant à droite',
  },
  floor: 'sur le fond',
  on: (steps) => `sur ${steps.join(' et ')}`,
  measures: (across, deep, high) => `${across} × ${deep} mm et ${high} mm de haut`,
};

const all: Record<Language, StepWords> = { en: english, de: german, fr: french };

export const stepWordsIn = (language: Language): StepWords => all[language];
