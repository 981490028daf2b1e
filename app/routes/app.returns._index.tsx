import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { InlineStack, Link, Page, Text } from '@shopify/polaris';
import { readReturnsPage } from '../returns/read-returns.server.ts';
import { authenticate } from '../shopify.server.ts';
import { pageOf, pagesOf } from '../ui/list-address.ts';
import { ListFrame, RowLink, Wrapped } from '../ui/list-frame.tsx';
import { ReturnBadge } from '../ui/return-badge.tsx';
import { readable } from '../ui/state-badge.tsx';
import { formatAge } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: string; content: string; statuses: readonly string[] }[] = [
  { id: 'requested', content: 'To answer', statuses: ['REQUESTED'] },
  { id: 'open', content: 'Open', statuses: ['OPEN'] },
  { id: 'closed', content: 'Closed', statuses: ['CLOSED'] },
  { id: 'declined', content: 'Declined or canceled', statuses: ['DECLINED', 'CANCELED'] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const url = new URL(request.url);
  const { searchParams } = url;
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 50);
  const page = pageOf(searchParams);
  const { rows, total, counts } = await readReturnsPage(
    session.shop,
    { statuses: tab.statuses, search },
    { skip: (page - 1) * PAGE, take: PAGE },
  );
  const { last, instead } = pagesOf(url, total, PAGE);
  if (instead) throw redirect(instead);
  const now = new Date().toISOString();
  return {
    tab: tab.id,
    search,
    page,
    last,
    tabs: TABS.map(({ id, content, statuses }) => ({
      id,
      content,
      count: statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0),
    })),
    none: counts.size === 0,
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      orderId: row.orderId,
      orderName: row.orderName,
      status: row.status,
      waiting: formatAge(row.createdAt.toISOString(), now),
      units: row.lines.reduce((sum, line) => sum + line.quantity, 0),
      items: row.lines.map((line) => line.title).join(', '),
      reasons: [...new Set(row.lines.map((line) => readable(line.reason)))].join(', '),
    })),
  };
}

export default function Returns() {
  const { tabs, tab, search, page, last, rows, none } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Returns"
      subtitle="What customers want to send back"
      secondaryActions={[{ content: 'Policy', url: '/app/returns/policy' }]}
    >
      <ListFrame
        tabs={tabs}
        tab={tab}
        search={{ value: search, placeholder: 'Search by return or order name' }}
        paging={{ page, last }}
        resource={{ singular: 'return', plural: 'returns' }}
        headings={[
          { title: 'Return' },
          { title: 'Order' },
          { title: 'Status' },
          { title: 'Waiting' },
          { title: 'Items' },
          { title: 'Reason' },
          { title: 'Units', alignment: 'end' },
        ]}
        rows={rows}
        cells={(row) => [
          <ReturnLink key="return" {...row} />,
          <Link key="order" url={`/app/orders/${row.orderId}`} removeUnderline>
            {row.orderName}
          </Link>,
          <ReturnBadge key="status" status={row.status} />,
          row.waiting,
          <Wrapped key="items">{row.items}</Wrapped>,
          <Wrapped key="reasons">{row.reasons}</Wrapped>,
          row.units,
        ]}
        narrow={(row) => (
          <>
            <InlineStack gap="200" blockAlign="center">
              <ReturnLink {...row} />
              <ReturnBadge status={row.status} />
            </InlineStack>
            <Text as="p" breakWord>
              {row.units} {row.units === 1 ? 'unit' : 'units'}: {row.items}
            </Text>
            <Text as="p" tone="subdued">
              {row.reasons} · {row.waiting}
            </Text>
          </>
        )}
        none={none}
        empty={{
          heading: 'No returns yet',
          text: 'Link your shop’s navigation to /apps/backroom/returns: customers ask for a return there.',
        }}
      />
    </Page>
  );
}

function ReturnLink({ id, name }: { id: string; name: string }) {
  return <RowLink url={`/app/returns/${id}`}>{name}</RowLink>;
}
