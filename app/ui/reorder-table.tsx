// The reorder list: a row for each variant at each location, with the units that a person may change before ordering.
import {
  Badge,
  IndexTable,
  type IndexTableProps,
  IndexTableSelectionType,
  InlineStack,
  Link,
  Text,
  TextField,
  useBreakpoints,
} from '@shopify/polaris';
import { formatMoney } from '../lib/money.ts';
import type { Advice } from '../replenishment/policy/advice.ts';
import type { Why } from '../replenishment/reorder-point.ts';
import { AdviceBadge } from './advice-badge.tsx';
import { NarrowChosen, NarrowRow } from './choose-narrow.tsx';
import { countOf } from './count.ts';
import { formatDay } from './when.ts';

export type ReorderLine = {
  /** "item-location" */
  id: string;
  title: string;
  sku: string;
  location: string;
  supplier: string | null;
  advice: Advice;
  reason: Why;
  /** what other locations can send, by their names */
  moves: { from: string; units: number }[];
  available: number;
  /** position less available: all that is on its way */
  coming: number;
  onDraft: number;
  reorderPoint: number | null;
  daysOfCover: number | null;
  orderBy: string | null;
  suggested: number;
  minimumOrder: number;
  packSize: number;
  /** minor units as text; null = not known */
  unitCost: string | null;
  currency: string | null;
  abc: string;
  isNew: boolean;
  phantom: boolean;
  lostUnits: number;
  excess: number;
};

