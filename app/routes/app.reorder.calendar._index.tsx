import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useFetcher, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  DropZone,
  EmptyState,
  IndexTable,
  InlineStack,
  Layout,
  Link,
  List,
  Page,
  Select,
  Tabs,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { useState } from 'react';
import { takeFile } from '../calendar/change-plan.server.ts';
import { addDays, dayAt, daysFrom } from '../calendar/day.ts';
import { holidayPlaces, holidaysOf } from '../calendar/holidays.server.ts';
import { keepHolidays, readHolidays } from '../calendar/keep-holidays.server.ts';
import type { PlanEvent } from '../calendar/plan-event.ts';
import { readPlanFile } from '../calendar/plan-file.ts';
import { readCalendar } from '../calendar/read-calendar.server.ts';
import type { Reading } from '../calendar/store.server.ts';
import { append } from '../events/append.server.ts';
import { nudge } from '../lib/queue.server.ts';
import { readUnitDays } from '../metrics/read-figures.server.ts';
import { findGoods, nameGoods } from '../mirror/find-goods.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { peakHints } from '../replenishment/policy/season.ts';
import { weeksAhead } from '../replenishment/signals/weeks-ahead.ts';
import { authenticate } from '../shopify.server.ts';
import { Allow } from '../ui/allow.tsx';
import { tooLarge } from '../ui/bad-rows.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { KIND_COLORS, KIND_NAMES, sayDays, sayScope } from '../ui/event-kind.ts';
import { useListAddress } from '../ui/list-address.ts';
import { formatDay, formatWhen } from '../ui/when.ts';
import { YearStrip } from '../ui/year-strip.tsx';

const TABS = ['coming', 'past'] as const;
const MAX_FILE = 2_000_000;
/** The months shown: the last two, this one, the next nine. */
const MONTHS = { back: 2, all: 12 };
/** Enough to hold this year's level against last year's, and to look a peak through. */
const DAYS_OF_SALES = 366 + 8 * 7;
const WEEKS_AHEAD = 16;
const LISTED = 200;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((one) => one === searchParams.get('tab')) ?? 'coming';
  const now = new Date();
  const { timeZone, country: home } = await readShop(shop);
  const today = dayAt(now, timeZone);
  const months = monthsAround(today);
  const [calendar, setting, sales] = await Promise.all([
    readCalendar(shop, { firstDay: addDays(today, -800), lastDay: addDays(today, 800) }),
    readHolidays(shop),
    readUnitDays(shop, { from: addDays(today, -DAYS_OF_SALES), to: addDays(today, -1) }),
  ]);
  const country = setting.country ?? home;
  const year = Number(today.slice(0, 4));
  const [places, holidays] = await Promise.all([
    holidayPlaces(country ?? ''),
    country ? holidaysOf(country, setting.region, [year, year + 1]) : [],
  ]);
  const chosen = calendar.events.filter((event) => (tab === 'coming') === event.lastDay >= today);
  const listed = (tab === 'past' ? chosen.reverse() : chosen).slice(0, LISTED);
  const names = await nameGoods(
    shop,
    listed.map((event) => ({ scope: event.scope, keys: event.scopeKeys })),
  );
  const totals = new Array<number>(DAYS_OF_SALES).fill(0);
  for (const { day, count } of sales) totals[DAYS_OF_SALES + daysFrom(today, day)] = count;
  const ahead = weeksAhead(totals, WEEKS_AHEAD);
  return {
    tab,
    today,
    timeZone,
    months,
    bars: calendar.events.filter(
      (event) => event.lastDay >= `${months[0]}-01` && event.firstDay < addDays(`${months.at(-1)}-28`, 4),
    ),
    rows: listed.map((event, index) => ({ event, goods: sayScope(event, names[index] ?? []) })),
    more: Math.max(0, chosen.length - LISTED),
    readings: calendar.readings,
    hints: ahead ? peakHints(ahead.expected, ahead.usual) : [],
    country,
    setting,
    places,
    holidays: holidays.filter((one) => one.lastDay >= today && one.firstDay < addDays(today, 365)),
  };
}

