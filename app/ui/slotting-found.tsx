// What a slotting what-if found: metres a day now and after, the changes worth most, and how well classes lie.
import {
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  IndexTable,
  InlineGrid,
  InlineStack,
  ProgressBar,
  SkeletonBodyText,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { countOf } from './count.ts';

export type Found = {
  orders: number;
  of: number;
  daysWalked: number;
  days: number;
  walks: number;
  metresADay: { now: number; after: number; byClass: number };
  swaps: {
    item: string;
    title: string;
    from: string;
    to: string;
    otherTitle: string | null;
    metresADay: number;
    payBackDays: number | null;
  }[];
  classes: Record<'A' | 'B' | 'C', { items: number; right: number }>;
};

/** What was walked, and of how much. */
function walkedOf({ orders, of, daysWalked }: Found): string {
  if (orders >= of) return countOf(orders, 'shipment');
  return `${orders.toLocaleString('en')} of ${countOf(of, 'shipment')}, those of ${countOf(daysWalked, 'day')} spread evenly over weekdays and weeks`;
}

/** Demand turns over sooner than a change that takes longer earns what it costs. */
const WORTH_WITHIN_DAYS = 365;

export function BeingWalked({ share, onStop }: { share: number; onStop: () => void }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="p" id="slotting-progress">
          Planning and walking the last 90 days again. This takes some seconds.
        </Text>
        <ProgressBar size="small" progress={Math.round(100 * share)} ariaLabelledBy="slotting-progress" />
        <InlineStack>
          <Button onClick={onStop}>Stop with the best so far</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** About as high as the figures and changes that take its place. */
export function NotYetFound() {
  return (
    <div style={{ minHeight: 600 }}>
      <Card>
        <SkeletonBodyText lines={16} />
      </Card>
    </div>
  );
}

export function SlottingFound({ found, size }: { found: Found; size: number }) {
  const { smDown } = useBreakpoints();
  const { now, after, byClass } = found.metresADay;
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <BlockStack>
            <Text as="h2" variant="headingMd">
              {`The last ${countOf(found.days, 'day')}, walked again`}
            </Text>
            <Text as="p" tone="subdued">
              {`${walkedOf(found)}, planned day by day, ${size} to a walk at most: ${countOf(found.walks, 'walk')}.${found.days < 90 ? ' Backroom knows of no shipment before that, so metres a day and pay-back rest on these days alone.' : ''}`}
            </Text>
          </BlockStack>
          <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
            <Figure value={now} says="as things lie now" />
            <Figure value={after} says={`after the ${countOf(found.swaps.length, 'change')} below`} from={now} />
            <Figure value={byClass} says="with everything placed by how often it is picked" from={now} />
          </InlineGrid>
        </BlockStack>
      </Card>
      {found.swaps.length > 0 && !found.swaps.some(isWorthIt) ? (
        <Banner tone="info" title="Nothing is worth moving for its own sake">
          <p>No change pays back within a year. Make the first of them when these bins are refilled anyway.</p>
        </Banner>
      ) : null}
      <Card padding="0">
        <IndexTable
          resourceName={{ singular: 'change', plural: 'changes' }}
          itemCount={found.swaps.length}
          selectable={false}
          condensed={smDown}
          headings={[
            { title: 'Change' },
            { title: 'Saves a day', alignment: 'end' },
            { title: 'Pays back in', alignment: 'end' },
          ]}
          emptyState={
            <EmptyState heading="Nothing to move" image="">
              <p>No single change would have shortened these walks.</p>
            </EmptyState>
          }
        >
          {found.swaps.map((swap, position) => {
            const says = (
              <>
                <Text as="p" breakWord fontWeight="semibold">
                  {swap.title}: {swap.from} → {swap.to}
                </Text>
                <Text as="p" breakWord tone="subdued">
                  {swap.otherTitle ? `${swap.otherTitle}: ${swap.to} → ${swap.from}` : `${swap.to} is free`}
                </Text>
              </>
            );
            const soon = isWorthIt(swap);
            const paysBack = soon ? daysIn(swap.payBackDays ?? 0) : 'Not within a year';
            return (
              <IndexTable.Row id={swap.item} key={swap.item} position={position}>
                {smDown ? (
                  <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
                    {says}
                    <Text as="p">
                      Saves {metres(swap.metresADay)} a day,{' '}
                      {soon ? `pays back in ${paysBack}` : 'does not pay back within a year'}
                    </Text>
                  </div>
                ) : (
                  <>
                    <IndexTable.Cell>
                      <div style={{ whiteSpace: 'normal' }}>{says}</div>
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Text as="span" alignment="end" numeric>
                        {metres(swap.metresADay)}
                      </Text>
                    </IndexTable.Cell>
                    <IndexTable.Cell>
                      <Text as="span" alignment="end" numeric {...(soon ? {} : { tone: 'subdued' })}>
                        {paysBack}
                      </Text>
                    </IndexTable.Cell>
                  </>
                )}
              </IndexTable.Row>
            );
          })}
        </IndexTable>
      </Card>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Classes
          </Text>
          <Text as="p" tone="subdued">
            Of the items that sold, the first 20 % by how often they were picked are A and belong in the nearest 20 % of
            the pick faces, the next 30 % are B, the rest is C.
          </Text>
          <InlineGrid columns={3} gap="200">
            {(['A', 'B', 'C'] as const).map((name) => (
              <BlockStack key={name}>
                <Text as="p" variant="headingMd">
                  {name}
                </Text>
                <Text as="p">
                  {found.classes[name].right} of {countOf(found.classes[name].items, 'item')} in place
                </Text>
              </BlockStack>
            ))}
          </InlineGrid>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

function Figure({ value, says, from }: { value: number; says: string; from?: number }) {
  return (
    <BlockStack>
      <InlineStack gap="200" blockAlign="baseline">
        <Text as="p" variant="headingLg" numeric>
          {metres(value)} a day
        </Text>
        {from ? (
          <Text as="span" tone={value < from ? 'success' : 'subdued'}>
            {change(from, value)}
          </Text>
        ) : null}
      </InlineStack>
      <Text as="p" tone="subdued">
        {says}
      </Text>
    </BlockStack>
  );
}

function change(from: number, to: number): string {
  const less = 100 * (1 - to / from);
  return `${Math.abs(less).toFixed(1)} % ${less < 0 ? 'more' : 'less'}`;
}

const isWorthIt = ({ payBackDays }: { payBackDays: number | null }) =>
  payBackDays !== null && payBackDays <= WORTH_WITHIN_DAYS;

const metres = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} m`;

function daysIn(days: number): string {
  return days < 1 ? 'less than a day' : countOf(Math.ceil(days), 'day');
}
