// What the tab Move has beside its rows: the transfers under way, and how to get them.
import { useRevalidator } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Link, List, Text } from '@shopify/polaris';
import type { TransferState } from '../replenishment/moving/stock-transfer.ts';
import { Allow } from './allow.tsx';
import { countOf } from './count.ts';
import { Download } from './download.tsx';

export type MoveAnswer =
  | { ok: false; problem: string }
  | {
      ok: true;
      transfers: { id: string }[];
      notMoved: { inventoryItemId: string; locationId: string; title: string; why: string }[];
    };

export type MoveTransfer = {
  id: string;
  from: string;
  to: string;
  units: number;
  state: TransferState;
  shopifyId: string | null;
  name: string | null;
  problem: string | null;
};

export function Moves({
  answer,
  transfers,
  allowed,
  file,
  hasMoves,
  shown,
  busy,
  onCreateAll,
  onProblem,
  locationName,
}: {
  answer: MoveAnswer | undefined;
  transfers: readonly MoveTransfer[];
  /** whether the shop lets the app write transfers */
  allowed: boolean;
  /** the address of the moves as a file */
  file: string;
  hasMoves: boolean;
  /** rows on the page that is open: all of them can be asked for where rows cannot be chosen, on a phone */
  shown: number;
  busy: boolean;
  onCreateAll: () => void;
  onProblem: (problem: string | null) => void;
  locationName: (id: string) => string;
}) {
  const { revalidate } = useRevalidator();
  return (
    <BlockStack gap="400">
      {answer && !answer.ok ? <Banner tone="critical" title={answer.problem} /> : null}
      {answer?.ok && answer.notMoved.length > 0 ? (
        <Banner tone="warning" title={`${countOf(answer.notMoved.length, 'row')} could not be put on a transfer`}>
          <List>
            {answer.notMoved.map((row) => (
              <List.Item key={`${row.inventoryItemId} ${row.locationId}`}>
                {row.title}, {locationName(row.locationId)}: {row.why}
              </List.Item>
            ))}
          </List>
        </Banner>
      ) : null}
      {transfers.length > 0 || hasMoves ? (
        <Card>
          <BlockStack gap="300">
            <InlineStack gap="200" align="space-between" blockAlign="center">
              <Text as="h2" variant="headingMd">
                Transfers
              </Text>
              {hasMoves ? (
                <Download url={file} fileName="moves.csv" onProblem={onProblem}>
                  Download moves
                </Download>
              ) : null}
            </InlineStack>
            <div aria-live="polite">
              {transfers.length > 0 ? (
                <List>
                  {transfers.map((transfer) => (
                    <List.Item key={transfer.id}>
                      <Told transfer={transfer} />
                    </List.Item>
                  ))}
                </List>
              ) : (
                <Text as="p" tone="subdued">
                  {allowed
                    ? 'Choose rows and press Create transfers: each pair of locations gets one draft transfer in Shopify. Its units count as coming and are not advised again.'
                    : 'No transfer is under way.'}
                </Text>
              )}
            </div>
            {allowed && shown > 0 ? (
              <InlineStack>
                <Button loading={busy} onClick={onCreateAll}>
                  {`Create transfers for the ${countOf(shown, 'row')} shown`}
                </Button>
              </InlineStack>
            ) : null}
            {allowed ? null : (
              <Allow
                scope="write_inventory_transfers"
                brings="With your permission to write transfers, the rows you choose become draft transfers in Shopify, one for each pair of locations, and are not advised again. Without it, download the moves as a file."
                action="Allow transfers"
                onAllowed={revalidate}
              />
            )}
          </BlockStack>
        </Card>
      ) : null}
    </BlockStack>
  );
}

const HOW_FAR: Partial<Record<TransferState, string>> = {
  draft: 'is a draft: mark it ready to ship in Shopify',
  ready: 'is ready to ship',
  'under-way': 'is under way',
};

function Told({ transfer }: { transfer: MoveTransfer }) {
  const { from, to, units, state, shopifyId, name, problem } = transfer;
  const what = `of ${countOf(units, 'unit')} from ${from} to ${to}`;
  if (state === 'failed')
    return (
      <Text as="span" tone="critical" breakWord>
        Transfer {what} was not created: {problem} <Link url="/app/settings/outbox">Look at it in the outbox</Link>, or
        choose the rows again.
      </Text>
    );
  if (shopifyId === null)
    return (
      <>
        Transfer {what} is being created
        {problem ? (
          <>
            : {problem} <Link url="/app/settings/outbox">Look at it in the outbox</Link>
          </>
        ) : null}
      </>
    );
  return (
    <>
      <Link url={`shopify://admin/products/transfers/${shopifyId}`} target="_top">
        Transfer {name}
      </Link>{' '}
      {what} {HOW_FAR[state]}
    </>
  );
}
