import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  FormLayout,
  IndexTable,
  InlineGrid,
  InlineStack,
  Page,
  Select,
  Text,
  TextField,
  useBreakpoints,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { readSlotting } from '../picking/place/read-slotting.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { FloorPlan } from '../ui/floor-plan.tsx';
import { useListAddress } from '../ui/list-address.ts';

/** What the inputs are when nothing is typed, and the least and most that make sense. */
const INPUTS = {
  size: { usual: 12, least: 1, most: 60, label: 'Orders to a walk', suffix: '' },
  speed: { usual: 1, least: 0.2, most: 3, label: 'Walking speed', suffix: 'm/s' },
  minutes: { usual: 10, least: 0.5, most: 480, label: 'Work for one move', suffix: 'min' },
} as const;
type Input = keyof typeof INPUTS;

function inputOf(params: URLSearchParams, name: Input): number {
  const { usual, least, most } = INPUTS[name];
  const value = Number(params.get(name) ?? usual);
  return value >= least && value <= most ? value : usual;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const [locations, busiest] = await Promise.all([readLocations(session.shop), busiestLocation(session.shop)]);
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const locationId = searchParams.get('location') || (usual?.id ?? '');
  const inputs = {
    size: Math.round(inputOf(searchParams, 'size')),
    speed: inputOf(searchParams, 'speed'),
    minutes: inputOf(searchParams, 'minutes'),
  };
  const wish = { walkSize: inputs.size, speed: inputs.speed, minutesAMove: inputs.minutes };
  return { locations, locationId, inputs, ...(await readSlotting(session.shop, locationId, wish, new Date())) };
}

