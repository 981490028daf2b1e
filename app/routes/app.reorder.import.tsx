import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData } from '@remix-run/react';
import { Banner, BlockStack, IndexTable, Page, Text, useBreakpoints } from '@shopify/polaris';
import { readLocations } from '../mirror/read-locations.server.ts';
import { importSettings, previewSettings } from '../replenishment/list/import-settings.server.ts';
import { INHERIT, settingColumns } from '../replenishment/list/setting-columns.ts';
import { authenticate } from '../shopify.server.ts';
import { tooLarge } from '../ui/bad-rows.tsx';
import { countOf } from '../ui/count.ts';
import { ChooseFile, NotTaken, useImportFile, WouldChange } from '../ui/import-preview.tsx';

const MAX_FILE = 5_000_000;

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = String(form.get('file') ?? '');
  const locations = await readLocations(session.shop);
  if (text.length > MAX_FILE) return { intent: 'preview' as const, ok: false as const, problem: tooLarge(MAX_FILE) };
  if (form.get('intent') === 'take')
    return { intent: 'take' as const, ...(await importSettings(session.shop, text, locations, new Date())) };
  return { intent: 'preview' as const, ...(await previewSettings(session.shop, text, locations)) };
}

export default function ImportSettings() {
  const answer = useActionData<typeof action>();
  const file = useImportFile(MAX_FILE);
  const { smDown } = useBreakpoints();
  const refused = file.problem ?? (answer && !answer.ok ? answer.problem : null);
  const preview = answer?.intent === 'preview' && answer.ok && !file.problem ? answer : null;
  const taken = answer?.intent === 'take' && answer.ok && !file.problem ? answer : null;
  const bad = preview?.bad ?? taken?.bad ?? [];
  return (
    <Page
      title="Import settings"
      subtitle="A file says what is different for single SKUs; nothing changes before you have seen it"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {taken ? (
          <Banner
            tone={bad.length > 0 ? 'warning' : 'success'}
            title={`${countOf(taken.changed, 'row')} taken, ${taken.computed ? 'and computed again' : 'and being computed again'}${bad.length > 0 ? `; ${countOf(bad.length, 'cell')} not taken` : ''}`}
            action={{ content: 'To the list', url: '/app/reorder' }}
          />
        ) : null}
        <NotTaken
          title={`${countOf(bad.length, 'cell')} cannot be taken. Mend their rows and import the file again`}
          bad={bad}
        />
        <ChooseFile
          file={file}
          label="A CSV file with the column SKU, and Location where a row is meant for one"
          hint="The exported list is such a file: change what shall be different"
        >
          Settings: {Object.values(settingColumns).join(', ')}. An empty cell changes nothing; {INHERIT} takes a setting
          away. Numbers are plain: 1200, and 97.5 for a target.
        </ChooseFile>
        {preview ? (
          <WouldChange
            file={file}
            title={`${
              preview.rows.length === 0
                ? 'Nothing would change'
                : `${countOf(preview.rows.length, 'row')} of ${file.name ?? 'the file'} would change settings`
            }${preview.same > 0 ? `, ${countOf(preview.same, 'row')} say what is so already` : ''}`}
            headings={[{ title: 'Line' }, { title: 'SKU' }, { title: 'For' }, { title: 'Becomes' }]}
            condensed={smDown}
            rows={preview.rows}
            show={(row, position) => {
              const changes = row.changes.map(({ column, was, becomes }) => (
                <Text as="p" key={column}>
                  {column}: {was === '' ? '' : `${was} → `}
                  {becomes === '' ? 'inherited' : becomes}
                </Text>
              ));
              return (
                <IndexTable.Row id={String(row.line)} key={row.line} position={position}>
                  {smDown ? (
                    <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                      <Text as="p" fontWeight="semibold" breakWord>
                        {row.title}
                      </Text>
                      <Text as="p" tone="subdued">
                        Line {row.line} · {row.sku} · {row.location ?? 'everywhere'}
                      </Text>
                      {changes}
                    </div>
                  ) : (
                    <>
                      <IndexTable.Cell>{row.line}</IndexTable.Cell>
                      <IndexTable.Cell>
                        {row.sku}
                        <Text as="p" tone="subdued">
                          {row.title}
                        </Text>
                      </IndexTable.Cell>
                      <IndexTable.Cell>{row.location ?? 'everywhere'}</IndexTable.Cell>
                      <IndexTable.Cell>{changes}</IndexTable.Cell>
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
