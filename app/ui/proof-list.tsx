// What came of the replay, variant by variant.
import { Badge, InlineStack, Text } from '@shopify/polaris';
import { type ListFilter, ListFrame, RowLink, Wrapped } from './list-frame.tsx';
import { NOT_PLAYED } from './proof-words.ts';

/** `words`: formatted money */
type Gain = { words: string; lost: boolean };
type Each = { ours: number; starter: number; matched: number | null };

export type ProofRow = {
  id: string;
  title: string;
  sku: string;
  location: string;
  class: string | null;
  state: keyof typeof NOT_PLAYED;
  gain: Gain | null;
  gainReal: Gain | null;
  moreUnits: number;
  /** null where it was not played; `matched` where the starter rule was not played with as much stock yet */
  fills: Each | null;
  stocks: Each | null;
  naive: boolean;
};

export const PROOF_TABS = [
  { id: 'all', content: 'All', empty: 'Nothing was played yet.' },
  { id: 'won', content: 'We win', empty: 'Nowhere did our levels do better than the starter rule.' },
  { id: 'lost', content: 'We lose', empty: 'Nowhere did our levels do worse than the starter rule.' },
  { id: 'naive', content: 'Forecast no better than naive', empty: 'Everywhere our forecast beats the naive one.' },
  { id: 'not-played', content: 'Not played', empty: 'Everything could be played.' },
] as const;

export const PROOF_SORTS = [
  { value: 'gain desc', label: 'Gain over the starter rule', directionLabel: 'Most gained first' },
  { value: 'gain asc', label: 'Gain over the starter rule', directionLabel: 'Most lost first' },
  { value: 'gainReal desc', label: 'Gain over what happened', directionLabel: 'Most gained first' },
  { value: 'gainReal asc', label: 'Gain over what happened', directionLabel: 'Most lost first' },
  { value: 'moreUnits desc', label: 'Units sold more', directionLabel: 'Most first' },
  { value: 'moreUnits asc', label: 'Units sold more', directionLabel: 'Fewest first' },
  { value: 'title asc', label: 'Product', directionLabel: 'A to Z' },
  { value: 'title desc', label: 'Product', directionLabel: 'Z to A' },
] as const;

type Tab = (typeof PROOF_TABS)[number]['id'];

type Props = {
  rows: readonly ProofRow[];
  counts: Record<Tab, number>;
  tab: Tab;
  sort: (typeof PROOF_SORTS)[number]['value'];
  search: string;
  filters: readonly ListFilter[];
  page: number;
  last: number;
  /** until the real stock is known long enough the column would hold nothing and push the last one out of sight */
  withReal: boolean;
};

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const units = (count: number) => count.toLocaleString('en', { maximumFractionDigits: count < 10 ? 1 : 0 });
const signed = (count: number) => `${count > 0 ? '+' : ''}${count.toLocaleString('en')}`;

export function ProofList({ rows, counts, tab, sort, search, filters, page, last, withReal }: Props) {
  const filtered = search !== '' || filters.some(({ chosen }) => chosen !== null);
  const played = tab !== 'not-played';
  return (
    <ListFrame
      below
      tabs={PROOF_TABS.map(({ id, content }) => ({ id, content, count: counts[id] }))}
      tab={tab}
      search={{ value: search, placeholder: 'Search by product or SKU' }}
      filters={filters}
      sort={{ options: [...PROOF_SORTS], chosen: sort }}
      paging={{ page, last }}
      resource={{ singular: 'variant', plural: 'variants' }}
      headings={[
        { title: 'Product' },
        { title: 'Location' },
        ...(played
          ? [
              { title: 'Gained or lost', alignment: 'end' as const },
              ...(withReal ? [{ title: 'Against what happened', alignment: 'end' as const }] : []),
              { title: 'Units sold more', alignment: 'end' as const },
              { title: 'Served', alignment: 'end' as const },
              { title: 'Units on the shelf', alignment: 'end' as const },
              { title: 'Forecast' },
            ]
          : [{ title: 'Why not' }]),
      ]}
      rows={rows}
      cells={(row) => [
        <Name key="name" row={row} />,
        row.location,
        ...(played
          ? [
              <Gained key="gain" gain={row.gain} />,
              ...(withReal ? [<Gained key="real" gain={row.gainReal} />] : []),
              row.fills ? signed(row.moreUnits) : '–',
              <Beside key="served" each={row.fills} say={percent} />,
              <Beside key="stock" each={row.stocks} say={units} />,
              row.naive ? (
                <Badge key="naive" tone="warning">
                  No better than naive
                </Badge>
              ) : null,
            ]
          : [NOT_PLAYED[row.state]]),
      ]}
      narrow={(row) => (
        <>
          <InlineStack gap="200" blockAlign="center">
            <RowLink url={`/app/reorder/proof/${row.id}`}>{row.title}</RowLink>
            <Gained gain={row.gain} />
            {row.naive ? <Badge tone="warning">No better than naive</Badge> : null}
          </InlineStack>
          <Text as="p" tone="subdued">
            {row.location}
            {row.fills
              ? ` · served ${percent(row.fills.ours)}, starter ${percent(row.fills.starter)}${
                  row.fills.matched === null ? '' : `, with as much stock ${percent(row.fills.matched)}`
                }`
              : ` · ${NOT_PLAYED[row.state]}`}
          </Text>
        </>
      )}
      none={!filtered}
      empty={{ heading: 'Nothing here', text: PROOF_TABS.find(({ id }) => id === tab)!.empty }}
    />
  );
}

function Name({ row }: { row: ProofRow }) {
  return (
    <div style={{ minWidth: '9rem' }}>
      <Wrapped>
        <RowLink url={`/app/reorder/proof/${row.id}`}>{row.title}</RowLink>
        <Text as="p" tone="subdued">
          {row.sku}
          {row.class ? ` · class ${row.class}` : ''}
        </Text>
      </Wrapped>
    </div>
  );
}

function Gained({ gain }: { gain: Gain | null }) {
  if (!gain)
    return (
      <Text as="span" tone="subdued">
        –
      </Text>
    );
  return (
    <Text as="span" numeric tone={gain.lost ? 'critical' : 'success'}>
      {gain.lost ? '' : '+'}
      {gain.words}
    </Text>
  );
}

/** Our figure above those of the starter rule. */
function Beside({ each, say }: { each: Each | null; say: (figure: number) => string }) {
  if (!each) return '–';
  return (
    <>
      {say(each.ours)}
      <Text as="p" tone="subdued">
        starter {say(each.starter)}
      </Text>
      {each.matched === null ? null : (
        <Text as="p" tone="subdued">
          with as much stock {say(each.matched)}
        </Text>
      )}
    </>
  );
}
