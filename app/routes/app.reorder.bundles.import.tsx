import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, DropZone, List, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { importBundles } from '../replenishment/bundles/change-bundles.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';

const MAX_FILE = 5_000_000;

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const text = String((await request.formData()).get('file') ?? '');
  if (text.length > MAX_FILE) return { ok: false as const, problem: 'The file is larger than 5 MB. Split it.' };
  return importBundles(session.shop, text, new Date());
}

export default function ImportBundles() {
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    setProblem(null);
    if (!file) return;
    if (file.size > MAX_FILE) setProblem(`${file.name} is larger than 5 MB. Split it.`);
    else submit({ file: await file.text() }, { method: 'post' });
  };
  const refused = problem ?? (answer && !answer.ok ? answer.problem : null);
  const bad = answer?.ok ? answer.bad : [];
  return (
    <Page narrowWidth title="Import bundles" backAction={{ content: 'Bundles', url: '/app/reorder/bundles' }}>
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {answer?.ok && !problem ? (
          <Banner
            tone={bad.length > 0 ? 'warning' : 'success'}
            title={`${countOf(answer.taken, 'row')} taken${bad.length > 0 ? `, ${bad.length.toLocaleString('en')} not taken` : ''}`}
            action={{ content: 'See bundles', url: '/app/reorder/bundles' }}
          >
            <p>
              {answer.changed === 0
                ? 'Nothing is other than it was.'
                : `${countOf(answer.changed, 'component')} changed. What the bundles sold counts for their components now.`}
            </p>
            {bad.length > 0 ? (
              <List>
                {bad.slice(0, 100).map((row, index) => (
                  <List.Item key={index}>
                    Line {row.line}
                    {row.column ? `, ${row.column}` : ''}: {row.problem}
                  </List.Item>
                ))}
                {bad.length > 100 ? <List.Item>and {(bad.length - 100).toLocaleString('en')} more</List.Item> : null}
              </List>
            ) : null}
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="400">
            <DropZone
              label="CSV file with one row for each component of a bundle"
              accept=".csv,text/csv,text/plain"
              type="file"
              allowMultiple={false}
              disabled={navigation.state === 'submitting'}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload actionTitle="Choose a file" actionHint="Good rows are taken, bad ones are named" />
            </DropZone>
            <Text as="p">
              The first row names the columns: bundle sku, component sku, quantity. SKUs are those in Shopify, and the
              quantity is how many of the component one bundle holds.
            </Text>
            <Text as="p" tone="subdued">
              A component that a bundle has and the file does not name stays in it. Take it out on the page of bundles.
            </Text>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
