import { Banner, BlockStack, Link, Text } from '@shopify/polaris';
import { daysFrom } from '../calendar/day.ts';
import type { Rush } from '../picking/rush.ts';
import { countOf } from './count.ts';
import { formatDay } from './when.ts';

/** What the calendar announces to those who pick; nothing when there is nothing. */
export function RushBanners({ rushes, today }: { rushes: readonly Rush[]; today: string }) {
  if (rushes.length === 0) return null;
  return (
    <BlockStack gap="300">
      {rushes.map((rush) => (
        <Banner
          key={rush.eventId}
          tone="warning"
          title={`Flash sale ${rush.title} ${sayWhen(rush, today)}: ${sayExtra(rush)}`}
        >
          <Text as="p">
            {sayUsual(rush)} <Link url={`/app/reorder/calendar/${rush.eventId}`}>See it in the calendar</Link>
          </Text>
        </Banner>
      ))}
    </BlockStack>
  );
}

function sayWhen({ firstDay, lastDay }: Rush, today: string): string {
  const inDays = daysFrom(today, firstDay);
  const until = firstDay === lastDay ? '' : ` until ${formatDay(lastDay)}`;
  if (inDays < 0) return lastDay === today ? 'today, its last day' : `now${until}`;
  if (inDays === 0) return `today${until}`;
  if (inDays === 1) return `tomorrow${until}`;
  return firstDay === lastDay ? `on ${formatDay(firstDay)}` : `from ${formatDay(firstDay)}${until}`;
}

function sayExtra({ extra }: Rush): string {
  if (extra === null) return 'more orders than usual';
  return extra === 0 ? 'no more orders than usual' : `about ${countOf(extra, 'more order')} than usual`;
}

function sayUsual({ usual, extra }: Rush): string {
  const day = usual < 10 ? Math.round(usual * 10) / 10 : Math.round(usual);
  const usually = `A usual day brings ${day === 0 ? 'hardly any orders' : `about ${countOf(day, 'order')}`} of what it is about.`;
  const does =
    extra === null
      ? 'Say in the calendar how much demand you expect, and the number stands here.'
      : 'Ship what is ready before it begins, and have people for the waves after.';
  return `${usually} ${does}`;
}
