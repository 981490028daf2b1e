import { Badge, BlockStack, Card, IndexTable, InlineStack, Select, Text, useBreakpoints } from '@shopify/polaris';
import { bookReasons, type Decision } from '../replenishment/counting/count.ts';
import type { DrawReason } from '../replenishment/counting/draw.ts';
import { countOf } from './count.ts';
import { DrawBadge } from './draw-badge.tsx';
import { StateBadge } from './state-badge.tsx';

type Line = {
  id: string;
  title: string;
  sku: string | null;
  bin: string | null;
  reason: DrawReason;
  why: string;
  shouldBe: number | null;
  away: number;
  counted: number | null;
  countedBefore: number | null;
  variance: number | null;
  value: string | null;
  waits: boolean;
  decision: Decision;
  bookedReason: string | null;
  note: string | null;
  booking: string | null;
  problem: string | null;
};

/** Decisions being made: `decision_ID` and `reason_ID`, and what is wrong by item id. */
type Entry = {
  values: Record<string, string>;
  problems: Record<string, string>;
  onChange: (name: string, value: string) => void;
};

const signed = (units: number) => (units > 0 ? `+${units.toLocaleString('en')}` : units.toLocaleString('en'));

/** The lines of a count in the order of the walk, with what is decided about each or fields to decide. */
export function CountLines({ lines, entry }: { lines: Line[]; entry?: Entry }) {
  const { smDown } = useBreakpoints();
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: 'line', plural: 'lines' }}
        itemCount={lines.length}
        selectable={false}
        condensed={smDown}
        headings={[
          { title: 'Item' },
          { title: 'Should be', alignment: 'end' },
          { title: 'Counted', alignment: 'end' },
          { title: 'Variance', alignment: 'end' },
          { title: entry ? 'Decision' : 'State' },
        ]}
      >
        {lines.map((line, index) =>
          smDown ? (
            <IndexTable.Row id={line.id} key={line.id} position={index}>
              <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
                <BlockStack gap="100">
                  <Item line={line} />
                  {line.counted === null ? null : (
                    <Text as="p">
                      {line.counted} counted, {line.shouldBe} should be: <Variance line={line} />
                    </Text>
                  )}
                  <Settled line={line} {...(entry ? { entry } : {})} />
                </BlockStack>
              </div>
            </IndexTable.Row>
          ) : (
            <IndexTable.Row id={line.id} key={line.id} position={index}>
              <IndexTable.Cell>
                <div style={{ whiteSpace: 'normal', minWidth: '11rem' }}>
                  <Item line={line} />
                </div>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  {line.shouldBe ?? '–'}
                </Text>
                {line.away > 0 ? (
                  <Text as="p" alignment="end" tone="subdued" variant="bodySm">
                    {line.away} elsewhere
                  </Text>
                ) : null}
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  {line.counted ?? '–'}
                </Text>
                {line.countedBefore !== null ? (
                  <Text as="p" alignment="end" tone="subdued" variant="bodySm">
                    before: {line.countedBefore}
                  </Text>
                ) : null}
              </IndexTable.Cell>
              <IndexTable.Cell>
                <Text as="span" alignment="end" numeric>
                  <Variance line={line} />
                </Text>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <div style={{ whiteSpace: 'normal', width: entry ? '11rem' : '9rem' }}>
                  <Settled line={line} {...(entry ? { entry } : {})} />
                </div>
              </IndexTable.Cell>
            </IndexTable.Row>
          ),
        )}
      </IndexTable>
    </Card>
  );
}

function Item({ line }: { line: Line }) {
  return (
    <>
      <Text as="span" fontWeight="semibold" breakWord>
        {line.title}
      </Text>
      <Text as="p" tone="subdued">
        {[line.sku, line.bin ?? 'No bin'].filter(Boolean).join(' · ')}
      </Text>
      <InlineStack gap="100" blockAlign="center">
        <DrawBadge reason={line.reason} />
        <Text as="span" variant="bodySm" tone="subdued">
          {line.why}
        </Text>
      </InlineStack>
    </>
  );
}

function Variance({ line }: { line: Line }) {
  if (line.variance === null) return <Text as="span">–</Text>;
  if (line.variance === 0) return <Text as="span">Right</Text>;
  return (
    <Text as="span" fontWeight="semibold" {...(line.variance < 0 ? { tone: 'critical' as const } : {})}>
      {signed(line.variance)}
      {line.value ? ` (${line.value})` : ''}
    </Text>
  );
}

function Settled({ line, entry }: { line: Line; entry?: Entry }) {
  const note = line.note ? (
    <Text as="p" variant="bodySm" tone="subdued">
      {line.note}
    </Text>
  ) : null;
  if (entry && line.booking === null && line.variance !== 0) {
    const decision = entry.values[`decision_${line.id}`] ?? '';
    return (
      <BlockStack gap="100">
        <Select
          label={`Decision on ${line.title}`}
          labelHidden
          options={[
            { label: 'Choose…', value: '', disabled: true },
            ...(line.counted === null ? [] : [{ label: 'Approve', value: 'approved' }]),
            { label: 'Count again', value: 'recount' },
            { label: 'Leave as it is', value: 'left' },
          ]}
          value={decision}
          onChange={(value) => entry.onChange(`decision_${line.id}`, value)}
          error={entry.problems[line.id] ?? false}
        />
        {decision === 'approved' ? (
          <Select
            label={`Reason for ${line.title}`}
            labelHidden
            options={Object.entries(bookReasons).map(([value, label]) => ({ label, value }))}
            value={entry.values[`reason_${line.id}`] ?? ''}
            onChange={(value) => entry.onChange(`reason_${line.id}`, value)}
          />
        ) : null}
        {note}
      </BlockStack>
    );
  }
  return (
    <BlockStack gap="100">
      <InlineStack gap="100" wrap>
        {line.booking ? <StateBadge state={line.booking} /> : <Badge>{stateOf(line)}</Badge>}
      </InlineStack>
      {line.booking && line.variance !== null ? (
        <Text as="p" variant="bodySm" tone="subdued">
          Stock changes by {signed(line.variance)}: {reasonName(line.bookedReason)}
        </Text>
      ) : null}
      {line.problem ? (
        <Text as="p" variant="bodySm" tone="critical">
          {line.problem}
        </Text>
      ) : null}
      {note}
    </BlockStack>
  );
}

function stateOf(line: Line): string {
  if (line.decision === 'left') return 'Left as it is';
  if (line.decision === 'recount') return 'Count again';
  if (line.waits) return 'To count';
  if (line.variance === 0) return 'Right';
  return line.decision === 'approved' ? 'Approved' : countOf(line.counted ?? 0, 'unit');
}

function reasonName(reason: string | null): string {
  return (bookReasons as Record<string, string>)[reason ?? '']?.toLowerCase() ?? 'count correction';
}
