// What a phone and the floor's door say to each other, as JSON.
import type { WaveState as WavePhase } from '../wave.ts';
import type { Language } from './language.ts';
import type { Scan, Task } from './scan.ts';
import type { Ways } from './ways.ts';

/** What a picker sees of a task beside its bin. */
export type PhoneTask = Task & {
  orderName: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  imageUrl: string | null;
  /** its order was taken into the wave while it was walked; one that an earlier version kept says nothing of it */
  joined?: boolean;
};

/** A wave as a phone keeps it: enough to walk it without a connection. */
export type PhoneWave = {
  id: string;
  number: number;
  location: string;
  phase: WavePhase;
  /** how orders ride on the cart (carts/cart.ts); a wave that an earlier version kept says nothing of it */
  method?: string | null;
  tasks: PhoneTask[];
  /** null where no layout says how far it is from bin to bin */
  ways: Ways | null;
};

/** A scan as the server took it; `seq` is its place in the ledger. */
export type HeardScan = Scan & { seq: number };

export type Walker = { picker: string; me: boolean };

/** The answer to a look at a wave after ledger place `after`. */
export type WaveLook = {
  phase: WavePhase;
  /** scans after the asked place, in order */
  scans: HeardScan[];
  /** how many tasks the wave has: more than the phone knows when an order joined */
  tasks: number;
  /** the number that this phone's next scan must bear */
  next: number;
  walkers: Walker[];
};

export type Me = { picker: string; language: Language; deviceId: string };

export type WaveCard = {
  id: string;
  number: number;
  location: string;
  orders: number;
  units: number;
  /** units picked or short so far */
  done: number;
  express?: boolean;
  walkers: Walker[];
};

export type FloorLook = {
  me: Me;
  waves: WaveCard[];
  /** how many picked waves lie at the put wall; a look that an earlier version kept says nothing of it */
  atWall?: number;
};

/** Why the door stays shut. */
export type Shut = 'not-paired' | 'turned-out';
