// A wave's walk on the floor, seen from above: the front at the bottom, stops numbered in their order. Each floor has its own map.
import { BlockStack, Text } from '@shopify/polaris';
import type { Layout, Point } from '../picking/place/layout.ts';
import { BELOW_FRONT, FloorStations } from './floor-stations.tsx';

type Stop = Point & { says: string };

export function WalkMap({ layout, line, stops }: { layout: Layout; line: Point[]; stops: Stop[] }) {
  const floors = [...new Set(stops.map((stop) => stop.floor))].sort((a, b) => a - b);
  return (
    <BlockStack gap="300">
      {floors.map((floor) => (
        <BlockStack key={floor} gap="100">
          {floors.length > 1 ? (
            <Text as="h3" variant="headingSm">
              {layout.floors[floor]?.name ?? `Floor ${floor + 1}`}
            </Text>
          ) : null}
          <FloorMap layout={layout} floor={floor} line={line} stops={stops} />
        </BlockStack>
      ))}
    </BlockStack>
  );
}

function FloorMap({ layout, floor, line, stops }: { layout: Layout; floor: number; line: Point[]; stops: Stop[] }) {
  const blocks = layout.floors[floor]?.blocks ?? [];
  const stations = layout.stations.filter((station) => station.floor === floor);
  const aisles = blocks.flatMap((block) =>
    block.aisles.map((aisle) => ({
      x: block.x + aisle.x,
      from: block.y,
      to: block.y + aisle.length,
      name: aisle.name,
    })),
  );
  const here = stops.flatMap((stop, at) => (stop.floor === floor ? [{ ...stop, number: at + 1 }] : []));
  // The walk leaves the floor by stairs and comes back: each stretch on it is a line of its own.
  const stretches: Point[][] = [[]];
  for (const point of line) {
    if (point.floor === floor) stretches.at(-1)?.push(point);
    else if (stretches.at(-1)?.length) stretches.push([]);
  }
  const all = [
    ...aisles.flatMap(({ x, from, to }) => [
      { x, y: from },
      { x, y: to },
    ]),
    ...stretches.flat(),
    ...stations,
  ];
  const left = Math.min(...all.map((point) => point.x)) - 3;
  const right = Math.max(...all.map((point) => point.x)) + 3;
  const nearest = Math.min(...all.map((point) => point.y));
  const back = Math.max(...all.map((point) => point.y)) + 2;
  const size = Math.max(right - left, back - nearest) / 36;
  const front = nearest - size * BELOW_FRONT;
  const up = (y: number) => back - y;
  return (
    <svg
      viewBox={`${left} 0 ${right - left} ${back - front}`}
      style={{ width: '100%', maxHeight: 420, display: 'block', background: 'var(--p-color-bg-surface-secondary)' }}
      role="img"
      aria-label={`The walk: ${here.length} stops, in the order of the list`}
    >
      {aisles.map((aisle) => (
        <g key={`${aisle.name} ${aisle.x} ${aisle.from}`}>
          <line
            x1={aisle.x}
            x2={aisle.x}
            y1={up(aisle.from)}
            y2={up(aisle.to)}
            stroke="var(--p-color-bg-fill-tertiary)"
            strokeWidth={size * 1.4}
          />
          <text
            x={aisle.x}
            y={up(aisle.from) + size * 1.5}
            fontSize={size}
            textAnchor="middle"
            fill="var(--p-color-text)"
          >
            {aisle.name.slice(0, 6)}
          </text>
        </g>
      ))}
      <FloorStations stations={stations} blocks={blocks} letter={size} up={up} />
      {stretches.map((stretch, at) => (
        <polyline
          key={at}
          points={stretch.map((point) => `${point.x},${up(point.y)}`).join(' ')}
          fill="none"
          stroke="var(--p-color-border-info)"
          strokeWidth={size / 3}
          strokeLinejoin="round"
        />
      ))}
      {here.map((stop) => (
        <g key={stop.number}>
          <circle cx={stop.x} cy={up(stop.y)} r={size * 0.8} fill="var(--p-color-bg-fill-brand)">
            <title>{stop.says}</title>
          </circle>
          <text
            x={stop.x}
            y={up(stop.y) + size * 0.33}
            fontSize={size * 0.9}
            textAnchor="middle"
            fill="var(--p-color-text-brand-on-bg-fill)"
            style={{ pointerEvents: 'none' }}
          >
            {stop.number}
          </text>
        </g>
      ))}
    </svg>
  );
}
