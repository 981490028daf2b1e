import { Card, IndexTable, Text, useBreakpoints } from '@shopify/polaris';
import { useMemo } from 'react';
import type { StockRow } from '../../replenishment/overstock/stock-row.ts';
import { deadOf } from '../../replenishment/overstock/ways-out.ts';
import { countOf } from '../../ui/count.ts';
import { formatDay } from '../../ui/when.ts';
import { Figure, ItemCell, Paged, Phone, say } from './rows.tsx';

/** What has not sold for half a year. */
export function Dead({ rows }: { rows: StockRow[] }) {
  const dead = useMemo(() => deadOf(rows), [rows]);
  const { smDown } = useBreakpoints();
  const totals = Map.groupBy(
    dead.filter((row) => row.cash !== null),
    (row) => row.costCurrency,
  );
  const silent = (row: StockRow) =>
    row.lastSoldOn
      ? `Last sold ${formatDay(row.lastSoldOn)}`
      : `Never sold in ${row.daysSinceSale.toLocaleString('en')} days`;
  return (
    <>
      {dead.length > 0 ? (
        <Card>
          <Text as="p" variant="headingMd">
            {countOf(dead.length, 'item')} without a sale for 180 days or more
            {[...totals].map(
              ([currency, group]) =>
                `, ${say(
                  group.reduce((sum, row) => sum + (row.cash ?? 0n), 0n),
                  currency,
                )} tied up`,
            )}
          </Text>
        </Card>
      ) : null}
      <Paged
        rows={dead}
        idOf={(row) => `${row.inventoryItemId}-${row.locationId}`}
        headings={[
          { title: 'Item' },
          { title: 'Available', alignment: 'end' },
          { title: 'Tied up', alignment: 'end' },
          { title: 'Silence' },
        ]}
        empty="Everything that lies here has sold within the last 180 days, or is newer than that."
        show={(row) =>
          smDown ? (
            <Phone row={row}>
              <Text as="p">
                {countOf(row.units, 'unit')}
                {row.cash === null ? '' : `, ${say(row.cash, row.costCurrency)} tied up`}
              </Text>
              <Text as="p" tone="subdued">
                {silent(row)}
              </Text>
            </Phone>
          ) : (
            <>
              <ItemCell row={row} />
              <Figure text={row.units.toLocaleString('en')} />
              <Figure text={row.cash === null ? 'No cost' : say(row.cash, row.costCurrency)} />
              <IndexTable.Cell>{silent(row)}</IndexTable.Cell>
            </>
          )
        }
      />
    </>
  );
}
