// How an order was packed, by whom and when, and whether what is kept of it still is what was written.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Badge, Banner, BlockStack, Card, EmptyState, InlineStack, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { readShop } from '../mirror/read-shop.server.ts';
import { printedHash } from '../picking/packing/station/anchors.ts';
import { ADMIN } from '../picking/packing/station/chain.ts';
import { readProof } from '../picking/packing/station/read-proof.server.ts';
import { authenticate } from '../shopify.server.ts';
import { Download } from '../ui/download.tsx';
import { formatGrams } from '../ui/grams.ts';
import { ProofPhoto, sayDeed } from '../ui/proof-of-packing.tsx';
import { formatWhen } from '../ui/when.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { id = '', orderId = '' } = params;
  const valid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && /^\d{1,20}$/.test(orderId);
  const [facts, proof] = await Promise.all([
    readShop(session.shop),
    valid ? readProof(session.shop, id, orderId) : null,
  ]);
  if (!proof) throw new Response('There is no such order in this wave.', { status: 404 });
  const kept = new Set(proof.photos);
  const words = {
    titleOf: (line: string) => proof.titles.get(line) ?? `line ${line}`,
    boxOf: (box: string) => proof.boxes.get(box) ?? 'a box that is gone',
  };
  const numbers = new Map(proof.parcels.map((parcel) => [parcel.id, parcel.number]));
  return {
    ...{
      id,
      orderId,
      orderName: proof.orderName,
      waveNumber: proof.waveNumber,
      checked: proof.checked,
      outlived: proof.outlived,
    },
    parcels: proof.parcels.map(({ lines, ...parcel }) => ({
      ...parcel,
      units: lines.reduce((sum, line) => sum + line.quantity, 0),
    })),
    anchors: proof.anchors.map((anchor) => ({
      ...{ seq: anchor.seq, agrees: anchor.agrees, printed: printedHash(anchor.hash) },
      parcel: numbers.get(anchor.parcelId) ?? null,
      what: anchorWords[anchor.where],
      at: anchor.at && formatWhen(new Date(anchor.at), facts.timeZone),
    })),
    entries: proof.links.map((link) => ({
      seq: link.seq,
      at: formatWhen(new Date(link.at), facts.timeZone),
      who: proof.pickers.get(link.pickerId ?? '') ?? (link.station === ADMIN ? 'Somebody in the admin' : 'Somebody'),
      what: sayDeed(link.deed, words),
      parcel: numbers.get(link.parcelId) ?? null,
      photo: link.deed.kind === 'photographed' ? link.deed.photo : null,
      photoKept: link.deed.kind === 'photographed' && kept.has(link.deed.photo),
      forced: link.deed.kind === 'forced' || (link.deed.kind === 'sealed' && link.deed.despite),
      hash: link.hash.slice(0, 12),
    })),
  };
}

const anchorWords = {
  sealed: 'The diary, when it was sealed',
  shipped: 'The diary, when it left',
  parcel: 'The parcel, as printed on its manifest',
} as const;

const tones = { open: 'attention', sealed: 'info', shipped: 'success', 'given-up': 'new' } as const;
const states = { open: 'Open', sealed: 'Sealed', shipped: 'Shipped', 'given-up': 'Given up' } as const;