const metres = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} m`;
const share = (from: number, to: number) => (from > 0 ? ` (${(((from - to) / from) * 100).toFixed(1)} % less)` : '');

/** Demand turns over sooner than a change that takes longer earns what it costs. */
const WORTH_WITHIN_DAYS = 365;

export default function Slotting() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const { smDown } = useBreakpoints();
  const [floor, setFloor] = useState(0);
  const { found, layout } = data;
  return (
    <Page
      title="Slotting"
      subtitle="What should lie nearer to packing"
      backAction={{ content: 'Bins', url: `/app/waves/bins?location=${data.locationId}` }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <Select
              label="Location"
              options={data.locations.map((location) => ({ label: location.name, value: location.id }))}
              value={data.locationId}
              onChange={(location) => go({ location })}
            />
            <Inputs key={data.locationId} inputs={data.inputs} go={go} />
          </BlockStack>
        </Card>
        {layout === null ? (
          <Card>
            <EmptyState
              heading="No floor to walk on yet"
              image=""
              action={{ content: 'Draw the layout', url: `/app/waves/layout?location=${data.locationId}` }}
            >
              <p>{data.why}</p>
            </EmptyState>
          </Card>
        ) : null}
        {layout && data.why ? (
          <Banner
            tone="info"
            title="Nothing to compare yet"
            action={{ content: 'Bins', url: `/app/waves/bins?location=${data.locationId}` }}
          >
            <p>{data.why}</p>
          </Banner>
        ) : null}
        {found ? (
          <>
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  {`The last ${countOf(found.days, 'day')}, walked again`}
                </Text>
                <Text as="p">
                  {`${countOf(found.orders, 'shipment')} in the order they left, ${data.inputs.size} to a walk: ${countOf(found.walks, 'walk')}.`}
                </Text>
                <Text as="p">{`As things lie now: ${metres(found.metresADay.now)} a day.`}</Text>
                <Text as="p">
                  {`After the ${countOf(found.swaps.length, 'change')} below: ${metres(found.metresADay.after)} a day${share(found.metresADay.now, found.metresADay.after)}.`}
                </Text>
                <Text as="p">
                  {`With everything placed by how often it is picked: ${metres(found.metresADay.byClass)} a day${share(found.metresADay.now, found.metresADay.byClass)}.`}
                </Text>
              </BlockStack>
            </Card>
            {found.swaps.length > 0 &&
            found.swaps.every(({ payBackDays: days }) => (days ?? Infinity) > WORTH_WITHIN_DAYS) ? (
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
                  { title: 'Metres a day', alignment: 'end' },
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
                  const soon = swap.payBackDays !== null && swap.payBackDays <= WORTH_WITHIN_DAYS;
                  const paysBack = soon ? daysIn(swap.payBackDays!) : 'Not within a year';
                  return (
                    <IndexTable.Row id={swap.item} key={swap.item} position={position}>
                      {smDown ? (
                        <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
                          {says}
                          <Text as="p">
                            {metres(swap.metresADay)} a day,{' '}
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
                            <Text as="span" alignment="end" numeric>
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
                  Of the items that sold, the first 20 % by how often they were picked are A and belong in the nearest
                  20 % of the pick faces, the next 30 % are B, the rest is C.
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
          </>
        ) : null}
        {layout ? (
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                Picks of the last 90 days
              </Text>
              {layout.floors.length > 1 ? (
                <Select
                  label="Floor"
                  options={layout.floors.map((one, at) => ({ value: String(at), label: one.name }))}
                  value={String(floor)}
                  onChange={(value) => setFloor(Number(value))}
                />
              ) : null}
              <FloorPlan
                layout={layout}
                floor={floor}
                title="Heat map of the floor: the redder a bay, the more often it was picked from"
                marks={data.marks.filter((mark) => mark.floor === floor)}
              />
              <Text as="p" tone="subdued">
                {hottest(data.marks)}
              </Text>
            </BlockStack>
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}

/** What the picture shows, for those who do not see it. */
function hottest(marks: readonly { picks: number; says: string }[]): string {
  const most = marks.filter((mark) => mark.picks > 0).toSorted((a, b) => b.picks - a.picks);
  if (most.length === 0) return 'No bin was picked from.';
  return `Most often: ${most
    .slice(0, 3)
    .map((mark) => mark.says)
    .join('; ')}.`;
}

function daysIn(days: number): string {
  if (days < 1) return 'less than a day';
  if (days > 3650) return 'more than ten years';
  return countOf(Math.ceil(days), 'day');
}

function Inputs({
  inputs,
  go,
}: {
  inputs: Record<Input, number>;
  go: (change: Record<string, string | null>) => void;
}) {
  const busy = useNavigation().state !== 'idle';
  const [typed, setTyped] = useState({
    size: String(inputs.size),
    speed: String(inputs.speed),
    minutes: String(inputs.minutes),
  });
  const problemOf = (name: Input): string | false => {
    const { least, most } = INPUTS[name];
    const value = Number(typed[name].trim().replace(',', '.'));
    const fine =
      typed[name].trim() !== '' && value >= least && value <= most && (name !== 'size' || Number.isInteger(value));
    return fine ? false : `Enter ${least} to ${most}`;
  };
  const names = Object.keys(INPUTS) as Input[];
  const wrong = names.some((name) => problemOf(name) !== false);
  const take = () => {
    if (!wrong) go(Object.fromEntries(names.map((name) => [name, typed[name].trim().replace(',', '.')])));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <BlockStack gap="300">
        <FormLayout>
          <FormLayout.Group condensed>
            {names.map((name) => (
              <TextField
                key={name}
                label={INPUTS[name].label}
                suffix={INPUTS[name].suffix}
                autoComplete="off"
                inputMode="decimal"
                value={typed[name]}
                onChange={(value) => setTyped({ ...typed, [name]: value })}
                error={problemOf(name)}
              />
            ))}
          </FormLayout.Group>
        </FormLayout>
        <InlineStack>
          <Button submit disabled={wrong} loading={busy}>
            Walk it again
          </Button>
        </InlineStack>
      </BlockStack>
    </form>
  );
}
