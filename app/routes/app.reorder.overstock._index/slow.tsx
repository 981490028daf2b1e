import { useFetcher } from '@remix-run/react';
import { BlockStack, Card, IndexTable, Select, Text, useBreakpoints } from '@shopify/polaris';
import type { reviewSlowMover, SlowMover } from '../../replenishment/overstock/read-overstock.server.ts';
import { reviewDecisions } from '../../replenishment/overstock/slow-mover.ts';
import { countOf } from '../../ui/count.ts';
import { Figure, ItemCell, Paged, Phone } from './rows.tsx';

const quarterName = (quarter: string) => `${quarter.slice(5)} ${quarter.slice(0, 4)}`;

/** What sold much less than a year before, and what was decided about it. */
export function Slow({
  quarter,
  before,
  rows,
  known,
}: {
  quarter: string;
  before: string;
  rows: SlowMover[];
  known: boolean;
}) {
  const { smDown } = useBreakpoints();
  const decided = rows.filter((row) => row.decision !== null).length;
  return (
    <>
      <Card>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Review of {quarterName(quarter)} against {quarterName(before)}
          </Text>
          <Text as="p" tone="subdued">
            Sales fell by 30 % or more, and by more than chance explains. A decision stands until the next quarter’s
            review. {rows.length > 0 ? `${decided} of ${rows.length} are decided.` : ''}
          </Text>
        </BlockStack>
      </Card>
      <Paged
        rows={rows}
        idOf={(row) => `${row.inventoryItemId}-${row.locationId}`}
        headings={[
          { title: 'Item' },
          { title: quarterName(before), alignment: 'end' },
          { title: quarterName(quarter), alignment: 'end' },
          { title: 'Available', alignment: 'end' },
          { title: 'Decision' },
        ]}
        empty={
          known
            ? 'Nothing that is still in stock has slowed down.'
            : `No sales of ${quarterName(before)} are known, so there is nothing to compare with yet.`
        }
        show={(row) =>
          smDown ? (
            <Phone row={row}>
              <Text as="p">
                Sold {row.sold}, a year before {row.soldBefore}; {countOf(row.units, 'unit')} available
              </Text>
              <Review row={row} quarter={quarter} />
            </Phone>
          ) : (
            <>
              <ItemCell row={row} />
              <Figure text={row.soldBefore.toLocaleString('en')} />
              <Figure text={row.sold.toLocaleString('en')} />
              <Figure text={row.units.toLocaleString('en')} />
              <IndexTable.Cell>
                <Review row={row} quarter={quarter} />
              </IndexTable.Cell>
            </>
          )
        }
      />
    </>
  );
}

function Review({ row, quarter }: { row: SlowMover; quarter: string }) {
  const fetcher = useFetcher<typeof reviewSlowMover>();
  const going = fetcher.formData?.get('decision');
  const refused = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : false;
  return (
    <Select
      label={`Decision on ${row.title}`}
      labelHidden
      options={[
        { label: 'Not reviewed', value: '' },
        ...Object.entries(reviewDecisions).map(([value, label]) => ({ label, value })),
      ]}
      value={typeof going === 'string' ? going : (row.decision ?? '')}
      error={refused}
      onChange={(decision) =>
        fetcher.submit(
          { item: row.inventoryItemId, location: row.locationId, quarter, decision },
          { method: 'post', action: '/app/reorder/overstock?index' },
        )
      }
    />
  );
}
