// The floor seen from above, drawn as plain SVG: the front at the bottom, aisles upwards, cross-aisles across. An aisle's far end
// can be dragged, or moved with the arrow keys. With `marks` it is a heat map.
import { type PointerEvent, useRef, useState } from 'react';
import { depthOf, type Layout } from '../picking/place/layout.ts';
import { BELOW_FRONT, FloorStations, stationWords } from './floor-stations.tsx';

export type FloorMark = { x: number; y: number; says: string /** 0 = never, 1 = most */; heat: number };
export type Chosen = { block: number; aisle: number };

const STEP = 0.5;
const SHORTEST = 0.5;

export function FloorPlan({
  layout,
  floor,
  title,
  marks = [],
  chosen = null,
  onChoose,
  onResize,
}: {
  layout: Layout;
  floor: number;
  title: string;
  marks?: readonly FloorMark[];
  chosen?: Chosen | null;
  onChoose?: (chosen: Chosen) => void;
  /** metres, in steps of half a metre */
  onResize?: (chosen: Chosen, length: number) => void;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<(Chosen & { length: number }) | null>(null);
  const blocks = layout.floors[floor]?.blocks ?? [];
  const stations = layout.stations.filter((station) => station.floor === floor);
  const links = layout.links.flatMap((link, at) =>
    [link.from, link.to]
      .filter((end) => end.floor === floor)
      .map((end) => ({ ...end, name: `${link.kind} ${at + 1}` })),
  );
  const xs = blocks.flatMap((block) => block.aisles.map((aisle) => block.x + aisle.x));
  const points = [...stations, ...links];
  const left = Math.min(...xs, ...points.map((point) => point.x), 0) - 2;
  const right = Math.max(...xs, ...points.map((point) => point.x), 4) + 2;
  const nearest = Math.min(...blocks.map((block) => block.y), ...points.map((point) => point.y), 0);
  const back = Math.max(...blocks.map((block) => block.y + depthOf(block)), ...points.map((point) => point.y), 4) + 2;
  const letter = Math.max(right - left, back - nearest) / 34;
  const front = nearest - letter * BELOW_FRONT;
  const [width, height] = [right - left, back - front];
  const up = (y: number) => back - y;

  /** How long the aisle would be if it ended under the pointer. */
  const lengthAt = (event: PointerEvent, at: Chosen): number => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    const block = blocks[at.block];
    if (!matrix || !block) return SHORTEST;
    const { y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return Math.max(SHORTEST, Math.round((back - y - block.y) / STEP) * STEP);
  };
  const finish = () => {
    if (drag && onResize) onResize({ block: drag.block, aisle: drag.aisle }, drag.length);
    setDrag(null);
  };
  return (
    <figure style={{ margin: 0 }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg
        ref={svg}
        viewBox={`${left} 0 ${width} ${height}`}
        style={{ width: '100%', maxHeight: 520, display: 'block', background: 'var(--p-color-bg-surface-secondary)' }}
        role="group"
        aria-label={title}
      >
        {blocks.map((block, blockAt) => (
          <g key={block.name}>
            {block.crossAisles.map((at) => (
              <line
                key={at}
                x1={block.x + Math.min(...block.aisles.map((aisle) => aisle.x))}
                x2={block.x + Math.max(...block.aisles.map((aisle) => aisle.x))}
                y1={up(block.y + at)}
                y2={up(block.y + at)}
                stroke="var(--p-color-icon-secondary)"
                strokeWidth={0.25}
                strokeLinecap="round"
              />
            ))}
            {block.aisles.map((aisle, aisleAt) => {
              const moving = drag?.block === blockAt && drag.aisle === aisleAt;
              const length = moving ? drag.length : aisle.length;
              const picked = chosen?.block === blockAt && chosen.aisle === aisleAt;
              const [x, y] = [block.x + aisle.x, up(block.y + length)];
              const at = { block: blockAt, aisle: aisleAt };
              return (
                <g key={aisle.name}>
                  {/* biome-ignore lint/a11y/noStaticElementInteractions: the select beside the drawing does the same by keyboard */}
                  <rect
                    x={x - 0.6}
                    y={y}
                    width={1.2}
                    height={Math.max(length, 0.1)}
                    rx={0.3}
                    fill={picked ? 'var(--p-color-bg-fill-info)' : 'var(--p-color-bg-fill-tertiary)'}
                    stroke="var(--p-color-icon-secondary)"
                    strokeWidth={0.06}
                    onClick={() => onChoose?.(at)}
                    style={onChoose ? { cursor: 'pointer' } : {}}
                  >
                    <title>{`Aisle ${aisle.name} of ${block.name}, ${length} m`}</title>
                  </rect>
                  {aisle.deadEnd ? (
                    <line
                      x1={x - 0.8}
                      x2={x + 0.8}
                      y1={aisle.deadEnd === 'back' ? y : up(block.y)}
                      y2={aisle.deadEnd === 'back' ? y : up(block.y)}
                      stroke="var(--p-color-border-critical)"
                      strokeWidth={0.4}
                    />
                  ) : null}
                  <text
                    x={x}
                    y={up(block.y) + letter * 1.2}
                    fontSize={letter}
                    textAnchor="middle"
                    fill="var(--p-color-text)"
                    style={{ pointerEvents: 'none' }}
                  >
                    {aisle.name.slice(0, 6)}
                  </text>
                  {onResize ? (
                    <circle
                      cx={x}
                      cy={y}
                      r={Math.max(0.45, letter * 0.45)}
                      fill="var(--p-color-bg-fill-brand)"
                      fillOpacity={picked ? 1 : 0.6}
                      role="slider"
                      tabIndex={0}
                      aria-label={`End of aisle ${aisle.name} of ${block.name}`}
                      aria-valuenow={length}
                      aria-valuemin={SHORTEST}
                      aria-valuetext={`${length} m`}
                      style={{ cursor: 'ns-resize', touchAction: 'none' }}
                      onPointerDown={(event) => {
                        event.currentTarget.setPointerCapture(event.pointerId);
                        onChoose?.(at);
                        setDrag({ ...at, length: aisle.length });
                      }}
                      onPointerMove={(event) => {
                        if (moving) setDrag({ ...at, length: lengthAt(event, at) });
                      }}
                      onPointerUp={finish}
                      onPointerCancel={() => setDrag(null)}
                      onKeyDown={(event) => {
                        const by = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP }[event.key];
                        if (by === undefined) return;
                        event.preventDefault();
                        onChoose?.(at);
                        onResize(at, Math.max(SHORTEST, aisle.length + by));
                      }}
                    />
                  ) : null}
                </g>
              );
            })}
            {blocks.length > 1 ? (
              <text
                x={block.x}
                y={up(block.y + depthOf(block)) - letter * 0.6}
                fontSize={letter}
                fill="var(--p-color-text-secondary)"
              >
                {block.name}
              </text>
            ) : null}
          </g>
        ))}
        {marks.map((mark) => (
          <circle
            key={mark.says}
            cx={mark.x}
            cy={up(mark.y)}
            r={0.35 + 0.45 * mark.heat}
            fill={`hsl(${Math.round(220 - 220 * mark.heat)} 80% 50%)`}
            fillOpacity={0.35 + 0.6 * mark.heat}
          >
            <title>{mark.says}</title>
          </circle>
        ))}
        {links.map((link) => (
          <text
            key={`${link.name} ${link.x} ${link.y}`}
            x={link.x}
            y={up(link.y)}
            fontSize={letter}
            textAnchor="middle"
          >
            ⇅<title>{link.name}</title>
          </text>
        ))}
        <FloorStations stations={stations} blocks={blocks} letter={letter} up={up} />
      </svg>
      <figcaption style={{ color: 'var(--p-color-text-secondary)', fontSize: 'var(--p-font-size-300)' }}>
        {stations.map((station) => `${station.name}: ${stationWords[station.kind]}`).join(' · ')}
        {stations.length > 0 ? ' · the' : 'The'} front is at the bottom, {Math.round(right - left)} ×{' '}
        {Math.round(back - nearest)} m shown
      </figcaption>
    </figure>
  );
}
