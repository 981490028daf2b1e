// Share of right records a month against the target, drawn as plain SVG: 0 to 100 %, months without a count are empty.
import { Text } from '@shopify/polaris';

type Month = { month: string; lines: number; right: number };

const WIDTH = 360;
const HEIGHT = 120;

const name = (month: string) =>
  new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

export function AccuracyChart({ months, targetPermille }: { months: Month[]; targetPermille: number }) {
  const step = WIDTH / Math.max(1, months.length);
  const target = HEIGHT * (1 - targetPermille / 1000);
  return (
    <figure style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`Record accuracy by month, target ${targetPermille / 10} %`}
      >
        {months.map(({ month, lines, right }, index) => {
          const share = lines > 0 ? right / lines : 0;
          const height = lines > 0 ? Math.max(2, share * HEIGHT) : 2;
          const good = share * 1000 >= targetPermille;
          return (
            <rect
              key={month}
              x={index * step + step * 0.15}
              y={HEIGHT - height}
              width={step * 0.7}
              height={height}
              fill={
                lines === 0
                  ? 'var(--p-color-bg-fill-tertiary)'
                  : good
                    ? 'var(--p-color-bg-fill-success)'
                    : 'var(--p-color-bg-fill-caution)'
              }
            >
              <title>
                {lines === 0
                  ? `${name(month)}: nothing counted`
                  : `${name(month)}: ${right} of ${lines} right (${Math.round(share * 100)} %)`}
              </title>
            </rect>
          );
        })}
        <line
          x1={0}
          x2={WIDTH}
          y1={target}
          y2={target}
          stroke="var(--p-color-border-emphasis)"
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption style={{ display: 'flex', justifyContent: 'space-between' }}>
        <Text as="span" variant="bodySm" tone="subdued">
          {name(months[0]?.month ?? '2026-01')}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          Target {targetPermille / 10} %
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {name(months.at(-1)?.month ?? '2026-01')}
        </Text>
      </figcaption>
    </figure>
  );
}
