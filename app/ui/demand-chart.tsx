// Draws the chart of a SKU: plain SVG, sharp at any width, with the same in words and as a table.
import { BlockStack, Button, ButtonGroup, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { EVENT_KINDS } from '../calendar/plan-event.ts';
import { countOf } from './count.ts';
import { type Chart, type ChartInputs, demandChart } from './demand-chart.ts';
import { KIND_COLORS, KIND_NAMES } from './event-kind.ts';
import { formatDay } from './when.ts';

/** How far back: the last four weeks day by day, longer by weeks. */
const SPANS = [
  { label: '4 weeks', days: 28, perBar: 1 },
  { label: '3 months', days: 91, perBar: 7 },
  { label: '1 year', days: 364, perBar: 7 },
] as const;
const HEIGHT = 330;
const COLOR = {
  demand: 'var(--p-color-bg-fill-info)',
  stock: 'var(--p-color-text)',
  fan: 'var(--p-color-bg-fill-emphasis)',
  reorder: 'var(--p-color-text-critical)',
  stockOut: 'var(--p-color-bg-fill-critical-secondary)',
  arrival: 'var(--p-color-bg-fill-success)',
  cameBack: 'var(--p-color-icon-warning)',
  ground: 'var(--p-color-bg-surface)',
  faint: 'var(--p-color-border)',
  words: 'var(--p-color-text-secondary)',
};
const OPACITY = { 95: 0.14, 80: 0.18, 50: 0.3 } as const;

export function DemandChart({ inputs, title }: { inputs: ChartInputs; title: string }) {
  const [span, setSpan] = useState(1);
  const { days, perBar } = SPANS[span]!;
  const { ref, width } = useWidth();
  const shown = { ...inputs, past: inputs.past.slice(-days) };
  const chart = demandChart(shown, { width, height: HEIGHT }, perBar);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        <ButtonGroup variant="segmented">
          {SPANS.map(({ label }, index) => (
            <Button key={label} size="slim" pressed={index === span} onClick={() => setSpan(index)}>
              {label}
            </Button>
          ))}
        </ButtonGroup>
      </InlineStack>
      <Text as="p">{summary(inputs, chart)}</Text>
      <div ref={ref} style={{ height: HEIGHT }}>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} width="100%" height={HEIGHT} role="img" aria-label={title}>
          <Picture chart={chart} width={width} perBar={perBar} />
        </svg>
      </div>
      <Legend chart={chart} perBar={perBar} />
      <Ahead events={chart.events} today={inputs.today} />
      <AsTable chart={chart} />
    </BlockStack>
  );
}

