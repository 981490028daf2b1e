import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData } from '@remix-run/react';
import { Banner, BlockStack, IndexTable, Page, Text, useBreakpoints } from '@shopify/polaris';
import { whyHeld } from '../orders/store.server.ts';
import { previewTracking, takeTracking } from '../picking/hand-off/tracking-file.server.ts';
import { authenticate } from '../shopify.server.ts';
import { tooLarge } from '../ui/bad-rows.tsx';
import { countOf } from '../ui/count.ts';
import { ChooseFile, NotTaken, useImportFile, WouldChange } from '../ui/import-preview.tsx';

const MAX_FILE = 2_000_000;
/** A page that answers later looks dead, and a proxy may cut it off. */
const MOST_MS = 15_000;

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = String(form.get('file') ?? '');
  if (text.length > MAX_FILE) return { intent: 'preview' as const, ok: false as const, problem: tooLarge(MAX_FILE) };
  if (form.get('intent') === 'take') {
    const until = Date.now() + MOST_MS;
    const taken = await takeTracking(session.shop, text, whyHeld, new Date(), () => Date.now() < until);
    return { intent: 'take' as const, ...taken };
  }
  return { intent: 'preview' as const, ...(await previewTracking(session.shop, text)) };
}

export default function ImportTracking() {
  const answer = useActionData<typeof action>();
  const file = useImportFile(MAX_FILE);
  const { smDown } = useBreakpoints();
  const refused = file.problem ?? (answer && !answer.ok ? answer.problem : null);
  const preview = answer?.intent === 'preview' && answer.ok && !file.problem ? answer : null;
  const taken = answer?.intent === 'take' && answer.ok && !file.problem ? answer : null;
  const bad = preview?.bad ?? taken?.bad ?? [];
  const done = taken
    ? [
        taken.shipped > 0 ? `${countOf(taken.shipped, 'parcel')} shipped` : '',
        taken.corrected > 0 ? `${countOf(taken.corrected, 'number')} corrected` : '',
        taken.same > 0 ? `${countOf(taken.same, 'parcel')} had the number already` : '',
        bad.length > 0 ? `${countOf(bad.length, 'row')} not taken` : '',
        taken.left > 0 ? `${countOf(taken.left, 'row')} still to take` : '',
      ].filter(Boolean)
    : [];
  return (
    <Page
      title="Import tracking numbers"
      subtitle="A file from a label tool ships the parcels that it names; nothing happens before you have seen it"
      backAction={{ content: 'Parcels', url: '/app/waves/parcels' }}
    >
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {taken ? (
          <Banner
            tone={bad.length > 0 || taken.left > 0 ? 'warning' : 'success'}
            title={done.length > 0 ? done.join('; ') : 'The file holds no tracking number. Nothing was changed.'}
            action={
              taken.left > 0 && file.name !== null
                ? { content: 'Go on', loading: file.busy, onAction: file.take }
                : { content: 'To the parcels', url: '/app/waves/parcels?tab=shipped' }
            }
          />
        ) : null}
        <NotTaken
          title={`${countOf(bad.length, 'row')} cannot be taken. Mend what is named and import the file again`}
          bad={bad}
        />
        <ChooseFile
          file={file}
          label="A CSV file with the column Tracking Number, and Parcel ID or Order Number"
          hint="The exported file with its numbers filled in is such a file"
        >
          Read too: Parcel Number, where an order has several parcels, Carrier and Tracking URL. A row without a
          tracking number is passed over. The same file twice ships nothing twice.
        </ChooseFile>
        {preview ? (
          <WouldChange
            file={file}
            title={[
              preview.rows.length === 0
                ? 'Nothing would change'
                : `${countOf(preview.rows.length, 'row')} of ${file.name ?? 'the file'} would be taken`,
              preview.same > 0 ? `${countOf(preview.same, 'parcel')} had the number already` : '',
              preview.without > 0 ? `${countOf(preview.without, 'row')} without a number` : '',
            ]
              .filter(Boolean)
              .join(', ')}
            headings={[{ title: 'Line' }, { title: 'Parcel' }, { title: 'Number' }, { title: 'What happens' }]}
            condensed={smDown}
            rows={preview.rows}
            show={(row, position) => {
              const number = [row.carrier, row.trackingNumber].filter(Boolean).join(' ');
              const what = row.what === 'ship' ? 'It ships' : 'Its number is corrected';
              return (
                <IndexTable.Row id={row.parcelId} key={row.parcelId} position={position}>
                  {smDown ? (
                    <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
                      <Text as="p" fontWeight="semibold">
                        {row.name}
                      </Text>
                      <Text as="p" tone="subdued" breakWord>
                        Line {row.line} · {number} · {what}
                      </Text>
                    </div>
                  ) : (
                    <>
                      <IndexTable.Cell>{row.line}</IndexTable.Cell>
                      <IndexTable.Cell>{row.name}</IndexTable.Cell>
                      <IndexTable.Cell>{number}</IndexTable.Cell>
                      <IndexTable.Cell>{what}</IndexTable.Cell>
                    </>
                  )}
                </IndexTable.Row>
              );
            }}
          />
        ) : null}
      </BlockStack>
    </Page>
  );
}
