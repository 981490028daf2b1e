import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  DropZone,
  IndexTable,
  InlineStack,
  List,
  Page,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { importSettings, previewSettings } from '../replenishment/list/import-settings.server.ts';
import { INHERIT, settingColumns } from '../replenishment/list/setting-columns.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';

const MAX_FILE = 5_000_000;
const SHOWN = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = String(form.get('file') ?? '');
  const locations = await readLocations(session.shop);
  if (text.length > MAX_FILE)
    return { intent: 'preview' as const, ok: false as const, problem: 'The file is larger than 5 MB. Split it.' };
  if (form.get('intent') === 'take')
    return { intent: 'take' as const, ...(await importSettings(session.shop, text, locations, new Date())) };
  return { intent: 'preview' as const, ...(await previewSettings(session.shop, text, locations)) };
}

export default function ImportSettings() {
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const { smDown } = useBreakpoints();
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (chosen: File | undefined) => {
    setProblem(null);
    if (!chosen) return;
    if (chosen.size > MAX_FILE) return setProblem(`${chosen.name} is larger than 5 MB. Split it.`);
    const text = await chosen.text();
    setFile({ name: chosen.name, text });
    submit({ intent: 'preview', file: text }, { method: 'post' });
  };
  const refused = problem ?? (answer && !answer.ok ? answer.problem : null);
  const preview = answer?.intent === 'preview' && answer.ok && !problem ? answer : null;
  const taken = answer?.intent === 'take' && answer.ok && !problem ? answer : null;
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
        {bad.length > 0 ? (
          <Banner
            tone="warning"
            title={`${countOf(bad.length, 'cell')} cannot be taken. Mend their rows and import the file again`}
          >
            <List>
              {bad.slice(0, SHOWN).map((cell) => (
                <List.Item key={`${cell.line} ${cell.column} ${cell.problem}`}>
                  Line {cell.line}, {cell.column}
                  {cell.text === '' ? '' : ` (${cell.text})`}: {cell.problem}
                </List.Item>
              ))}
              {bad.length > SHOWN ? <List.Item>and {bad.length - SHOWN} more</List.Item> : null}
            </List>
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="300">
            <DropZone
              label={`A CSV file with the column SKU, and Location where a row is meant for one`}
              accept=".csv,text/csv,text/plain"
              type="file"
              allowMultiple={false}
              disabled={busy}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload
                actionTitle={file ? 'Choose another file' : 'Choose a file'}
                actionHint="The exported list is such a file: change what shall be different"
              />
            </DropZone>
            <Text as="p" tone="subdued">
              Settings: {Object.values(settingColumns).join(', ')}. An empty cell changes nothing; {INHERIT} takes a
              setting away. Numbers are plain: 1200, and 97.5 for a target.
            </Text>
          </BlockStack>
        </Card>
        {preview ? (
          <Card padding="0">
            <div style={{ padding: 'var(--p-space-400)' }}>
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <Text as="h2" variant="headingMd">
                  {preview.rows.length === 0
                    ? 'Nothing would change'
                    : `${countOf(preview.rows.length, 'row')} of ${file?.name ?? 'the file'} would change settings`}
                  {preview.same > 0 ? `, ${countOf(preview.same, 'row')} say what is so already` : ''}
                </Text>
                {preview.rows.length > 0 ? (
                  <Button
                    variant="primary"
                    loading={busy}
                    onClick={() => submit({ intent: 'take', file: file?.text ?? '' }, { method: 'post' })}
                  >
                    {`Take ${countOf(preview.rows.length, 'row')}`}
                  </Button>
                ) : null}
              </InlineStack>
            </div>
            {preview.rows.length > 0 ? (
              <IndexTable
                resourceName={{ singular: 'row', plural: 'rows' }}
                itemCount={Math.min(SHOWN, preview.rows.length)}
                selectable={false}
                condensed={smDown}
                headings={[{ title: 'Line' }, { title: 'SKU' }, { title: 'For' }, { title: 'Becomes' }]}
              >
                {preview.rows.slice(0, SHOWN).map((row, position) => {
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
                })}
              </IndexTable>
            ) : null}
            {preview.rows.length > SHOWN ? (
              <div style={{ padding: 'var(--p-space-400)' }}>
                <Text as="p" tone="subdued">
                  and {countOf(preview.rows.length - SHOWN, 'more row')}
                </Text>
              </div>
            ) : null}
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}
