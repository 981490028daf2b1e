// Everything the floor says to a picker. Each language has all of it: a missing word is a type error.
import type { Language } from '../language.ts';
import type { ShortReason, WhyChanged } from '../scan.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';

export type Words = {
  loading: string;
  wave: (number: number) => string;
  waves: {
    title: string;
    hello: (name: string) => string;
    takeNext: string;
    none: string;
    noneHint: string;
    resume: string;
    /** for a wave that others walk, and for one that nobody does */
    join: string;
    take: string;
    units: (done: number, all: number) => string;
    orders: (count: number) => string;
    with: (names: string) => string;
    taken: string;
    offline: string;
  };
  pair: {
    title: string;
    hint: string;
    code: string;
    pin: string;
    pair: string;
    wrongCode: string;
    wrongPin: string;
    tooOften: string;
    noConnection: string;
    turnedOut: string;
  };
  offline: (kept: number) => string;
  sending: (kept: number) => string;
  step: { bin: string; item: string; tote: string };
  noBin: string;
  ofUnits: (counted: number, units: number) => string;
  /** what this bin gives of a line that lies in several */
  ofLine: (units: number, all: number) => string;
  tote: (name: string) => string;
  order: (name: string) => string;
  again: string;
  button: {
    atBin: string;
    haveAll: (units: number) => string;
    intoTote: (name: string) => string;
    oneMore: string;
    oneLess: string;
    short: string;
    skip: string;
    fullTote: string;
    undo: string;
    camera: string;
    enter: string;
    menu: string;
    close: string;
    isBack: string;
    finish: string;
    toWaves: string;
  };
  scanHint: string;
  wrong: {
    bin: (heard: string, wanted: string) => string;
    item: (heard: string) => string;
    tote: (heard: string, wanted: string) => string;
    tooMany: (units: number) => string;
    refused: string;
  };
  said: { atBin: string; counted: (counted: number, units: number) => string; inTote: (name: string) => string };
  short: { title: (title: string) => string; how: string; reason: string; missing: (units: number) => string };
  reasons: Record<ShortReason, string>;
  swap: { title: (name: string) => string; hint: string; label: string; swap: string; inUse: string };
  undo: {
    title: string;
    none: string;
    /** counted, and in no tote yet */
    inHand: (units: number, title: string) => string;
    picked: (units: number, title: string, tote: string) => string;
    short: (units: number, title: string) => string;
    skipped: (title: string) => string;
    putBack: (units: number, title: string) => string;
    swapped: (from: string, to: string) => string;
  };
  putBack: {
    title: string;
    what: (units: number, title: string) => string;
    fromTote: (name: string) => string;
    toBin: (bin: string) => string;
  };
  because: Record<WhyChanged, (order: string) => string>;
  tooMuch: (order: string) => string;
  /** an order that cannot wait joined the walk */
  express: {
    badge: string;
    joins: (order: string) => string;
    also: (units: number, title: string, bin: string, tote: string) => string;
    /** lines beyond those that are told */
    more: (lines: number) => string;
  };
  done: {
    title: string;
    units: (picked: number, short: number) => string;
    waiting: string;
    picked: string;
    canceled: string;
  };
  camera: { title: string; none: string };
  menu: { language: string; look: string; light: string; dark: string; auto: string };
};

const all: Record<Language, Words> = { en: english, de: german, fr: french };

export const wordsIn = (language: Language): Words => all[language];
