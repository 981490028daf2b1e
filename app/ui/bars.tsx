// A bar a day, drawn as plain SVG: no script, sharp at any width, each bar says its value to a pointer and a screen reader.

import { Text } from '@shopify/polaris';

type Bar = { label: string; value: number; says: string };

const HEIGHT = 120;
const GAP = 0.25;

export function Bars({ bars, title }: { bars: Bar[]; title: string }) {
  const top = Math.max(...bars.map((bar) => bar.value), 0);
  const tallest = bars.find((bar) => bar.value === top);
  // An empty chart looks like one that failed to load.
  if (top === 0)
    return (
      <Text as="p" tone="subdued">
        None from {bars[0]?.label} to {bars.at(-1)?.label}.
      </Text>
    );
  return (
    <figure style={{ margin: 0 }}>
      <Text as="p" tone="subdued" variant="bodySm">
        Most on {tallest?.says}
      </Text>
      <svg
        viewBox={`0 0 ${bars.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={title}
      >
        {bars.map((bar, index) => {
          const height = (bar.value / top) * (HEIGHT - 4);
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