/** The width the picture has; until the browser says, that of a phone, so that nothing is ever wider than the screen. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useEffect(() => {
    if (!ref.current) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}

function Picture({ chart, width, perBar }: { chart: Chart; width: number; perBar: number }) {
  const { stockPanel, demandPanel } = chart;
  const words = { fill: COLOR.words, fontSize: 11 };
  return (
    <>
      {[...chart.stockTicks, ...chart.demandTicks].map(({ y, label }) => (
        <g key={`${y}`}>
          <line x1={38} x2={width - 8} y1={y} y2={y} stroke={COLOR.faint} strokeWidth={0.5} />
          <text x={34} y={y + 4} textAnchor="end" {...words}>
            {label}
          </text>
        </g>
      ))}
      {chart.events.map(({ x, width: wide, kind, title, from, to }) => (
        <rect
          key={`${kind} ${title} ${from}`}
          x={x}
          y={stockPanel.top - 6}
          width={Math.max(2, wide)}
          height={demandPanel.bottom - stockPanel.top + 6}
          fill={KIND_COLORS[kind]}
          opacity={0.16}
        >
          <title>{`${title} (${KIND_NAMES[kind].toLowerCase()}): ${days(from, to)}`}</title>
        </rect>
      ))}
      {chart.names.map(({ y, stemX, kind, says }) => (
        <line
          key={`${says} ${stemX} ${y}`}
          x1={stemX + 1}
          x2={stemX + 1}
          y1={y}
          y2={stockPanel.top - 6}
          stroke={KIND_COLORS[kind]}
          opacity={0.6}
        />
      ))}
      {/* Above all lines, each name on ground of its own. */}
      {chart.names.map(({ x, y, stemX, kind, says }) => (
        <g key={`${says} ${stemX} ${y}`}>
          <circle cx={x + 4} cy={y - 4} r={4} fill={KIND_COLORS[kind]} />
          <text x={x + 11} y={y} stroke={COLOR.ground} strokeWidth={4} paintOrder="stroke" {...words}>
            {says}
          </text>
        </g>
      ))}
      {chart.stockOuts.map(({ x, width: wide, from, to }) => (
        <rect
          key={from}
          x={x}
          y={stockPanel.top}
          width={Math.max(1, wide)}
          height={demandPanel.bottom - stockPanel.top}
          fill={COLOR.stockOut}
        >
          <title>{`Out of stock ${days(from, to)}`}</title>
        </rect>
      ))}
      {chart.bands.map(({ percent, path }) => (
        <path key={percent} d={path} fill={COLOR.fan} opacity={OPACITY[percent]}>
          <title>{`${percent} % likely`}</title>
        </path>
      ))}
      <path d={chart.middlePath} fill="none" stroke={COLOR.fan} strokeWidth={2} />
      <path d={chart.stockPath} fill="none" stroke={COLOR.stock} strokeWidth={1.5} />
      {chart.reorderY === null ? null : (
        <g>
          <line
            x1={38}
            x2={width - 8}
            y1={chart.reorderY}
            y2={chart.reorderY}
            stroke={COLOR.reorder}
            strokeWidth={1.5}
            strokeDasharray="5 4"
          />
          <text x={42} y={chart.reorderY - 4} fill={COLOR.reorder} fontSize={11}>
            Reorder point
          </text>
        </g>
      )}
      <line x1={chart.todayX} x2={chart.todayX} y1={stockPanel.top} y2={demandPanel.bottom} stroke={COLOR.words} />
      <circle cx={chart.position.x} cy={chart.position.y} r={4.5} fill={COLOR.stock} stroke="white" strokeWidth={1.5}>
        <title>Position today: available and all that is on its way</title>
      </circle>
      {chart.arrivals.map(({ x, y, units, says }) => (
        <path key={`${says} ${x}`} d={`M${x},${y - 12}l6,11h-12Z`} fill={COLOR.arrival} stroke="white" strokeWidth={1}>
          <title>{`${says}: ${countOf(units, 'unit')}`}</title>
        </path>
      ))}
      <text x={38} y={demandPanel.top - 8} {...words}>
        {perBar === 1 ? 'Demand a day' : 'Demand a week'}
      </text>
      {chart.bars.map(({ x, y, width: wide, height, from, to, units, coming }) => (
        <rect
          key={from}
          x={x}
          y={height < 1 ? y - 1 : y}
          width={wide}
          height={Math.max(1, height)}
          fill={COLOR.demand}
          {...(coming ? { fillOpacity: 0.35, stroke: COLOR.demand, strokeWidth: 1 } : {})}
        >
          <title>{`${days(from, to)}: ${coming ? 'about ' : ''}${round(units)}`}</title>
        </rect>
      ))}
      {chart.cameBack.map(({ x, y, width: wide, height, from, to, units }) => (
        <rect key={from} x={x} y={y} width={wide} height={Math.max(3, height)} fill={COLOR.cameBack}>
          <title>{`Of ${days(from, to)} came back: ${round(units)}`}</title>
        </rect>
      ))}
      <line x1={38} x2={width - 8} y1={chart.floorY} y2={chart.floorY} stroke={COLOR.faint} />
      {chart.dayTicks.map(({ x, day }) => (
        <text key={day} x={x} y={demandPanel.bottom + 16} textAnchor={x < 60 ? 'start' : 'middle'} {...words}>
          {shortDay(day)}
        </text>
      ))}
    </>
  );
}

