import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData } from '@remix-run/react';
import { Text } from '@shopify/polaris';
import { importBundles } from '../replenishment/bundles/change-bundles.server.ts';
import { authenticate } from '../shopify.server.ts';
import { tooLarge } from '../ui/bad-rows.tsx';
import { countOf } from '../ui/count.ts';
import { ImportFile, MAX_FILE } from '../ui/import-file.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const text = String((await request.formData()).get('file') ?? '');
  if (text.length > MAX_FILE) return { ok: false as const, problem: tooLarge(MAX_FILE) };
  return importBundles(session.shop, text, new Date());
}

export default function ImportBundles() {
  const answer = useActionData<typeof action>();
  const changed = answer?.ok ? answer.changed : 0;
  return (
    <ImportFile
      title="Import bundles"
      back={{ content: 'Bundles', url: '/app/reorder/bundles' }}
      label="CSV file with one row for each component of a bundle"
      answer={answer}
      outcome={
        changed === 0
          ? 'Nothing is other than it was.'
          : `${countOf(changed, 'component')} changed. What the bundles sold counts for their components now.`
      }
    >
      <Text as="p">
        The first row names the columns: bundle sku, component sku, quantity. SKUs are those in Shopify, and the
        quantity is how many of the component one bundle holds.
      </Text>
      <Text as="p" tone="subdued">
        A component that a bundle has and the file does not name stays in it. Take it out on the page of bundles.
      </Text>
    </ImportFile>
  );
}
