// The days that voted, as a calendar: a column a week, the darker the more say a day has.
import { BlockStack, Text } from '@shopify/polaris';
import { halfSince, type VoteDay } from '../replenishment/vote-days.ts';
import { countOf } from './count.ts';
import { formatDay } from './when.ts';

const FILL = {
  closed: 'var(--p-color-bg-fill-critical-secondary)',
  event: 'var(--p-color-bg-fill-magic)',
};
const CELL = 10;

export function VoteStrip({ days }: { days: VoteDay[] }) {
  const most = Math.max(...days.map(({ vote }) => vote), 1e-12);
  const first = days[0];
  if (!first) return null;
  // Monday on top; the last column ends with the last day.
  const before = (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks = Math.ceil((before + days.length) / 7);
  return (
    <BlockStack gap="100">
      <svg
        viewBox={`0 0 ${weeks * CELL} ${7 * CELL}`}
        width="100%"
        style={{ maxWidth: weeks * CELL * 1.4, maxHeight: 110 }}
        preserveAspectRatio="none"
        role="img"
        aria-label={votesSentence(days)}
      >
        {days.map(({ day, units, state, vote }, index) => {
          const at = before + index;
          const own = state === 'closed' || state === 'event';
          return (
            <rect
              key={day}
              x={Math.floor(at / 7) * CELL}
              y={(at % 7) * CELL}
              width={CELL - 1}
              height={CELL - 1}
              fill={own ? FILL[state] : 'var(--p-color-bg-fill-info)'}
              fillOpacity={own ? 0.7 : 0.12 + 0.88 * (vote / most)}
            >
              <title>{`${formatDay(day)}: ${countOf(units, 'unit')}, ${SAYS[state]}${
                vote > 0 ? `, ${(vote * 100).toFixed(2)} % of the votes` : ''
              }`}</title>
            </rect>
          );
        })}
      </svg>
      <Text as="p" tone="subdued">
        {votesSentence(days)}
      </Text>
    </BlockStack>
  );
}

const SAYS: Record<VoteDay['state'], string> = {
  open: 'on sale',
  censored: 'sold out, so more may have been wanted',
  closed: 'nothing to sell, no vote',
  event: 'promotion, no vote',
};

function votesSentence(days: readonly VoteDay[]): string {
  const count = (holds: (day: VoteDay) => boolean) => days.filter(holds).length;
  const since = halfSince(days);
  if (since === null) return 'On no day could it be sold, so none votes.';
  return [
    `${countOf(
      count(({ vote }) => vote > 0),
      'day',
    )} voted, half of the votes since ${formatDay(since)}; the darker, the more say.`,
    left(
      count(({ state }) => state === 'closed'),
      'without stock (red) have none',
    ),
    left(
      count(({ state }) => state === 'censored'),
      'sold out: at least what was sold was wanted',
    ),
    left(
      count(({ state }) => state === 'event'),
      'of promotions (purple) are planned for apart',
    ),
  ]
    .filter(Boolean)
    .join(' ');
}

const left = (count: number, says: string) => (count > 0 ? `${countOf(count, 'day')} ${says}.` : '');