const days = (from: string, to: string) => (from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`);
const round = (units: number) => countOf(Math.round(units * 10) / 10, 'unit');
const shortDay = (day: string) => formatDay(day).replace(/ \d{4}$/, '');

/** What the picture says, for those who cannot see it, and for those who can. */
function summary(inputs: ChartInputs, chart: Chart): string {
  const stock = `${countOf(inputs.available, 'unit')} available${
    inputs.position === inputs.available ? '' : `, ${inputs.position.toLocaleString('en')} with what is on its way`
  }.`;
  const last = chart.coming.at(-1);
  if (inputs.available <= 0 && chart.emptyOn === inputs.today) return `The shelf is empty: ${stock}`;
  if (!last) return `${stock} Too little is known of its sales to say what is left later.`;
  const ends = chart.emptyOn
    ? `Without a new order the shelf is as likely empty as not on ${formatDay(chart.emptyOn)}`
    : `Without a new order ${range(last.low, last.high)} are left on ${formatDay(last.day)}, 95 % likely`;
  return `${stock} ${ends}.`;
}

const range = (low: number, high: number) =>
  low === high ? countOf(high, 'unit') : `${low.toLocaleString('en')} to ${countOf(high, 'unit')}`;

function Legend({ chart, perBar }: { chart: Chart; perBar: number }) {
  const items: [string, string, number][] = [
    [COLOR.stock, 'Stock; the dot is the position', 1],
    ...(chart.bands.length > 0
      ? [[COLOR.fan, 'Stock to come if nothing is ordered: 50, 80, 95 % likely', 0.45] as [string, string, number]]
      : []),
    [COLOR.demand, perBar === 1 ? 'Demand a day, pale: expected' : 'Demand a week, pale: expected', 1],
    ...(chart.stockOuts.length > 0 ? [[COLOR.stockOut, 'Out of stock', 1] as [string, string, number]] : []),
    ...(chart.cameBack.length > 0
      ? [[COLOR.cameBack, 'Came back of what was sold then', 1] as [string, string, number]]
      : []),
    ...EVENT_KINDS.filter((kind) => chart.events.some((event) => event.kind === kind)).map(
      (kind): [string, string, number] => [KIND_COLORS[kind], KIND_NAMES[kind], 1],
    ),
    ...(chart.arrivals.length > 0 ? [[COLOR.arrival, 'Arrival due', 1] as [string, string, number]] : []),
  ];
  return (
    <InlineStack gap="300">
      {items.map(([color, says, opacity]) => (
        <InlineStack key={says} gap="100" blockAlign="center" wrap={false}>
          <span
            aria-hidden
            style={{ width: 10, height: 10, flex: 'none', borderRadius: 2, background: color, opacity }}
          />
          <Text as="span" variant="bodySm" tone="subdued">
            {says}
          </Text>
        </InlineStack>
      ))}
    </InlineStack>
  );
}

/** The next of what is planned, by name: in the picture there may be no room for it. */
function Ahead({ events, today }: { events: Chart['events']; today: string }) {
  const coming = events.filter(({ to }) => to >= today);
  if (coming.length === 0) return null;
  const named = coming.slice(0, 3).map(({ title, from, to }) => `${title} (${days(from, to)})`);
  const more = coming.length - named.length;
  return (
    <Text as="p" tone="subdued">
      In the calendar ahead: {named.join(', ')}
      {more > 0 ? ` and ${more} more` : ''}.
    </Text>
  );
}

function AsTable({ chart }: { chart: Chart }) {
  const overlap = (from: string, to: string, stretch: { from: string; to: string }) =>
    stretch.from <= to && stretch.to >= from;
  const every = Math.max(1, Math.ceil(chart.coming.length / 14));
  return (
    <details>
      <summary style={{ cursor: 'pointer', color: COLOR.words, fontSize: 12 }}>The same as a table</summary>
      <div style={{ overflowX: 'auto', maxHeight: 320, fontSize: 12 }}>
        <table style={{ width: '100%', borderSpacing: '8px 2px', textAlign: 'left' }}>
          <thead>
            <tr>
              <th scope="col">Days</th>
              <th scope="col">Demand (units)</th>
              {chart.cameBack.length > 0 ? <th scope="col">Came back</th> : null}
              <th scope="col">Notes</th>
            </tr>
          </thead>
          <tbody>
            {chart.bars.map(({ from, to, units, returned, coming }) => (
              <tr key={from}>
                <th scope="row" style={{ fontWeight: 'normal' }}>
                  {days(from, to)}
                </th>
                <td>{Math.round(units * 10) / 10}</td>
                {chart.cameBack.length > 0 ? <td>{coming ? '' : returned}</td> : null}
                <td>
                  {[
                    coming ? 'expected' : '',
                    chart.stockOuts.some((stretch) => overlap(from, to, stretch)) ? 'out of stock' : '',
                    ...chart.events.filter((each) => overlap(from, to, each)).map(({ title }) => title),
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {chart.events.length > 0 ? (
          <table style={{ width: '100%', borderSpacing: '8px 2px', textAlign: 'left' }}>
            <thead>
              <tr>
                <th scope="col">In the calendar</th>
                <th scope="col">What</th>
                <th scope="col">Days</th>
              </tr>
            </thead>
            <tbody>
              {chart.events.map(({ kind, title, from, to }) => (
                <tr key={`${kind} ${title} ${from}`}>
                  <th scope="row" style={{ fontWeight: 'normal' }}>
                    {title}
                  </th>
                  <td>{KIND_NAMES[kind]}</td>
                  <td>{days(from, to)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {chart.coming.length > 0 ? (
          <table style={{ width: '100%', borderSpacing: '8px 2px', textAlign: 'left' }}>
            <thead>
              <tr>
                <th scope="col">Evening of</th>
                <th scope="col">Stock, likeliest</th>
                <th scope="col">95 % between</th>
              </tr>
            </thead>
            <tbody>
              {chart.coming
                .filter((_, index) => (index + 1) % every === 0)
                .map(({ day, low, middle, high }) => (
                  <tr key={day}>
                    <th scope="row" style={{ fontWeight: 'normal' }}>
                      {formatDay(day)}
                    </th>
                    <td>{Math.round(middle)}</td>
                    <td>{`${Math.round(low)} and ${Math.round(high)}`}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </details>
  );
}
