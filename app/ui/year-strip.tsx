// A year at a glance: a column for each month, a bar for each event, today as a line.
import { Link } from '@remix-run/react';
import { Text } from '@shopify/polaris';

export type StripBar = {
  id: string;
  title: string;
  says: string;
  color: string;
  firstDay: string;
  lastDay: string;
  url: string | null;
};

const LANES = 8;
const LANE_PX = 22;

/**
 * `bars` earliest first; those that overlap lie below each other, at most eight deep: what does not fit is counted below, and
 * stands in the list. The strip is a picture of the list beside it; each bar has its title and days as its name.
 */
export function YearStrip({
  months,
  today,
  bars,
}: {
  months: readonly string[];
  today: string;
  bars: readonly StripBar[];
}) {
  const start = Date.parse(`${months[0]}-01`);
  const end = Date.parse(`${monthAfter(months.at(-1) ?? '')}-01`);
  const at = (day: string) => (100 * (Date.parse(day) - start)) / (end - start);
  const width = (first: string, last: string) => at(last) - at(first) + (100 * 86_400_000) / (end - start);
  const { placed, left } = inLanes(bars, at);
  const lanes = Math.max(2, ...placed.map(({ lane }) => lane + 1));
  return (
    <div>
      <div style={{ position: 'relative', borderTop: '1px solid var(--p-color-border)' }}>
        <div style={{ display: 'flex' }} aria-hidden="true">
          {months.map((month) => (
            <div
              key={month}
              style={{
                width: `${width(`${month}-01`, lastOf(month))}%`,
                height: 24 + lanes * LANE_PX + 8,
                borderLeft: '1px solid var(--p-color-border-secondary)',
                paddingLeft: 2,
                overflow: 'hidden',
              }}
            >
              <Text as="span" variant="bodyXs" tone="subdued">
                {nameOf(month)}
              </Text>
            </div>
          ))}
        </div>
        <div
          aria-hidden="true"
          style={{
            position: 'absolute',
            left: `${at(today)}%`,
            top: 0,
            bottom: 0,
            width: 2,
            background: 'var(--p-color-border-emphasis)',
          }}
        />
        <ul aria-label="Events" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {placed.map(({ bar, lane }) => {
            const left = Math.max(0, at(bar.firstDay));
            const style = {
              position: 'absolute' as const,
              left: `${left}%`,
              width: `max(6px, ${Math.min(100 - left, width(bar.firstDay, bar.lastDay) + Math.min(0, at(bar.firstDay)))}%)`,
              top: 24 + lane * LANE_PX,
              height: LANE_PX - 6,
              borderRadius: 4,
              background: bar.color,
            };
            return (
              <li key={bar.id}>
                {bar.url ? (
                  <Link to={bar.url} style={style} title={bar.says} aria-label={bar.says} />
                ) : (
                  <span style={style} title={bar.says} role="img" aria-label={bar.says} />
                )}
              </li>
            );
          })}
        </ul>
      </div>
      {left > 0 ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {left} more in the list
        </Text>
      ) : null}
    </div>
  );
}

/** Each bar in the first lane that is free by then; a narrow bar takes as much room as can be touched. */
function inLanes(
  bars: readonly StripBar[],
  at: (day: string) => number,
): { placed: { bar: StripBar; lane: number }[]; left: number } {
  const free: number[] = [];
  const placed: { bar: StripBar; lane: number }[] = [];
  let left = 0;
  for (const bar of bars) {
    const lane = free.findIndex((until) => until <= at(bar.firstDay));
    const chosen = lane >= 0 ? lane : free.length;
    if (chosen >= LANES) {
      left += 1;
      continue;
    }
    free[chosen] = Math.max(at(bar.lastDay) + 0.5, at(bar.firstDay) + 2);
    placed.push({ bar, lane: chosen });
  }
  return { placed, left };
}

function nameOf(month: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01`));
}

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

function lastOf(month: string): string {
  return new Date(Date.parse(`${monthAfter(month)}-01`) - 86_400_000).toISOString().slice(0, 10);
}