export function ReorderTable({
  lines,
  today,
  typed,
  onType,
  selection,
  bulkActions,
  onSelectionChange,
  ...table
}: {
  lines: ReorderLine[];
  today: string;
  /** what a person typed for a row, by id */
  typed: Record<string, string>;
  onType: (id: string, units: string) => void;
  selection: { selected: string[]; all: boolean };
  bulkActions: readonly { content: string; disabled?: boolean; onAction: () => void }[];
  onSelectionChange: NonNullable<IndexTableProps['onSelectionChange']>;
} & Pick<IndexTableProps, 'emptyState' | 'pagination'>) {
  const { smDown } = useBreakpoints();
  const units = (line: ReorderLine) => typed[line.id] ?? usualUnits(line);
  return (
    <>
      {smDown ? (
        <NarrowChosen
          chosen={selection.selected.length}
          of={lines.length}
          actions={bulkActions}
          onAll={(all) => onSelectionChange(IndexTableSelectionType.Page, all)}
        />
      ) : null}
      <IndexTable
        resourceName={{ singular: 'row', plural: 'rows' }}
        itemCount={lines.length}
        condensed={smDown}
        selectedItemsCount={selection.all ? 'All' : selection.selected.length}
        headings={[
          { title: 'Product' },
          { title: 'Where' },
          { title: 'Advice' },
          { title: 'Stock', alignment: 'end' },
          { title: 'Reorder point', alignment: 'end' },
          { title: 'Cover', alignment: 'end' },
          { title: 'Order (units)' },
          { title: 'Cost', alignment: 'end' },
        ]}
        promotedBulkActions={[...bulkActions]}
        onSelectionChange={onSelectionChange}
        {...table}
      >
        {lines.map((line, position) => (
          <IndexTable.Row
            id={line.id}
            key={line.id}
            position={position}
            selected={selection.selected.includes(line.id)}
          >
            {smDown ? (
              <NarrowRow
                says={`${line.title} at ${line.location}`}
                chosen={selection.selected.includes(line.id)}
                onChoose={(chosen) => onSelectionChange(IndexTableSelectionType.Single, chosen, line.id)}
              >
                <InlineStack gap="200" blockAlign="center">
                  <RowLink line={line} />
                  <AdviceBadge advice={line.advice} />
                  <Marks line={line} />
                </InlineStack>
                <Text as="p" tone="subdued">
                  {[line.sku, line.location, line.supplier].filter(Boolean).join(' · ')}
                </Text>
                <Text as="p">
                  {stockOf(line)}
                  {line.reorderPoint === null ? '' : ` · reorder point ${line.reorderPoint.toLocaleString('en')}`}
                </Text>
                <Text as="p" tone={isLate(line, today) ? 'critical' : 'subdued'}>
                  {[line.daysOfCover === null ? 'No sales' : `Cover ${coverOf(line)}`, nextOf(line, today)]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
                <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
                  <Units line={line} value={units(line)} onType={onType} suffix="units" />
                  <div>
                    <Cost line={line} units={units(line)} />
                  </div>
                </InlineStack>
              </NarrowRow>
            ) : (
              <>
                <IndexTable.Cell>
                  <div style={{ whiteSpace: 'normal', minWidth: '11rem' }}>
                    <RowLink line={line} />
                    <InlineStack gap="100" blockAlign="center">
                      <Text as="span" tone="subdued">
                        {line.sku}
                      </Text>
                      <Marks line={line} />
                    </InlineStack>
                  </div>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  {/* A long name takes more lines instead of pushing the numbers out of sight. */}
                  <div style={{ whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: '8rem', maxWidth: '14rem' }}>
                    {line.location}
                    <Text as="p" tone="subdued">
                      {line.supplier ?? 'No supplier'}
                    </Text>
                  </div>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <AdviceBadge advice={line.advice} />
                  <div style={{ whiteSpace: 'normal', minWidth: '7rem' }}>
                    <Text as="p" variant="bodySm" tone={isLate(line, today) ? 'critical' : 'subdued'}>
                      {nextOf(line, today)}
                    </Text>
                  </div>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="p" alignment="end" numeric>
                    {line.available.toLocaleString('en')}
                  </Text>
                  <Text as="p" alignment="end" variant="bodySm" tone="subdued" numeric>
                    {comingOf(line)}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {line.reorderPoint?.toLocaleString('en') ?? '–'}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {coverOf(line)}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Units line={line} value={units(line)} onType={onType} />
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Cost line={line} units={units(line)} />
                </IndexTable.Cell>
              </>
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </>
  );
}

function RowLink({ line }: { line: ReorderLine }) {
  return (
    <Link url={`/app/reorder/${line.id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {line.title}
      </Text>
    </Link>
  );
}

function Marks({ line }: { line: ReorderLine }) {
  return (
    <>
      <Badge>{line.abc}</Badge>
      {line.isNew ? <Badge tone="new">New</Badge> : null}
      {line.phantom ? <Badge tone="warning">Phantom?</Badge> : null}
    </>
  );
}

/** Typing must not select the row, and Space in the field is not for the table. */
function Units({
  line,
  value,
  onType,
  suffix,
}: {
  line: ReorderLine;
  value: string;
  /** where no heading says what the number is */
  suffix?: string;
  onType: (id: string, units: string) => void;
}) {
  const read = readUnits(value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps presses on the field from the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div style={{ width: '7rem' }} onClick={(event) => event.stopPropagation()}>
      <TextField
        label={`Units of ${line.title} at ${line.location}`}
        labelHidden
        inputMode="numeric"
        autoComplete="off"
        size="slim"
        suffix={suffix}
        selectTextOnFocus
        value={value}
        onChange={(text) => onType(line.id, text)}
        error={read === null ? 'Whole, up to 1,000,000' : false}
        helpText={read === null ? undefined : hint(line, read)}
      />
    </div>
  );
}

function hint({ packSize, minimumOrder, onDraft }: ReorderLine, units: number): string | undefined {
  if (units > 0 && units < minimumOrder) return `Minimum ${minimumOrder.toLocaleString('en')}`;
  if (packSize > 1 && units % packSize !== 0) return `Packs of ${packSize.toLocaleString('en')}`;
  return onDraft > 0 ? `${onDraft.toLocaleString('en')} on a draft` : undefined;
}

function Cost({ line, units }: { line: ReorderLine; units: string }) {
  if (line.unitCost === null || line.currency === null)
    return (
      <Text as="p" alignment="end" tone="subdued">
        {readUnits(units) ? 'No cost' : ''}
      </Text>
    );
  const { currency } = line;
  const minor = BigInt(line.unitCost);
  const total = minor * BigInt(readUnits(units) ?? 0);
  return (
    <>
      <Text as="p" alignment="end" numeric>
        {total > 0n ? formatMoney({ minor: total, currency }) : ''}
      </Text>
      <Text as="p" alignment="end" variant="bodySm" tone="subdued" numeric>
        {formatMoney({ minor, currency })} each
      </Text>
    </>
  );
}

/** What the field begins with: what is suggested, less what already stands on a draft, in whole packs. */
export const usualUnits = ({
  suggested,
  onDraft,
  packSize,
}: Pick<ReorderLine, 'suggested' | 'onDraft' | 'packSize'>): string =>
  String(onDraft > 0 ? Math.ceil(Math.max(0, suggested - onDraft) / packSize) * packSize : suggested);

/** Whole units from 0 to a million, or null. */
export function readUnits(text: string): number | null {
  const plain = text.trim() === '' ? '0' : text.trim();
  return /^\d{1,7}$/.test(plain) && Number(plain) <= 1_000_000 ? Number(plain) : null;
}

const comingOf = ({ coming, available }: ReorderLine) =>
  coming === 0 ? (available < 0 ? 'owed' : '') : `${coming > 0 ? '+' : ''}${coming.toLocaleString('en')} coming`;
const stockOf = (line: ReorderLine) =>
  [`${line.available.toLocaleString('en')} available`, comingOf(line)].filter(Boolean).join(', ');
const isLate = ({ orderBy, advice }: ReorderLine, today: string) =>
  advice === 'buy' && orderBy !== null && orderBy <= today;

const UNKNOWN: Partial<Record<Why, string>> = {
  'not-tracked': 'Stock is not tracked',
  'no-history': 'No sales known',
  'too-little-history': 'In stock on too few days',
  'no-lead-time': 'No lead time',
  'not-allowed': 'Limits are below a pack',
};

/** What comes next: by when to order, what to move from where, or what is missing for an answer. */
export function nextOf(
  line: Pick<ReorderLine, 'orderBy' | 'advice' | 'suggested' | 'excess' | 'moves' | 'reason'>,
  today: string,
): string {
  const { orderBy, advice, suggested, excess, moves, reason } = line;
  if (advice === 'move') return moves.map(({ from, units }) => `${units.toLocaleString('en')} from ${from}`).join(', ');
  if (UNKNOWN[reason]) return UNKNOWN[reason];
  if (advice === 'too much') return excess > 0 ? `${countOf(excess, 'unit')} over` : '';
  if (advice !== 'buy' || suggested === 0) return orderBy && advice === 'wait' ? `Next by ${formatDay(orderBy)}` : '';
  return orderBy && orderBy > today ? `Order by ${formatDay(orderBy)}` : 'Order today';
}

function coverOf({ daysOfCover }: ReorderLine): string {
  if (daysOfCover === null) return 'No sales';
  const shown = daysOfCover > 999 ? 999 : daysOfCover;
  return `${shown.toLocaleString('en', { maximumFractionDigits: shown < 10 ? 1 : 0 })}${daysOfCover > 999 ? '+' : ''} days`;
}
