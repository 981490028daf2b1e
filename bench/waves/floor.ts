import { readBinNames } from '../../app/picking/place/bin-name.ts';
import { defaultLayout } from '../../app/picking/place/default-layout.ts';
import type { Floor } from '../../app/picking/place/floor-walks.ts';

/** A block of so many aisles with bays on both sides, as a shop would name its bins: A-01-07. */
export function floorOf(aisles: number, bays: number): Floor & { names: string[] } {
  const two = (number: number) => String(number).padStart(2, '0');
  const names = Array.from(
    { length: aisles * bays },
    (_, at) => `A-${two(Math.floor(at / bays) + 1)}-${two((at % bays) + 1)}`,
  );
  // Zone, aisle and bay, which the reader of names would take for aisle, bay and level in a small house.
  const { understood } = readBinNames(names, new Map([['A-0-0', ['zone', 'aisle', 'bay']]]));
  return { layout: defaultLayout(understood.map(({ place }) => place)), bins: understood, names };
}

export function shuffled<T>(values: readonly T[], draw: () => number): T[] {
  const all = [...values];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
