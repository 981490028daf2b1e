import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, DataTable, Page, Text } from '@shopify/polaris';
import type { FigureName } from '../metrics/figure.ts';
import { FIGURES } from '../metrics/figures.ts';
import { readCycleDays, readReturnsByProduct, readStockOutsByProduct } from '../metrics/read-figures.server.ts';
import { readProductTitles } from '../mirror/read-order.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { authenticate } from '../shopify.server.ts';
import { lastDays, readPeriodDays } from '../ui/period.ts';
import { formatDay, formatHours } from '../ui/when.ts';

type Table = { headings: string[]; numeric: boolean[]; rows: string[][]; empty: string };

const ROWS = 100;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const figure = FIGURES[params.figure as FigureName];
  // What the floor does is looked at beside the people who do it.
  if (figure?.slicedBy === 'picker' || figure?.slicedBy === 'stage') throw redirect('/app/waves/pickers');
  if (!figure) throw new Response('There is no figure of this name.', { status: 404 });
  const days = readPeriodDays(new URL(request.url).searchParams.get('days'));
  const { timeZone } = await readShop(session.shop);
  const period = lastDays(days, new Date(), timeZone);
  return {
    days,
    period,
    title: figure.title,
    definition: figure.definition,
    table: await tableOf(session.shop, figure.name, period),
  };
}

async function tableOf(shop: string, figure: FigureName, period: { from: string; to: string }): Promise<Table> {
  if (figure === 'order-cycle') {
    const days = await readCycleDays(shop, period);
    return {
      headings: ['Day', 'Orders fulfilled', 'p50', 'p90'],
      numeric: [false, true, true, true],
      rows: days
        .filter((day) => day.orders > 0)
        .reverse()
        .map((day) => [
          formatDay(day.day),
          String(day.orders),
          formatHours(day.p50Hours ?? 0),
          formatHours(day.p90Hours ?? 0),
        ]),
      empty: 'No order was fulfilled in this period.',
    };
  }
  if (figure === 'returns') {
    const products = await readReturnsByProduct(shop, period, ROWS);
    const titles = await readProductTitles(
      shop,
      products.map((product) => product.productId),
    );
    return {
      headings: ['Product', 'Units returned', 'Units ordered', 'Rate'],
      numeric: [false, true, true, true],
      rows: products.map((product) => [
        titles.get(product.productId) ?? `Deleted product ${product.productId}`,
        String(product.returned),
        String(product.ordered),
        product.rate === null ? 'ordered earlier' : `${(product.rate * 100).toFixed(1)} %`,
      ]),
      empty: 'Nothing was returned in this period.',
    };
  }
  const products = await readStockOutsByProduct(shop, period, ROWS);
  const titles = await readProductTitles(
    shop,
    products.map((product) => product.productId),
  );
  return {
    headings: ['Product', 'Times sold out'],
    numeric: [false, true],
    rows: products.map((product) => [
      titles.get(product.productId) ?? `Deleted product ${product.productId}`,
      String(product.times),
    ]),
    empty: 'Nothing sold out in this period.',
  };
}

export default function FigurePage() {
  const { days, period, title, definition, table } = useLoaderData<typeof loader>();
  return (
    <Page
      title={title}
      subtitle={`${formatDay(period.from)} to ${formatDay(period.to)}, in the store's time zone`}
      backAction={{ content: 'Metrics', url: `/app/metrics?days=${days}` }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              What is counted
            </Text>
            <Text as="p">{definition}</Text>
          </BlockStack>
        </Card>
        <Card padding={table.rows.length > 0 ? '0' : '400'}>
          {table.rows.length > 0 ? (
            <DataTable
              columnContentTypes={table.numeric.map((numeric) => (numeric ? 'numeric' : 'text'))}
              headings={table.headings}
              rows={table.rows}
              increasedTableDensity
            />
          ) : (
            <Text as="p" tone="subdued">
              {table.empty}
            </Text>
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}
