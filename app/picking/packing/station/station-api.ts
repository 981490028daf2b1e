// What a packing station and the floor's door say to each other, as JSON.
import type { Me } from '../../floor/floor-api.ts';
import type { WhyChanged } from '../../floor/scan.ts';
import type { HandOff } from '../../hand-off/parcel.ts';
import type { AtWall } from '../../put-wall/wall-api.ts';
import type { WaveState } from '../../wave.ts';
import type { Entry } from './deed.ts';
import type { Refused } from './ledger.ts';
import type { NotYet } from './sealing.ts';

export type Packer = Me & { mayForce: boolean };

export type PackLine = {
  id: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  imageUrl: string | null;
  /** units that were picked */
  units: number;
  /** of one unit; null = nobody knows */
  grams: number | null;
};

/** A box as it is offered: millimetres inside, grams empty and with filling. */
export type OfferedBox = { id: string; name: string; length: number; width: number; height: number; grams: number };

/** Why an order may not be packed; `detail` is what the wave's page says of it. */
export type Stopped = { because: WhyChanged | 'not-allowed' | 'wave-over'; detail: string };

/** A parcel as it is kept, beside what the deeds make of it. */
export type ParcelFact = {
  id: string;
  number: number;
  state: 'open' | 'sealed' | 'shipped' | 'given-up';
  handOff: string | null;
  /** how it leaves when nobody says otherwise */
  way: HandOff;
  insured: boolean;
  carrier: string | null;
  trackingNumber: string | null;
  /** a label is being bought for what is in it, and Shopify has not said yet what became of it */
  labelAsked: boolean;
  boxName: string | null;
  expectedGrams: number | null;
  weighedGrams: number | null;
};

export type OrderLook = {
  me: Packer;
  wave: { id: string; number: number; location: string; phase: WaveState };
  /** `wall`: where it stands while its wave is sorted; null = it is not, or the order was carried away from there */
  order: { id: string; name: string; tote: string | null; wall: AtWall | null };
  stopped: Stopped | null;
  lines: PackLine[];
  /** the wave is over and the order came back: units by line that Shopify still wants */
  wanted: Record<string, number> | null;
  terms: { weigh: boolean; photo: boolean; toleranceGrams: number; tolerancePercent: number };
  boxes: OfferedBox[];
  /** the proof's entries that are about this wave's parcels, in their order */
  entries: Entry[];
  /** the number that this station's next deed must bear */
  next: number;
  /** who has the order, and since when (ms of Unix time, by the server's clock); null = nobody */
  holder: { picker: string; since: number; me: boolean } | null;
  parcels: ParcelFact[];
};

export type WhyRefused =
  | Refused
  | NotYet
  | 'may-not'
  | 'stopped'
  | 'unknown-parcel'
  | 'unknown-box'
  | 'no-photo-kept'
  | 'left-already'
  | 'still-wanted'
  | 'being-sent'
  | 'label-asked';

export type Taken = {
  look: OrderLook;
  /** `no-room`: a wrong scan that is not kept any more */
  refused: { id: string; why: WhyRefused | 'no-room' }[];
};

/** How to pack some units, as `choose-parcel` says; boxes by id, units by line in the order in which they go in. */
export type BoxAdvice = {
  parcels: {
    box: string;
    units: { line: string; title: string }[];
    proven: boolean;
    expectedGrams: number | null;
    fillBelow: number[];
    picture: string;
  }[];
  unknown: { title: string; what: 'size' | 'weight' }[];
  atLeast: string | null;
  fitsNowhere: string[];
};

export type OrderCard = {
  id: string;
  name: string;
  tote: string | null;
  wall: AtWall | null;
  units: number;
  packed: number;
  /** said of it when it was left out */
  leftOut: string | null;
};

export type WaveToPack = { id: string; number: number; location: string; orders: OrderCard[] };

export type PackingLook = { me: Packer; waves: WaveToPack[] };

/** What a scanned text at the station's home leads to. */
export type FoundOrder = {
  wave: string;
  waveNumber: number;
  order: string;
  name: string;
  tote: string | null;
  wall: AtWall | null;
  left: number;
};
export type Found = { by: 'order' | 'slot' | 'tote' | 'item' | 'nothing'; orders: FoundOrder[] };
