import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData } from '@remix-run/react';
import { Text } from '@shopify/polaris';
import { importSupplierItems } from '../replenishment/purchasing/change-supplier.server.ts';
import { FILE_COLUMNS } from '../replenishment/purchasing/supplier.ts';
import { authenticate } from '../shopify.server.ts';
import { tooLarge } from '../ui/bad-rows.tsx';
import { ImportFile, MAX_FILE } from '../ui/import-file.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const text = String((await request.formData()).get('file') ?? '');
  if (text.length > MAX_FILE) return { ok: false as const, problem: tooLarge(MAX_FILE) };
  return importSupplierItems(session.shop, text, new Date());
}

export default function ImportItems() {
  const answer = useActionData<typeof action>();
  const added = answer?.ok ? answer.newSuppliers : [];
  return (
    <ImportFile
      title="Import suppliers’ items"
      back={{ content: 'Suppliers', url: '/app/reorder/suppliers' }}
      label="CSV file with one row for each item of a supplier"
      answer={answer}
      outcome={added.length > 0 ? `New suppliers: ${added.join(', ')}.` : ''}
    >
      <Text as="p">
        The first row names the columns: {FILE_COLUMNS.join(', ')}. Only supplier and sku are needed. A supplier that is
        not known yet is added.
      </Text>
      <Text as="p" tone="subdued">
        sku is the SKU in Shopify. rank is 1 (bought from first) or 2 (backup). cost is in the supplier’s currency.
        price breaks look like 50: 2.40; 100: 2.10.
      </Text>
    </ImportFile>
  );
}
