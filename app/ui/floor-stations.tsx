// Where walks start, goods are packed and dropped, on a drawing of the floor. Those at the front stand in a row below the names of the
// aisles, where they hide nothing; the others stand where they are.
import type { Block, Station } from '../picking/place/layout.ts';

/** Metres of paper, for a letter of one metre, that names of aisles and stations take below the front. */
export const BELOW_FRONT = 3.4;

export function FloorStations({
  stations,
  blocks,
  letter,
  up,
}: {
  stations: readonly Station[];
  blocks: readonly Block[];
  /** height of an aisle's name, in metres of the drawing */
  letter: number;
  /** from metres above the front to the drawing's own */
  up: (y: number) => number;
}) {
  const front = Math.min(...blocks.map((block) => block.y));
  const ends: number[] = [];
  return (
    <>
      {stations
        .toSorted((a, b) => a.x - b.x)
        .map((station) => {
          const below = station.y <= front;
          const says = station.name.slice(0, 14);
          // Names of one place, or of two near each other, would lie over each other.
          const x = below ? Math.max(station.x, ends.at(-1) ?? Number.NEGATIVE_INFINITY) : station.x;
          if (below) ends.push(x + letter * (1.9 + 0.55 * says.length));
          const y = up(station.y) + (below ? letter * 2.5 : 0);
          return (
            <g key={`${station.name} ${station.kind} ${station.x} ${station.y}`}>
              <rect
                x={x - letter * 0.45}
                y={y - letter * 0.45}
                width={letter * 0.9}
                height={letter * 0.9}
                rx={letter * 0.15}
                fill={station.kind === 'pack' ? 'var(--p-color-bg-fill-success)' : 'var(--p-color-bg-fill-caution)'}
                stroke="var(--p-color-icon-secondary)"
                strokeWidth={letter * 0.08}
              />
              <text
                x={x + letter * 0.7}
                y={y + letter * 0.3}
                fontSize={letter * 0.85}
                fill="var(--p-color-text)"
                style={{ pointerEvents: 'none' }}
              >
                {says}
              </text>
              <title>{`${station.name}: ${stationWords[station.kind]}`}</title>
            </g>
          );
        })}
    </>
  );
}

export const stationWords: Readonly<Record<Station['kind'], string>> = {
  start: 'walks start here',
  pack: 'orders are packed here',
  drop: 'goods are dropped here',
};
