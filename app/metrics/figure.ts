// A figure is a definition that people can read and a fold that machines can check.
//
// Each event of the diary gives a figure zero or more grains: (slice, state). The states of one day and slice merge into one
// row; days merge into weeks. merge is associative and commutative, so fold(a ++ b) = merge(fold a, fold b).

import type { DiaryEvent } from '../events/vocabulary.ts';
import { addToSketch, emptySketch, mergeSketches, type Sketch } from '../lib/sketch.ts';

export type FigureName = 'order-cycle' | 'returns' | 'stock-outs' | 'picking' | 'packing' | 'wave-stages';

/** A fold state; which fields are used depends on the figure. Plain data: it is stored as JSON. */
export type FigureState = { counts: Record<string, number>; sketch: Sketch };

export const emptyState: FigureState = { counts: {}, sketch: emptySketch };

export type Figure = {
  name: FigureName;
  title: string;
  /** what exactly is counted, for the person who asks where the number comes from */
  definition: string;
  unit: string;
  /** what one slice is, and '' for the whole shop */
  slicedBy: 'nothing' | 'product' | 'picker' | 'stage';
  grains: (event: DiaryEvent) => { slice: string; state: FigureState }[];
};

export function mergeStates(a: FigureState, b: FigureState): FigureState {
  const counts = { ...a.counts };
  for (const [name, count] of Object.entries(b.counts)) counts[name] = (counts[name] ?? 0) + count;
  return { counts, sketch: mergeSketches(a.sketch, b.sketch) };
}

export function counted(counts: Record<string, number>): FigureState {
  return { counts, sketch: emptySketch };
}

export function measured(value: number): FigureState {
  return { counts: {}, sketch: addToSketch(emptySketch, value) };
}

/** What a picker or packer did, for them and for the whole shop; null, or done by nobody who is known: nothing. */
export function ofPerson({ data }: DiaryEvent, counts: Record<string, number> | null): ReturnType<Figure['grains']> {
  if (!counts || !('pickerId' in data) || data.pickerId === null) return [];
  return ['', data.pickerId].map((slice) => ({ slice, state: counted(counts) }));
}

/** Folds events of one day into the states of its slices. */
export function foldDay(figure: Figure, events: DiaryEvent[]): Map<string, FigureState> {
  const states = new Map<string, FigureState>();
  for (const event of events)
    for (const { slice, state } of figure.grains(event))
      states.set(slice, mergeStates(states.get(slice) ?? emptyState, state));
  return states;
}
