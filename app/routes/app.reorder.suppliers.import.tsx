import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, DropZone, List, Page, Text } from '@shopify/polaris';
import { useState } from 'react';
import { importSupplierItems } from '../replenishment/purchasing/change-supplier.server.ts';
import { FILE_COLUMNS } from '../replenishment/purchasing/supplier.ts';
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
  return importSupplierItems(session.shop, text, new Date());
}

export default function ImportItems() {
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
  const rows = answer?.ok ? new Set(answer.bad.map((row) => row.line)).size : 0;
  return (
    <Page
      narrowWidth
      title="Import suppliers’ items"
      backAction={{ content: 'Suppliers', url: '/app/reorder/suppliers' }}
    >
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {answer?.ok && !problem ? (
          <Banner
            tone={rows > 0 ? 'warning' : 'success'}
            title={`${countOf(answer.taken, 'item')} taken${rows > 0 ? `, ${countOf(rows, 'row')} not taken` : ''}`}
            action={{ content: 'See suppliers', url: '/app/reorder/suppliers' }}
          >
            {answer.newSuppliers.length > 0 ? <p>New suppliers: {answer.newSuppliers.join(', ')}.</p> : null}
            {answer.bad.length > 0 ? (
              <List>
                {answer.bad.slice(0, 100).map((row, index) => (
                  <List.Item key={index}>
                    Line {row.line}
                    {row.column ? `, ${row.column}` : ''}: {row.problem}
                  </List.Item>
                ))}
                {answer.bad.length > 100 ? <List.Item>and {answer.bad.length - 100} more</List.Item> : null}
              </List>
            ) : null}
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="400">
            <DropZone
              label="CSV file with one row for each item of a supplier"
              accept=".csv,text/csv,text/plain"
              type="file"
              allowMultiple={false}
              disabled={navigation.state === 'submitting'}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload actionTitle="Choose a file" actionHint="Good rows are taken, bad ones are named" />
            </DropZone>
            <Text as="p">
              The first row names the columns: {FILE_COLUMNS.join(', ')}. Only supplier and sku are needed. A supplier
              that is not known yet is added.
            </Text>
            <Text as="p" tone="subdued">
              sku is the SKU in Shopify. rank is 1 (bought from first) or 2 (backup). cost is in the supplier’s
              currency. price breaks look like 50: 2.40; 100: 2.10.
            </Text>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
