import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  Text,
} from '@shopify/polaris';
import { FIGURES } from '../metrics/figures.ts';
import { readCycleDays, readReturnDays, readStockOutDays, readSummary } from '../metrics/read-figures.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { authenticate } from '../shopify.server.ts';
import { Bars } from '../ui/bars.tsx';
import { countOf } from '../ui/count.ts';
import { daysBetween, lastDays, PERIODS, readPeriodDays } from '../ui/period.ts';
import { formatDay, formatHours } from '../ui/when.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const days = readPeriodDays(new URL(request.url).searchParams.get('days'));
  const { timeZone } = await readShop(session.shop);
  const period = lastDays(days, new Date(), timeZone);
  const [summary, cycleDays, returnDays, stockOutDays] = await Promise.all([
    readSummary(session.shop, period),
    readCycleDays(session.shop, period),
    readReturnDays(session.shop, period),
    readStockOutDays(session.shop, period),
  ]);
  return { days, period, summary, cycleDays, returnDays, stockOutDays };
}

export default function Metrics() {
  const { days, period, summary, cycleDays, returnDays, stockOutDays } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const calendar = daysBetween(period.from, period.to);
  const cycleOf = new Map(cycleDays.map((day) => [day.day, day]));
  const returnsOf = new Map(returnDays.map((day) => [day.day, day.count]));
  const stockOutsOf = new Map(stockOutDays.map((day) => [day.day, day.count]));
  const { cycle, returns, stockOuts } = summary;
  return (
    <Page title="Metrics" subtitle={`${formatDay(period.from)} to ${formatDay(period.to)}, in the store's time zone`}>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <ButtonGroup variant="segmented">
            {PERIODS.map((length) => (
              <Button key={length} pressed={length === days} onClick={() => setParams({ days: String(length) })}>
                {length === 365 ? 'A year' : `${length} days`}
              </Button>
            ))}
          </ButtonGroup>
        </Box>
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <FigureCard name="order-cycle" days={days}>
            <InlineStack gap="800">
              <Reading label="half within" value={cycle.p50Hours === null ? '–' : formatHours(cycle.p50Hours)} />
              <Reading label="nine in ten within" value={cycle.p90Hours === null ? '–' : formatHours(cycle.p90Hours)} />
              <Reading label="orders fulfilled" value={String(cycle.orders)} />
            </InlineStack>
            <Bars
              title="Median hours from order to fulfillment, by day"
              bars={calendar.map((day) => {
                const hours = cycleOf.get(day)?.p50Hours ?? 0;
                return { label: formatDay(day), value: hours, says: `${formatDay(day)}: ${formatHours(hours)}` };
              })}
            />
          </FigureCard>
          <FigureCard name="returns" days={days}>
            <InlineStack gap="800">
              <Reading
                label="of units come back"
                value={returns.rate === null ? '–' : `${(returns.rate * 100).toFixed(1)} %`}
              />
              <Reading label="units returned" value={String(returns.returned)} />
              <Reading label="units ordered" value={returns.ordered.toLocaleString('en')} />
            </InlineStack>
            <Bars
              title="Units in returns opened, by day"
              bars={calendar.map((day) => {
                const units = returnsOf.get(day) ?? 0;
                return {
                  label: formatDay(day),
                  value: units,
                  says: `${formatDay(day)}: ${countOf(units, 'unit')} returned`,
                };
              })}
            />
          </FigureCard>
          <FigureCard name="stock-outs" days={days}>
            <InlineStack gap="800">
              <Reading label="times sold out" value={String(stockOuts)} />
            </InlineStack>
            <Bars
              title="Stock-outs by day"
              bars={calendar.map((day) => {
                const count = stockOutsOf.get(day) ?? 0;
                return {
                  label: formatDay(day),
                  value: count,
                  says: `${formatDay(day)}: ${countOf(count, 'stock-out')}`,
                };
              })}
            />
          </FigureCard>
        </InlineGrid>
      </BlockStack>
    </Page>
  );
}

function FigureCard({ name, days, children }: { name: keyof typeof FIGURES; days: number; children: React.ReactNode }) {
  const figure = FIGURES[name];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {figure.title}
          </Text>
          <Link url={`/app/metrics/${name}?days=${days}`}>What it is made of</Link>
        </InlineStack>
        {children}
      </BlockStack>
    </Card>
  );
}

function Reading({ label, value }: { label: string; value: string }) {
  return (
    <BlockStack>
      <Text as="p" variant="headingLg" numeric>
        {value}
      </Text>
      <Text as="p" tone="subdued">
        {label}
      </Text>
    </BlockStack>
  );
}
