import { Card, IndexTable, InlineStack, Link, Text, TextField, useBreakpoints } from '@shopify/polaris';
import { type Allocation, unitsOfLines } from '../picking/wave.ts';

type Line = Pick<
  Allocation,
  | 'id'
  | 'fulfillmentOrderLineId'
  | 'orderId'
  | 'orderName'
  | 'title'
  | 'sku'
  | 'bin'
  | 'position'
  | 'quantity'
  | 'picked'
  | 'short'
> & { tote: string | number | null };

/** Counts being entered: the text of each stop, and what is wrong with it, by allocation id. */
export type Entry = {
  typed: Record<string, string>;
  problems: Record<string, string>;
  onChange: (id: string, text: string) => void;
};

/**
 * The walk in its order, with fields for what was picked, or what was picked, or neither. A line that is picked from several bins stands
 * at each of them, with what this bin gives of it.
 */
export function WaveLines({ walk, entry, counted = false }: { walk: Line[]; entry?: Entry; counted?: boolean }) {
  const { smDown } = useBreakpoints();
  const whole = unitsOfLines(walk);
  const unitsOf = ({ fulfillmentOrderLineId: id, quantity }: Line) =>
    whole.get(id) === quantity ? `${quantity}` : `${quantity} of ${whole.get(id)}`;
  const restOf = ({ id, fulfillmentOrderLineId }: Line) => {
    const others = walk.filter((one) => one.fulfillmentOrderLineId === fulfillmentOrderLineId && one.id !== id);
    return others.length > 0
      ? `Also ${others.map((one) => `${one.quantity} from ${one.bin ?? 'no bin'}`).join(', ')}`
      : null;
  };
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: 'line', plural: 'lines' }}
        itemCount={walk.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: 'Bin' },
          { title: 'Item' },
          { title: 'Order' },
          { title: 'Units', alignment: 'end' },
          ...(entry || counted ? [{ title: 'Picked', alignment: 'end' as const }] : []),
          ...(counted ? [{ title: 'Short', alignment: 'end' as const }] : []),
        ]}
      >
        {walk.map((line, index) =>
          smDown ? (
            <IndexTable.Row id={line.id} key={line.id} position={index}>
              <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                <InlineStack align="space-between" gap="200" wrap={false}>
                  <Text as="span" fontWeight="bold">
                    {line.bin ?? 'No bin'}
                  </Text>
                  <Text as="span" fontWeight="bold" numeric>
                    {unitsOf(line)} {unitsOf(line) === '1' ? 'unit' : 'units'}
                  </Text>
                </InlineStack>
                <Text as="p" breakWord>
                  {line.title}
                </Text>
                <Text as="p" tone="subdued">
                  {[line.sku, line.orderName, line.tote && `tote ${line.tote}`, restOf(line)]
                    .filter(Boolean)
                    .join(' · ')}
                  {counted ? ` · ${line.picked} picked${line.short > 0 ? `, ${line.short} short` : ''}` : ''}
                </Text>
                {entry ? <Count line={line} entry={entry} /> : null}
              </div>
            </IndexTable.Row>
          ) : (
            <IndexTable.Row id={line.id} key={line.id} position={index}>
              <IndexTable.Cell>
                <Text as="span" fontWeight="semibold">
                  {line.bin ?? 'No bin'}
                </Text>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <div style={{ whiteSpace: 'normal' }}>
                  {line.title}
                  <Text as="p" tone="subdued">
                    {[line.sku, restOf(line)].filter(Boolean).join(' · ')}
                  </Text>
                </div>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Link url={`/app/orders/${line.orderId}`} removeUnderline>
                  {line.orderName}
                </Link>
                {line.tote ? (
                  <Text as="p" tone="subdued">
                    Tote {line.tote}
                  </Text>
                ) : null}
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  {unitsOf(line)}
                </Text>
              </IndexTable.Cell>
              {entry ? (
                <IndexTable.Cell>
                  <Count line={line} entry={entry} />
                </IndexTable.Cell>
              ) : null}
              {counted
                ? [line.picked, line.short].map((figure, column) => (
                    <IndexTable.Cell key={column}>
                      <Text as="span" alignment="end" numeric>
                        {figure}
                      </Text>
                    </IndexTable.Cell>
                  ))
                : null}
            </IndexTable.Row>
          ),
        )}
      </IndexTable>
    </Card>
  );
}

function Count({ line, entry }: { line: Line; entry: Entry }) {
  const { id } = line;
  return (
    <TextField
      label={`Picked of ${line.title} for ${line.orderName} from ${line.bin ?? 'no bin'} (units)`}
      labelHidden
      type="number"
      inputMode="numeric"
      min={0}
      max={line.quantity}
      suffix={`of ${line.quantity}`}
      autoComplete="off"
      selectTextOnFocus
      value={entry.typed[id] ?? ''}
      onChange={(text) => entry.onChange(id, text)}
      error={entry.problems[id] ?? false}
    />
  );
}
