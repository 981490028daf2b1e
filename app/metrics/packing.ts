// How the pack stations do: what packers seal, held against what their parcels should take.
import type { DiaryEvent } from '../events/vocabulary.ts';
import { type Figure, type FigureState, ofPerson } from './figure.ts';

export const packing: Figure = {
  name: 'packing',
  title: 'Packers',
  definition:
    'Parcels that packers sealed at a station, by packer and for the whole shop. The time of a parcel runs from the first thing done about it to its seal; where two packers took turns, or nothing was done for more than ten minutes, it is not timed. A parcel should take its box and papers, finding its lines, scanning its units, and their weight. Wrong scans, units taken out again and parcels opened again are counted as mistakes, and a parcel opened again is none until it is sealed anew; one that Shopify refused, or whose order changed, is nobody’s mistake.',
  unit: 'parcels an hour',
  slicedBy: 'picker',
  grains: (event) => ofPerson(event, countsOf(event)),
};

function countsOf(event: DiaryEvent): Record<string, number> | null {
  switch (event.type) {
    case 'parcel.sealed': {
      const { lineCount: lines, units, forced, seconds, expectedSeconds } = event.data;
      const timed =
        seconds === null || expectedSeconds === null
          ? {}
          : { seconds, expectedSeconds, timedParcels: 1, timedLines: lines };
      return { parcels: 1, lines, units, forced, ...timed };
    }
    case 'parcel.reopened': {
      const { lineCount: lines, units, forced, expectedSeconds, mistake } = event.data;
      if (!mistake) return null;
      // The time was spent all the same.
      const timed =
        expectedSeconds === null ? {} : { expectedSeconds: -expectedSeconds, timedParcels: -1, timedLines: -lines };
      return { reopened: 1, parcels: -1, lines: -lines, units: -units, forced: -forced, ...timed };
    }
    case 'packing-scan.wrong':
      return { wrong: 1 };
    case 'packing-scan.undone':
      return { takenOut: event.data.units };
    default:
      return null;
  }
}

export type PackerReading = {
  parcels: number;
  lines: number;
  units: number;
  hours: number;
  /** as they came; null while no time is known */
  parcelsPerHour: number | null;
  linesPerHour: number | null;
  /** parcels an hour if everybody's parcels were equally large and heavy: what the shop's mean parcel makes of the packer's pace */
  fairParcelsPerHour: number | null;
  wrong: number;
  takenOut: number;
  reopened: number;
  /** units that nobody scanned */
  forced: number;
  /** share of units that were right at once and stayed */
  accuracy: number | null;
};

/** `all` is the state of the whole shop in the same period. */
export function readPacker(state: FigureState, all: FigureState): PackerReading {
  // A parcel of one day may be opened again on the next.
  const of = (name: string, from = state) => Math.max(0, from.counts[name] ?? 0);
  const hours = of('seconds') / 3600;
  const anHour = (name: string) => (hours > 0 ? of(name) / hours : null);
  const usual = of('expectedSeconds', all) > 0 ? of('timedParcels', all) / (of('expectedSeconds', all) / 3600) : 0;
  const mistakes = of('wrong') + of('takenOut') + of('reopened');
  return {
    ...{ parcels: of('parcels'), lines: of('lines'), units: of('units'), hours },
    parcelsPerHour: anHour('timedParcels'),
    linesPerHour: anHour('timedLines'),
    fairParcelsPerHour: hours > 0 ? (usual * of('expectedSeconds')) / of('seconds') : null,
    ...{ wrong: of('wrong'), takenOut: of('takenOut'), reopened: of('reopened'), forced: of('forced') },
    accuracy: of('units') + mistakes > 0 ? of('units') / (of('units') + mistakes) : null,
  };
}
