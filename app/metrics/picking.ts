// How the floor does: what pickers bring, held against what their walks should take, and how long waves stay in each stage.
import type { DiaryEvent } from '../events/vocabulary.ts';
import { quantileOf, sketchCount } from '../lib/sketch.ts';
import { type Figure, type FigureState, measured, ofPerson } from './figure.ts';

const MINUTE = 60_000;

export const picking: Figure = {
  name: 'picking',
  title: 'Pickers',
  definition:
    'Lines that pickers put into totes with a phone, by picker and for the whole shop. Time is that between one line and the next, breaks of more than ten minutes left out. A line should take its share of the planned walk in metres, finding it, lifting its units and their weight, at the pace under Rules and windows. Scans of something else and scans taken back are counted as mistakes, and what was taken back is no line; shorts are the shelf’s.',
  unit: 'lines an hour',
  slicedBy: 'picker',
  grains: (event) => ofPerson(event, countsOf(event)),
};

function countsOf(event: DiaryEvent): Record<string, number> | null {
  switch (event.type) {
    case 'line.picked':
    case 'line.shorted': {
      const { units, quantity, seconds, expectedSeconds } = event.data;
      const lines = event.type === 'line.picked' ? units / (quantity ?? units) : 0;
      const timed = seconds === null || expectedSeconds === null ? {} : { seconds, expectedSeconds, timedLines: lines };
      return event.type === 'line.picked' ? { lines, units, ...timed } : { shorts: 1, ...timed };
    }
    case 'scan.wrong':
      return { wrong: 1 };
    case 'scan.undone': {
      const { units, quantity, expectedSeconds } = event.data;
      if (quantity === null) return { undone: 1 };
      const lines = units / quantity;
      // The time was spent all the same.
      const timed = expectedSeconds === null ? {} : { expectedSeconds: -expectedSeconds, timedLines: -lines };
      return { undone: 1, lines: -lines, units: -units, ...timed };
    }
    default:
      return null;
  }
}

export type PickerReading = {
  lines: number;
  units: number;
  hours: number;
  /** as they came; null while no time is known */
  linesPerHour: number | null;
  /** lines an hour if everybody's walks were equally long and heavy: what the shop's mean line makes of the picker's pace */
  fairLinesPerHour: number | null;
  wrong: number;
  undone: number;
  shorts: number;
  /** share of scans that were right and stayed */
  accuracy: number | null;
};

/** `all` is the state of the whole shop in the same period. */
export function readPicker(state: FigureState, all: FigureState): PickerReading {
  // A pick of one day may be taken back on the next.
  const of = (name: string, from = state) => Math.max(0, from.counts[name] ?? 0);
  const hours = of('seconds') / 3600;
  const usual = of('expectedSeconds', all) > 0 ? of('timedLines', all) / (of('expectedSeconds', all) / 3600) : 0;
  const mistakes = of('wrong') + of('undone');
  return {
    lines: Math.round(of('lines')),
    units: of('units'),
    hours,
    linesPerHour: hours > 0 ? of('timedLines') / hours : null,
    fairLinesPerHour: hours > 0 ? (usual * of('expectedSeconds')) / of('seconds') : null,
    ...{ wrong: of('wrong'), undone: of('undone'), shorts: of('shorts') },
    accuracy: of('lines') + mistakes > 0 ? of('lines') / (of('lines') + mistakes) : null,
  };
}

export const stages = ['waiting', 'picking', 'sorting', 'packing', 'leaving'] as const;
export type Stage = (typeof stages)[number];

export const waveStages: Figure = {
  name: 'wave-stages',
  title: 'Time per stage',
  definition:
    'Minutes of waves from release to the first scan (waiting) and from there to the end of the walk (picking; on paper from the release), of orders that stand at a put wall from there until they are carried away (sorting), and of parcels from there to being sealed (packing) and to leaving the house (leaving). Counted on the day the stage ended; packing on the day the parcel left, for until then it may be opened again.',
  unit: 'minutes',
  slicedBy: 'stage',
  grains: (event) => {
    switch (event.type) {
      case 'wave.begun':
        return spent('waiting', event.data.releasedAt, event.at);
      case 'wave.picked':
        return spent('picking', event.data.begunAt, event.at);
      case 'order.sorted':
        return spent('sorting', event.data.pickedAt, event.at);
      case 'parcel.shipped': {
        const { pickedAt, sortedAt, sealedAt } = event.data;
        return [...spent('packing', sortedAt ?? pickedAt, sealedAt), ...spent('leaving', sealedAt, event.at)];
      }
      default:
        return [];
    }
  },
};

function spent(stage: Stage, from: string | null, to: string | null): { slice: string; state: FigureState }[] {
  if (from === null || to === null) return [];
  return [{ slice: stage, state: measured(Math.max(0, (Date.parse(to) - Date.parse(from)) / MINUTE)) }];
}

export type StageReading = { stage: Stage; times: number; p50Minutes: number; p90Minutes: number };

export function readStage(stage: Stage, { sketch }: FigureState): StageReading | null {
  const times = sketchCount(sketch);
  if (times === 0) return null;
  return { stage, times, p50Minutes: quantileOf(sketch, 0.5) ?? 0, p90Minutes: quantileOf(sketch, 0.9) ?? 0 };
}
