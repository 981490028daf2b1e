// Everything the pack station says. Each language has all of it.
import type { TrackingFault } from '../../hand-off/carriers.ts';
import type { Refusal } from '../../hand-off/refusal.ts';
import type { WhyRefused } from '../../packing/station/station-api.ts';
import type { WaveState } from '../../wave.ts';
import type { Language } from '../language.ts';
import type { WhyChanged } from '../scan.ts';
import { packEnglish } from './pack-english.ts';
import { packFrench } from './pack-french.ts';
import { packGerman } from './pack-german.ts';

export type PackWords = {
  title: string;
  toFloor: string;
  home: {
    scan: string;
    none: string;
    noneHint: string;
    next: string;
    orders: (packed: number, all: number) => string;
    allPacked: string;
    nothing: (text: string) => string;
    several: string;
    packedAlready: (name: string) => string;
    units: (count: number) => string;
    packed: string;
    showOrders: string;
    hideOrders: string;
  };
  order: (name: string) => string;
  wall: {
    slot: (name: string) => string;
    /** units of it that are still on the cart */
    lacks: (units: number) => string;
    notSorted: string;
  };
  offline: (kept: number) => string;
  held: (picker: string, time: string) => string;
  heldHint: string;
  takeOver: string;
  lost: (picker: string) => string;
  stopped: {
    title: string;
    todo: Record<WhyChanged | 'not-allowed' | 'wave-over', string>;
    notAllowed: string;
    over: Record<WaveState, (wave: number) => string>;
  };
  /** why a parcel does not leave */
  stays: {
    parcel: Record<Extract<Refusal, { parcel: number }>['code'], (parcel: number) => string>;
    wave: Record<Extract<Refusal, { wave: number }>['code'], (wave: number) => string>;
    none: string;
    empty: string;
    notPacked: (units: number) => string;
    tracking: Record<TrackingFault, string>;
    unreadable: string;
  };
  step: { scan: string; box: string; weigh: string; photo: string; seal: string; packed: string };
  parcel: (number: number) => string;
  thisParcel: (number: number, of: number) => string;
  laterParcel: string;
  count: (done: number, all: number) => string;
  said: { item: (title: string, done: number, all: number) => string; took: (title: string) => string; weight: string };
  wrong: {
    item: (text: string) => string;
    tooMany: (title: string, all: number) => string;
    later: (title: string) => string;
  };
  force: {
    title: (title: string) => string;
    hint: string;
    put: (count: number) => string;
    mayNot: string;
    noCode: string;
  };
  out: { button: string; title: string; none: string; one: (title: string) => string };
  /** what was picked and does not lie at the station */
  notHere: {
    button: string;
    title: string;
    why: string;
    one: (title: string) => string;
    found: (title: string) => string;
    said: (title: string) => string;
    foundSaid: (title: string) => string;
  };
  /** an order that came back after its wave was over */
  back: {
    title: string;
    why: string;
    put: (count: number, title: string) => string;
    said: (count: number, title: string) => string;
    empty: string;
    giveUp: string;
    tooMuch: (goods: string) => string;
    done: string;
  };
  close: { button: string; hint: string };
  box: {
    take: (name: string) => string;
    inner: (length: number, width: number, height: number) => string;
    proven: string;
    chosen: (name: string) => string;
    asking: string;
    fits: (name: string) => string;
    didNotFit: string;
    other: string;
    own: string;
    list: string;
    noSize: (titles: string) => string;
    atLeast: (name: string) => string;
    nowhere: (titles: string) => string;
    several: (count: number) => string;
    fillBelow: (numbers: string) => string;
    steps: string;
    change: string;
  };
  weigh: {
    label: string;
    expected: (grams: string) => string;
    unknown: string;
    enter: string;
    again: string;
    notAWeight: (text: string) => string;
    heavy: (grams: string) => string;
    light: (grams: string) => string;
    missing: (titles: string) => string;
    tooMany: (titles: string) => string;
    nothingExplains: string;
    right: (grams: string) => string;
    optional: string;
    despite: string;
  };
  photo: {
    why: string;
    take: string;
    choose: string;
    again: string;
    use: string;
    sending: string;
    failed: string;
    noCamera: string;
    alt: string;
  };
  seal: { button: string; more: string; ready: string; online: string };
  sealed: {
    title: string;
    parcel: (number: number, box: string | null) => string;
    slip: string;
    label: string;
    zpl: string;
    carrier: string;
    number: string;
    ship: string;
    later: string;
    shipped: (number: string | null) => string;
    pickup: string;
    delivery: string;
    insured: string;
    shippedAll: string;
    again: string;
    againHint: string;
    nextOrder: string;
    noNumber: string;
  };
  refused: Record<WhyRefused, string>;
};

const all: Record<Language, PackWords> = { en: packEnglish, de: packGerman, fr: packFrench };

export const packWordsIn = (language: Language): PackWords => all[language];