export default function Proof() {
  const proof = useLoaderData<typeof loader>();
  const { id, orderId, orderName, checked, entries, parcels, anchors } = proof;
  const differs = anchors.filter((anchor) => !anchor.agrees).length;
  const [problem, setProblem] = useState<string | null>(null);
  const fileName = `proof-${orderName.replace(/[^\w-]/g, '')}.json`;
  return (
    <Page
      title={`Proof of packing ${orderName}`}
      backAction={{ content: `Wave ${proof.waveNumber}`, url: `/app/waves/${id}` }}
      titleMetadata={
        entries.length === 0 && differs === 0 ? undefined : !checked.ok ? (
          <Badge tone="critical">Chain broken</Badge>
        ) : differs > 0 ? (
          <Badge tone="critical">Chain rewritten</Badge>
        ) : (
          <Badge tone="success">Chain verified</Badge>
        )
      }
      secondaryActions={
        entries.length === 0 ? undefined : (
          <Download url={`/app/waves/${id}/proof/${orderId}/file`} fileName={fileName} onProblem={setProblem}>
            Download JSON
          </Download>
        )
      }
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {checked.ok ? null : (
          <Banner tone="critical" title={`Entry ${checked.seq} is the first that is not as it was written`}>
            {checked.what === 'altered'
              ? 'What it says was changed after it was written. What stands before it is unharmed.'
              : 'It does not follow the entry before it: something was dropped, put in or swapped there. What stands before it is unharmed.'}
          </Banner>
        )}
        {checked.ok && differs > 0 ? (
          <Banner tone="critical" title="The entries are not those that were there when it happened">
            The chain holds in itself, but what was written of it elsewhere says otherwise: somebody wrote it anew, or
            took entries away.
          </Banner>
        ) : null}
        {entries.length === 0 ? (
          <Card>
            {proof.outlived ? (
              <EmptyState heading="This proof is no longer kept" image="">
                <p>A proof of packing is kept for three years after the last parcel of its order left.</p>
              </EmptyState>
            ) : (
              <EmptyState heading="Nobody has packed this order at a station" image="">
                <p>Open Packing on a paired phone or tablet and scan its tote: every step is then kept here.</p>
              </EmptyState>
            )}
          </Card>
        ) : (
          <>
            <Card>
              <BlockStack gap="200">
                {parcels.map((parcel) => (
                  <InlineStack key={parcel.id} gap="300" blockAlign="center">
                    <Text as="span" fontWeight="semibold">{`Parcel ${parcel.number}`}</Text>
                    <Badge tone={tones[parcel.state]}>{states[parcel.state]}</Badge>
                    <Text as="span" tone="subdued">
                      {[
                        `${parcel.units} ${parcel.units === 1 ? 'unit' : 'units'}`,
                        parcel.boxName,
                        parcel.weighedGrams === null ? null : `weighed ${formatGrams(parcel.weighedGrams, 'en')}`,
                        parcel.expectedGrams === null ? null : `expected ${formatGrams(parcel.expectedGrams, 'en')}`,
                        parcel.trackingNumber,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Text>
                  </InlineStack>
                ))}
              </BlockStack>
            </Card>
            {anchors.length > 0 ? (
              <Card>
                <BlockStack gap="200">
                  <Text as="h2" variant="headingMd">
                    Written elsewhere too
                  </Text>
                  {anchors.map((anchor, index) => (
                    <InlineStack key={index} gap="200" blockAlign="center">
                      <Badge tone={anchor.agrees ? 'success' : 'critical'}>
                        {anchor.agrees ? 'Agrees' : 'Differs'}
                      </Badge>
                      <Text as="span" breakWord>
                        {[anchor.what, anchor.parcel === null ? null : `parcel ${anchor.parcel}`, anchor.at]
                          .filter(Boolean)
                          .join(' · ')}
                      </Text>
                      <Text as="span" tone="subdued" variant="bodySm">
                        {`entry ${anchor.seq} · ${anchor.printed}`}
                      </Text>
                    </InlineStack>
                  ))}
                </BlockStack>
              </Card>
            ) : null}
            <Card>
              <BlockStack as="ol" gap="300">
                {entries.map((entry) => (
                  <li key={entry.seq} style={{ listStyle: 'none' }}>
                    <BlockStack gap="100">
                      <InlineStack align="space-between" gap="200">
                        <InlineStack gap="200" blockAlign="center">
                          <Text as="span" fontWeight="medium" breakWord>
                            {entry.what}
                          </Text>
                          {entry.forced ? <Badge tone="attention">Not checked</Badge> : null}
                          {!checked.ok && checked.seq === entry.seq ? <Badge tone="critical">Broken here</Badge> : null}
                        </InlineStack>
                        <Text as="span" tone="subdued">
                          {`${entry.who} · ${entry.at}`}
                        </Text>
                      </InlineStack>
                      <Text as="span" tone="subdued" variant="bodySm">
                        {`${entry.parcel === null ? 'Another wave' : `Parcel ${entry.parcel}`} · entry ${entry.seq} · ${entry.hash}…`}
                      </Text>
                      {entry.photo === null ? null : entry.photoKept ? (
                        <ProofPhoto
                          url={`/app/waves/${id}/proof/${orderId}/photos/${entry.photo}`}
                          alt={`What was in parcel ${entry.parcel ?? ''} of ${orderName}`}
                        />
                      ) : (
                        <Text as="span" tone="subdued" variant="bodySm">
                          The photo was kept as long as the order’s contact, and is gone.
                        </Text>
                      )}
                    </BlockStack>
                  </li>
                ))}
              </BlockStack>
            </Card>
          </>
        )}
      </BlockStack>
    </Page>
  );
}
