// Open orders that no wave may take now: counted by reason, each with its reason and the way to mend it.
import {
  BlockStack,
  Box,
  EmptyState,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Link,
  Select,
  Tag,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { countOf } from './count.ts';

type Row = {
  fulfillmentOrderId: string;
  orderId: string;
  orderName: string;
  placedAt: string;
  location: string;
  units: number;
  reason: { code: string; says: string; todo: { says: string; path: string } };
};

export function NotInWaves({
  rows,
  counts,
  ready,
  more,
  location,
  reason,
  locations,
  onFilter,
  pager,
}: {
  rows: Row[];
  counts: { code: string; heading: string; orders: number }[];
  ready: number;
  more: boolean;
  location: string | null;
  reason: string | null;
  locations: { id: string; name: string }[];
  onFilter: (change: Record<string, string | null>) => void;
  pager: Pick<IndexTableProps, 'pagination'>;
}) {
  const { smDown } = useBreakpoints();
  const chosen = counts.find((one) => one.code === reason);
  return (
    <>
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack gap="300" blockAlign="center">
            <Select
              label="Location"
              labelHidden
              options={[
                { label: 'All locations', value: '' },
                ...locations.map(({ id, name }) => ({ label: name, value: id })),
              ]}
              value={location ?? ''}
              onChange={(value) => onFilter({ location: value || null })}
            />
            <InlineStack gap="200">
              {chosen ? (
                <Tag onRemove={() => onFilter({ reason: null })}>{`${chosen.heading} ${chosen.orders}`}</Tag>
              ) : (
                counts.map(({ code, heading, orders }) => (
                  <Tag key={code} onClick={() => onFilter({ reason: code })}>{`${heading} ${orders}`}</Tag>
                ))
              )}
            </InlineStack>
          </InlineStack>
          <Text as="p" tone="subdued">
            {ready === 1
              ? '1 other is ready for a wave.'
              : `${ready.toLocaleString('en')} others are ready for a wave.`}
            {more ? ' There are more open orders than are looked at in one go: the most urgent are here.' : ''}
          </Text>
        </BlockStack>
      </Box>
      <IndexTable
        resourceName={{ singular: 'order', plural: 'orders' }}
        itemCount={rows.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: 'Order' },
          { title: 'Why it is in no new wave' },
          { title: 'What to do' },
          { title: 'Location' },
          { title: 'Units', alignment: 'end' },
        ]}
        emptyState={
          <EmptyState heading="Nothing is left out" image="">
            <p>Every open order here may ride in a wave.</p>
          </EmptyState>
        }
        {...pager}
      >
        {rows.map((row, position) =>
          smDown ? (
            <IndexTable.Row id={row.fulfillmentOrderId} key={row.fulfillmentOrderId} position={position}>
              <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                <Order row={row} />
                <Text as="p" breakWord>
                  {row.reason.says}
                </Text>
                <Text as="p" tone="subdued">
                  {row.location} · {countOf(row.units, 'unit')}
                </Text>
                <Link url={row.reason.todo.path}>{row.reason.todo.says}</Link>
              </div>
            </IndexTable.Row>
          ) : (
            <IndexTable.Row id={row.fulfillmentOrderId} key={row.fulfillmentOrderId} position={position}>
              <IndexTable.Cell>
                <Order row={row} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <div style={{ whiteSpace: 'normal' }}>{row.reason.says}</div>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Link url={row.reason.todo.path}>{row.reason.todo.says}</Link>
              </IndexTable.Cell>
              <IndexTable.Cell>{row.location}</IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  {row.units}
                </Text>
              </IndexTable.Cell>
            </IndexTable.Row>
          ),
        )}
      </IndexTable>
    </>
  );
}

function Order({ row }: { row: Row }) {
  return (
    <>
      {/* No primary link: a click on the row would take the place of one on the way to mend it. */}
      <Link url={`/app/orders/${row.orderId}`} removeUnderline monochrome>
        <Text as="span" fontWeight="semibold">
          {row.orderName}
        </Text>
      </Link>
      <Text as="p" tone="subdued">
        {row.placedAt}
      </Text>
    </>
  );
}