function monthsAround(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MONTHS.all }, (_, n) =>
    new Date(Date.UTC(year, month - 1 - MONTHS.back + n, 1)).toISOString().slice(0, 7),
  );
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const form = await request.formData();
  const intent = form.get('intent');
  const now = new Date();
  if (intent === 'read') {
    nudge('calendar.read-discounts', shop);
    nudge('calendar.read-past-stock-outs', shop);
    return { intent: 'read' as const };
  }
  if (intent === 'holidays') {
    const { timeZone, country } = await readShop(shop);
    const chosen = {
      country: String(form.get('country') ?? '') || null,
      region: String(form.get('region') ?? '') || null,
      closedOn: form.getAll('closed').map(String).slice(0, 100),
    };
    await keepHolidays(shop, chosen, country, timeZone, append, now);
    return { intent: 'holidays' as const };
  }
  const no = (problem: string) => ({ intent: 'import' as const, ok: false as const, problem });
  if (intent !== 'import') return no('Backroom knows no such action. Reload the page and try again.');
  const text = String(form.get('file') ?? '');
  if (text.length > MAX_FILE) return no(tooLarge(MAX_FILE));
  const read = readPlanFile(text);
  if (!read.ok) return no(read.problem);
  const found = await findGoods(
    shop,
    read.rows.map(({ event }) => ({ scope: event.scope, names: event.scopeKeys })),
  );
  const rows = read.rows.map((row, index) => ({ ...row, ...(found[index] ?? { keys: [], unknown: [] }) }));
  const unknown = rows
    .filter((row) => row.unknown.length > 0)
    .map((row) => ({ line: row.line, column: 'which' as const, problem: notKnown(row.event.scope, row.unknown) }));
  const good = rows.filter((row) => row.unknown.length === 0).map((row) => ({ ...row.event, scopeKeys: row.keys }));
  const taken = await takeFile(shop, good, append, now);
  const bad = [...read.bad, ...unknown].sort((a, b) => a.line - b.line);
  return { intent: 'import' as const, ok: true as const, ...taken, bad };
}

function notKnown(scope: PlanEvent['scope'], names: readonly string[]): string {
  const what = scope === 'variants' ? 'no variant has the SKU' : 'no product has the handle or title';
  return `In this store ${what} ${names.slice(0, 5).join(', ')}. Correct it, or create it in Shopify first.`;
}

