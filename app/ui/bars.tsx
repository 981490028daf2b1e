// A bar a day, drawn as plain SVG: no script, sharp at any width, each bar says its value to a pointer and a screen reader.

import { Text } from '@shopify/polaris';

type Bar = { label: string; value: number; says: string };

const HEIGHT = 120;
const GAP = 0.25;

export function Bars({ bars, title }: { bars: Bar[]; title: string }) {
  const top = Math.max(...bars.map((bar) => bar.value), 0);
  const tallest = top > 0 ? bars.find((bar) => bar.value === top) : undefined;
  return (
    <figure style={{ margin: 0 }}>
      {tallest ? (
        <Text as="p" tone="subdued" variant="bodySm">
          Most on {tallest.says}
        </Text>
      ) : null}
      <svg
        viewBox={`0 0 ${Math.max(bars.length, 1)} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={title}
      >
        {bars.map((bar, index) => {
          const height = top > 0 ? (bar.value / top) * (HEIGHT - 4) : 0;
          return (
            <rect
              key={bar.label}
              x={index + GAP / 2}
              y={HEIGHT - Math.max(height, 1)}
              width={1 - GAP}
              height={Math.max(height, 1)}
              fill={bar.value > 0 ? 'var(--p-color-bg-fill-info)' : 'var(--p-color-bg-fill-tertiary)'}
            >
              <title>{bar.says}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption
        style={{
          display: 'flex',
          justifyContent: 'space-between',
          color: 'var(--p-color-text-secondary)',
          fontSize: 'var(--p-font-size-300)',
        }}
      >
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </figcaption>
    </figure>
  );
}
