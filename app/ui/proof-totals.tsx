// What each rule did with the whole shop, over the days that were played.
import { Banner, BlockStack, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { dayAfter } from '../replenishment/replay/result.ts';
import { countOf } from './count.ts';
import { ProofPicture } from './proof-picture.tsx';
import { ProofTable, type RuleFigures } from './proof-table.tsx';
import { formatDay } from './when.ts';

export type ProofSpan = {
  /** the first day scored and the day after the last, YYYY-MM-DD */
  from: string;
  until: string;
  places: number;
  /** of these the cost is known */
  priced: number;
  /** ours first */
  rules: (RuleFigures & { rule: string })[];
};

/** Shares from 0 to 1 of the units asked for; see `sumPromise`. */
export type Promised = { places: number; planned: number; served: number; near: number };

type Totals = {
  year: ProofSpan | null;
  known: ProofSpan | null;
  promise: Promised | null;
  tooShort: boolean;
  /** the first day on which a variant has history enough; YYYY-MM-DD */
  firstReady: string | null;
  narrow: boolean;
};

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Both spans, or why there is nothing to be seen of them. `tooShort`: nothing has enough history yet. */
export function ProofTotals({ year, known, promise, tooShort, firstReady, narrow }: Totals) {
  if (!year)
    return tooShort ? (
      <Banner title="Too little history to prove anything">
        <p>
          A replay needs six months of sales: three to learn from and three to be tested on.{' '}
          {firstReady ? `The first variants will have them on ${formatDay(firstReady)}.` : ''}
        </p>
      </Banner>
    ) : (
      <Card>
        <Text as="p" tone="subdued">
          Nothing that was played matches. Change the search or the filters.
        </Text>
      </Card>
    );
  const same = known !== null && known.from === year.from && known.places === year.places;
  const withReal = same ? known.rules.filter(({ rule }) => rule === 'happened') : [];
  // Ours, what happened if it is known as long, and the starter rule twice.
  const [ours, ...others] = year.rules;
  const rules = [ours!, ...withReal, ...others];
  return (
    <>
      <Span title="The same demand, under each rule" span={{ ...year, rules }} narrow={narrow}>
        <Text as="p" tone="subdued">
          These days are scored. At least three months before them only teach: what came before a variant’s first day
          tells what it sells.
        </Text>
        {promise ? <Promised promise={promise} /> : null}
      </Span>
      {same ? null : known ? (
        <Span title="Against what really happened" span={known} narrow={narrow}>
          <Text as="p" tone="subdued">
            Your real stock is known since {formatDay(known.from)} at the earliest, so all three are compared over the
            days from then on only.
          </Text>
        </Span>
      ) : (
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Against what really happened
            </Text>
            <Text as="p" tone="subdued">
              Your real stock is known since Backroom was installed. Once that is four weeks ago, what really happened
              is compared here too; before, its stock-outs would be guesses.
            </Text>
          </BlockStack>
        </Card>
      )}
    </>
  );
}

function Span({
  title,
  span,
  narrow,
  children,
}: {
  title: string;
  span: ProofSpan;
  narrow: boolean;
  children?: ReactNode;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {formatDay(span.from)} to {formatDay(dayAfter(span.until, -1))}, {countOf(span.places, 'variant')} at their
            locations
            {span.priced < span.places
              ? `; money is told of the ${span.priced.toLocaleString('en')} whose cost is known in the store's currency`
              : ''}
          </Text>
        </BlockStack>
        {children}
        <ProofTable rules={span.rules} narrow={narrow} caption={title} />
        <ProofPicture
          title="Share served against units on the shelf"
          points={span.rules.map(({ name, stock, fill }, index) => ({
            name,
            stock,
            fill,
            tone: index === 0 ? ('ours' as const) : ('other' as const),
          }))}
        />
      </BlockStack>
    </Card>
  );
}

/** A target holds in total long before it holds for each: both are said. */
function Promised({ promise: { places, planned, served, near } }: { promise: Promised }) {
  return (
    <Text as="p">
      The targets ask for {percent(planned)} of the volume together, and {percent(served)} was served.{' '}
      <Text as="span" fontWeight="semibold">
        {percent(near)} of the volume came within two points of its target
      </Text>{' '}
      or above it, variant by variant ({countOf(places, 'variant')} at their locations).
    </Text>
  );
}