export default function Calendar() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const go = useListAddress();
  const { smDown } = useBreakpoints();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    setProblem(null);
    if (!file) return;
    if (file.size > MAX_FILE) setProblem(tooLarge(MAX_FILE, file.name));
    else submit({ intent: 'import', file: await file.text() }, { method: 'post' });
  };
  const refused = problem ?? (answer?.intent === 'import' && !answer.ok ? answer.problem : null);
  const imported = answer?.intent === 'import' && answer.ok && !problem ? answer : null;
  return (
    <Page
      title="Calendar"
      subtitle="What is planned, and what was special: its days are left out of usual demand, and planned for apart"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      primaryAction={{ content: 'Add event', url: '/app/reorder/calendar/new' }}
    >
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {imported ? (
          <Banner
            tone={imported.bad.length > 0 ? 'warning' : 'success'}
            title={`${imported.added} added, ${imported.changed} changed${imported.bad.length > 0 ? `, ${countOf(new Set(imported.bad.map((row) => row.line)).size, 'row')} not taken` : ''}`}
          >
            {imported.bad.length > 0 ? (
              <List>
                {imported.bad.slice(0, 100).map((row) => (
                  <List.Item key={`${row.line} ${row.column}`}>
                    Line {row.line}, {row.column}: {row.problem}
                  </List.Item>
                ))}
              </List>
            ) : null}
          </Banner>
        ) : null}
        {data.hints.map((hint) => (
          <Banner
            key={hint.kind}
            tone="info"
            title={
              hint.kind === 'build-up'
                ? `A peak begins in ${countOf(hint.inWeeks, 'week')}: build up stock now`
                : `A peak begins in ${countOf(hint.inWeeks, 'week')}: hire help now`
            }
          >
            <p>
              By last year’s sales at this year’s level it lasts {countOf(hint.weeks, 'week')}, sells up to{' '}
              {hint.strength.toFixed(1)} times a usual week, and asks for about {hint.extraUnits.toLocaleString('en')}{' '}
              more units than usual.
            </p>
          </Banner>
        ))}
        <Card>
          <BlockStack gap="300">
            <YearStrip
              months={data.months}
              today={data.today}
              bars={data.bars.map((event) => ({
                id: event.id,
                title: event.title,
                says: `${KIND_NAMES[event.kind]}: ${event.title}, ${sayDays(event)}`,
                color: KIND_COLORS[event.kind],
                firstDay: event.firstDay,
                lastDay: event.lastDay,
                url: `/app/reorder/calendar/${event.id}`,
              }))}
            />
            <InlineStack gap="300">
              {Object.entries(KIND_NAMES).map(([kind, name]) => (
                <InlineStack key={kind} gap="100" blockAlign="center">
                  <span
                    aria-hidden="true"
                    style={{
                      width: 10,
                      height: 10,
                      borderRadius: 3,
                      background: KIND_COLORS[kind as keyof typeof KIND_COLORS],
                    }}
                  />
                  <Text as="span" variant="bodySm">
                    {name}
                  </Text>
                </InlineStack>
              ))}
            </InlineStack>
          </BlockStack>
        </Card>
        <Layout>
          <Layout.Section>
            <Card padding="0">
              <Tabs
                tabs={[
                  { id: 'coming', content: 'Running and coming' },
                  { id: 'past', content: 'Past' },
                ]}
                selected={TABS.indexOf(data.tab)}
                onSelect={(index) => go({ tab: index === 0 ? null : (TABS[index] ?? null) })}
              >
                <IndexTable
                  resourceName={{ singular: 'event', plural: 'events' }}
                  itemCount={data.rows.length}
                  selectable={false}
                  condensed={smDown}
                  headings={[
                    { title: 'Event' },
                    { title: 'Days' },
                    { title: 'About' },
                    { title: 'Demand', alignment: 'end' },
                  ]}
                  emptyState={
                    <EmptyState heading={data.tab === 'coming' ? 'Nothing is planned' : 'Nothing was special'} image="">
                      <p>Add an event, take a file, or schedule a discount in Shopify: it appears here by itself.</p>
                    </EmptyState>
                  }
                >
                  {data.rows.map(({ event, goods }, position) => (
                    <EventRow key={event.id} event={event} goods={goods} position={position} narrow={smDown} />
                  ))}
                </IndexTable>
              </Tabs>
            </Card>
            {data.more > 0 ? (
              <Text as="p" tone="subdued">
                and {data.more} more: export the file to see all of them
              </Text>
            ) : null}
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <FromShopify readings={data.readings} timeZone={data.timeZone} />
              <Holidays key={JSON.stringify([data.country, data.setting])} />
              <Card>
                <BlockStack gap="300">
                  <Text as="h2" variant="headingMd">
                    As a file
                  </Text>
                  <DropZone
                    label="Take a CSV file"
                    accept=".csv,text/csv,text/plain"
                    type="file"
                    allowMultiple={false}
                    disabled={navigation.state === 'submitting'}
                    onDrop={(files) => void take(files[0])}
                  >
                    <DropZone.FileUpload
                      actionTitle="Choose a file"
                      actionHint="Columns: kind, title, first day, last day; also applies to, which, percent off, expected demand"
                    />
                  </DropZone>
                  <Download url="/app/reorder/calendar/export" fileName="calendar.csv" onProblem={setProblem}>
                    Export
                  </Download>
                </BlockStack>
              </Card>
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

function sayDemand(event: Pick<PlanEvent, 'upliftPermille' | 'offPermille'>): string {
  const off = event.offPermille === null ? null : `${event.offPermille / 10} % off`;
  const expected = event.upliftPermille === null ? null : `×${event.upliftPermille / 1000} expected`;
  return [off, expected].filter(Boolean).join(', ');
}

function EventRow({
  event,
  goods,
  position,
  narrow,
}: {
  event: PlanEvent;
  goods: string;
  position: number;
  narrow: boolean;
}) {
  const title = <Link url={`/app/reorder/calendar/${event.id}`}>{event.title}</Link>;
  const kind = (
    <InlineStack gap="100" wrap>
      <Badge>{KIND_NAMES[event.kind]}</Badge>
      {event.source === 'shopify' ? <Badge tone="info">From Shopify</Badge> : null}
    </InlineStack>
  );
  if (narrow)
    return (
      <IndexTable.Row id={event.id} position={position}>
        <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
          <BlockStack gap="100">
            <Text as="p" breakWord>
              {title}
            </Text>
            {kind}
            <Text as="p" tone="subdued">
              {[sayDays(event), goods, sayDemand(event)].filter(Boolean).join(' · ')}
            </Text>
          </BlockStack>
        </div>
      </IndexTable.Row>
    );
  return (
    <IndexTable.Row id={event.id} position={position}>
      <IndexTable.Cell>
        <div style={{ whiteSpace: 'normal' }}>
          <BlockStack gap="100">
            {title}
            {kind}
          </BlockStack>
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div style={{ whiteSpace: 'normal' }}>{sayDays(event)}</div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div style={{ whiteSpace: 'normal' }}>{goods}</div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end">
          {sayDemand(event)}
        </Text>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

type Told = Omit<Reading, 'readAt'> & { readAt: string };

function FromShopify({
  readings,
  timeZone,
}: {
  readings: { discounts?: Told; 'past-stock-outs'?: Told };
  timeZone: string;
}) {
  const fetcher = useFetcher<typeof action>();
  const { discounts, 'past-stock-outs': outs } = readings;
  const read = () => fetcher.submit({ intent: 'read' }, { method: 'post' });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Read from Shopify
        </Text>
        <ReadingState
          what="Scheduled discounts"
          reading={discounts}
          timeZone={timeZone}
          ask={
            <Allow
              scope="read_discounts"
              brings="With your permission to see discounts, the promotions you schedule in Shopify stand here by themselves, and their days do not mislead the forecast. Until then add them by hand or by file."
              action="Allow discounts"
              onAllowed={read}
            />
          }
          says={(told) =>
            `${countOf(told.taken, 'promotion')} in the calendar${told.leftOut > 0 ? `; ${countOf(told.leftOut, 'discount')} left out, which have no end, last longer than 92 days, or are for few customers: they are everyday prices or vouchers` : ''}.`
          }
        />
        <ReadingState
          what="Days out of stock before the installation"
          reading={outs}
          timeZone={timeZone}
          ask={
            <Allow
              scope="read_reports"
              brings="With your permission to see reports, days on which something was out of stock before you installed Backroom do not count as days without demand, so the first forecasts do not order too little. Until then they count as in stock."
              action="Allow reports"
              onAllowed={read}
            />
          }
          says={(told) =>
            `${countOf(told.taken, 'spell')} out of stock known${told.leftOut > 0 ? `; of ${countOf(told.leftOut, 'month')} the report does not tell which days, so they count as in stock` : ''}.`
          }
        />
        <fetcher.Form method="post">
          <input type="hidden" name="intent" value="read" />
          <Button submit loading={fetcher.state !== 'idle'}>
            Read now
          </Button>
        </fetcher.Form>
        {fetcher.data?.intent === 'read' && fetcher.state === 'idle' ? (
          <Text as="p" tone="subdued">
            It is being read. Reload the page in a moment.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function ReadingState({
  what,
  reading,
  timeZone,
  ask,
  says,
}: {
  what: string;
  reading: Told | undefined;
  timeZone: string;
  /** asks for the permission that is missing */
  ask: React.ReactNode;
  says: (told: Told) => string;
}) {
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {what}
        </Text>
        {reading?.problem ? (
          <Badge tone={reading.denied ? 'info' : 'attention'}>{reading.denied ? 'Not allowed' : 'Not read'}</Badge>
        ) : null}
      </InlineStack>
      {!reading ? <Text as="p">Not read yet.</Text> : null}
      {reading && !reading.problem ? <Text as="p">{says(reading)}</Text> : null}
      {reading?.denied ? ask : null}
      {reading?.problem && !reading.denied ? (
        <Text as="p">{reading.problem} It is tried again by itself; what was known before stays.</Text>
      ) : null}
      {reading ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {formatWhen(reading.readAt, timeZone)}
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** Closed days are saved together: one press, one look at every figure. */
function Holidays() {
  const { country, setting, places, holidays } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>();
  const [closed, setClosed] = useState<string[]>(setting.closedOn);
  const save = (change: { country?: string; region?: string }) => {
    const form = new FormData();
    form.set('intent', 'holidays');
    form.set('country', change.country ?? setting.country ?? '');
    form.set('region', change.region ?? (change.country === undefined ? (setting.region ?? '') : ''));
    for (const name of closed) form.append('closed', name);
    fetcher.submit(form, { method: 'post' });
  };
  const names = [...new Map(holidays.map((one) => [one.name, one])).values()];
  const dirty = [...closed].sort().join('\n') !== [...setting.closedOn].sort().join('\n');
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Public holidays
        </Text>
        <Select
          label="Country"
          value={country ?? ''}
          options={[
            ...(country ? [] : [{ label: 'Choose a country', value: '' }]),
            ...places.countries.map((one) => ({ label: one.name, value: one.code })),
          ]}
          onChange={(code) => save({ country: code })}
        />
        {places.regions.length > 0 ? (
          <Select
            label="Region"
            value={setting.region ?? ''}
            options={[
              { label: 'The whole country', value: '' },
              ...places.regions.map((one) => ({ label: one.name, value: one.code })),
            ]}
            onChange={(code) => save({ region: code })}
          />
        ) : null}
        {names.length === 0 ? (
          <Text as="p">No holidays are known for this country. Enter closed days as events.</Text>
        ) : (
          <BlockStack gap="100">
            <Text as="p" tone="subdued">
              Tick those on which the warehouse is closed. The others are days like any other.
            </Text>
            {names.map((holiday) => (
              <Checkbox
                key={holiday.name}
                label={`${holiday.name}, ${formatDay(holiday.firstDay)}`}
                checked={closed.includes(holiday.name)}
                onChange={(checked) =>
                  setClosed(checked ? [...closed, holiday.name] : closed.filter((name) => name !== holiday.name))
                }
              />
            ))}
            <InlineStack>
              <Button disabled={!dirty} loading={fetcher.state !== 'idle'} onClick={() => save({})}>
                Save closed days
              </Button>
            </InlineStack>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
