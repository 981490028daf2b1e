// Waves that are only proposed: what they would take, how good the plan is, and which of them to keep.
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  EmptyState,
  IndexTable,
  IndexTableSelectionType,
  InlineStack,
  Text,
  useBreakpoints,
  useIndexResourceState,
} from '@shopify/polaris';
import type { Unsized } from '../picking/carts/unsized.ts';
import { NarrowChosen, NarrowRow } from './choose-narrow.tsx';
import { countOf } from './count.ts';

type Wave = {
  id: string;
  name: string;
  cart: string | null;
  orders: number;
  names: string[];
  /** of its orders, how many ride in a wave by now */
  gone: number;
  lines: number;
  units: number;
  unplaced: number;
  metres: number | null;
  minutes: number;
  doneBy: string;
  due: string | null;
  missed: number | null;
};

export type PlanMetres = {
  walk: number;
  bound: number;
  proven: boolean;
  oneByOne: number;
  firstCome: number;
  byBinName: number;
};

export function PlannedWaves({
  at,
  waves,
  metres,
  learnedFrom,
  pickersToKeepUp,
  tooLarge,
  unsized,
  wallSlots,
  busy,
  onKeep,
}: {
  at: string;
  waves: Wave[];
  metres: PlanMetres | null;
  learnedFrom: number;
  /** null: those there are, or nobody knows how many */
  pickersToKeepUp: number | null;
  tooLarge: { orderId: string; orderName: string; says: string }[];
  unsized: Unsized;
  /** null: the put wall binds no wave */
  wallSlots: number | null;
  busy: boolean;
  onKeep: (intent: 'keep' | 'release', waves: string[]) => void;
}) {
  const { smDown } = useBreakpoints();
  const open = waves.filter((wave) => wave.gone < wave.orders);
  const { selectedResources, allResourcesSelected, handleSelectionChange } = useIndexResourceState(open);
  const chosen = selectedResources.length > 0 ? selectedResources : open.map((wave) => wave.id);
  const sum = (of: 'orders' | 'lines' | 'units' | 'unplaced') => waves.reduce((total, wave) => total + wave[of], 0);
  const late = open.filter((wave) => (wave.missed ?? 0) > LIKELY);
  return (
    <>
      {late.length > 0 ? (
        <Banner tone="warning" title={`${countOf(late.length, 'wave')} may miss the cut-off`}>
          <p>
            Waves are put together so that as few orders as possible are late, and only then for the shortest walks.{' '}
            {pickersToKeepUp === null
              ? 'The column Misses it says how likely each is late. Start those first, or move orders to a later cut-off.'
              : `With ${countOf(pickersToKeepUp, 'picker')} from now on every wave would be ready in nine of ten cases.`}
          </p>
        </Banner>
      ) : null}
      {tooLarge.map((order) => (
        <Banner key={order.orderId} tone="warning" title={`${order.orderName} rides in no wave`}>
          <p>{order.says}</p>
        </Banner>
      ))}
      <Card>
        <BlockStack gap="300">
          <InlineStack gap="300" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {[countOf(waves.length, 'wave'), countOf(sum('orders'), 'order'), countOf(sum('lines'), 'line')].join(
                ', ',
              )}
            </Text>
            {metres ? <Badge tone={metres.proven ? 'success' : 'info'}>{certificateWords(metres)}</Badge> : null}
          </InlineStack>
          {metres ? (
            <Text as="p">
              {metresOf(metres.walk)} on foot: {lessThan(metres.walk, metres.oneByOne)} than order by order,{' '}
              {lessThan(metres.walk, metres.byBinName)} than first come by bin name,{' '}
              {lessThan(metres.walk, metres.firstCome)} than first come on shortest walks.
            </Text>
          ) : (
            <Text as="p">
              Orders go together as they come, and are walked by bin name. Draw the layout of this location under Bins,
              and waves are put together for the shortest walks, with metres and minutes.
            </Text>
          )}
          {metres && sum('unplaced') > 0 ? (
            <Text as="p" tone="caution">
              {countOf(sum('unplaced'), 'line')} lie in no bin that the layout has: they are picked last, and their
              metres are not counted.
            </Text>
          ) : null}
          {unsized.sizes + unsized.weights > 0 ? (
            <Text as="p" tone="caution">
              {unsizedWords(unsized)}
            </Text>
          ) : null}
          {wallSlots === null ? null : (
            <Text as="p">
              Waves that are sorted after have {wallSlots === 1 ? 'one order' : `${wallSlots} orders at most`}: so many
              slots has this location’s put wall.
            </Text>
          )}
          <Text as="p" tone="subdued">
            Worked out {at}. Finish times come from{' '}
            {learnedFrom > 0 ? `your last ${learnedFrom} waves` : 'the pace under Rules and windows'}, played many times
            with times that scatter.
          </Text>
          <ButtonGroup>
            <Button
              variant="primary"
              loading={busy}
              disabled={chosen.length === 0}
              onClick={() => onKeep('keep', chosen)}
            >
              {`Plan ${countOf(chosen.length, 'wave')}`}
            </Button>
            <Button loading={busy} disabled={chosen.length === 0} onClick={() => onKeep('release', chosen)}>
              {`Plan and release ${countOf(chosen.length, 'wave')}`}
            </Button>
          </ButtonGroup>
        </BlockStack>
      </Card>
      <Card padding="0">
        {smDown ? (
          <NarrowChosen
            chosen={selectedResources.length}
            of={open.length}
            onAll={(all) => handleSelectionChange(IndexTableSelectionType.Page, all)}
          />
        ) : null}
        <IndexTable
          resourceName={{ singular: 'wave', plural: 'waves' }}
          itemCount={open.length}
          selectedItemsCount={allResourcesSelected ? 'All' : selectedResources.length}
          onSelectionChange={handleSelectionChange}
          condensed={smDown}
          headings={[
            { title: 'Wave' },
            { title: 'Orders', alignment: 'end' },
            { title: 'Lines', alignment: 'end' },
            { title: 'Units', alignment: 'end' },
            { title: 'Metres', alignment: 'end' },
            { title: 'Minutes', alignment: 'end' },
            { title: 'Done by (9 of 10)' },
            { title: 'Cut-off' },
            { title: 'Misses it', alignment: 'end' },
          ]}
          emptyState={
            <EmptyState heading="Nothing is left to plan here" image="">
              <p>All orders of this plan ride in waves by now, or none was ready.</p>
            </EmptyState>
          }
        >
          {open.map((wave, position) => {
            const orders = wave.orders - wave.gone;
            return (
              <IndexTable.Row
                id={wave.id}
                key={wave.id}
                position={position}
                selected={selectedResources.includes(wave.id)}
              >
                {smDown ? (
                  <NarrowRow
                    says={`wave ${position + 1}`}
                    chosen={selectedResources.includes(wave.id)}
                    onChoose={(on) => handleSelectionChange(IndexTableSelectionType.Single, on, wave.id)}
                  >
                    <Text as="p" fontWeight="semibold">
                      {wave.name}
                    </Text>
                    <Text as="p" tone="subdued">
                      {[
                        countOf(orders, 'order'),
                        countOf(wave.lines, 'line'),
                        wave.metres === null ? null : metresOf(wave.metres),
                        `${Math.round(wave.minutes)} min`,
                        `done by ${wave.doneBy}`,
                        wave.missed === null ? null : `misses its cut-off ${share(wave.missed)}`,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Text>
                  </NarrowRow>
                ) : (
                  <>
                    <IndexTable.Cell>
                      <div style={{ whiteSpace: 'normal' }}>
                        <Text as="span" fontWeight="semibold">
                          {wave.name}
                        </Text>
                        <Text as="p" tone="subdued">
                          {[wave.cart, some(wave.names)].filter(Boolean).join(' · ')}
                        </Text>
                      </div>
                    </IndexTable.Cell>
                    {[
                      orders,
                      wave.lines,
                      wave.units,
                      wave.metres === null ? '–' : Math.round(wave.metres).toLocaleString('en'),
                      Math.round(wave.minutes),
                    ].map((figure, index) => (
                      <IndexTable.Cell key={index}>
                        <Text as="span" alignment="end" numeric>
                          {figure}
                        </Text>
                      </IndexTable.Cell>
                    ))}
                    <IndexTable.Cell>{wave.doneBy}</IndexTable.Cell>
                    <IndexTable.Cell>{wave.due ?? 'None'}</IndexTable.Cell>
                    <IndexTable.Cell>
                      <Text
                        as="span"
                        alignment="end"
                        numeric
                        {...((wave.missed ?? 0) > LIKELY ? { tone: 'critical' } : {})}
                      >
                        {wave.missed === null ? '–' : share(wave.missed)}
                      </Text>
                    </IndexTable.Cell>
                  </>
                )}
              </IndexTable.Row>
            );
          })}
        </IndexTable>
      </Card>
    </>
  );
}

/** A wave that misses its cut-off more often is pointed out. */
const LIKELY = 0.1;

/** Above so many per cent a bound says nothing of the plan, only of itself. */
const TELLING = 100;

function certificateWords({ walk, bound, proven }: PlanMetres): string {
  if (proven) return 'Proven shortest';
  const gap = bound > 0 ? Math.ceil(100 * (walk / bound - 1)) : Number.POSITIVE_INFINITY;
  return gap <= TELLING ? `Within ${gap} % of the shortest` : 'No bound is near enough to say how short it could be';
}

function unsizedWords({ sizes, weights }: Unsized): string {
  const what = [
    sizes > 0 && `${countOf(sizes, 'item')} without a size`,
    weights > 0 && `${countOf(weights, 'item')} without a weight`,
  ]
    .filter(Boolean)
    .join(' and ');
  return `${what} count as nothing: a cart may be fuller than planned. Sizes are kept under Waves, Item sizes; weights in Shopify.`;
}

function some(names: string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
}

function lessThan(walk: number, other: number): string {
  if (other <= 0) return 'no less';
  const less = Math.round(100 * (1 - walk / other));
  return less > 0 ? `${less} % less` : less < 0 ? `${-less} % more` : 'no less';
}

const metresOf = (metres: number) =>
  metres < 10_000 ? `${Math.round(metres).toLocaleString('en')} m` : `${(metres / 1000).toFixed(1)} km`;
const share = (value: number) => (value > 0 && value < 0.01 ? '< 1 %' : `${Math.round(100 * value)} %`);
