import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Text } from '@shopify/polaris';
import { writingOf } from '../picking/packing/boxes/change-boxes.server.ts';
import { importSizes } from '../picking/packing/boxes/change-sizes.server.ts';
import { lengthWord } from '../picking/packing/boxes/measures.ts';
import { authenticate } from '../shopify.server.ts';
import { tooLarge } from '../ui/bad-rows.tsx';
import { countOf } from '../ui/count.ts';
import { ImportFile, MAX_FILE } from '../ui/import-file.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  return { unit: lengthWord[(await writingOf(session.shop)).units] };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const text = String((await request.formData()).get('file') ?? '');
  if (text.length > MAX_FILE) return { ok: false as const, problem: tooLarge(MAX_FILE) };
  return importSizes(session.shop, text, new Date());
}

export default function ImportSizes() {
  const { unit } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const changed = answer?.ok ? answer.changed : 0;
  const empty = answer?.ok ? answer.empty : 0;
  return (
    <ImportFile
      title="Import item sizes"
      back={{ content: 'Item sizes', url: '/app/waves/sizes' }}
      label="CSV file with one row for each SKU"
      answer={answer}
      outcome={[
        changed === 0 ? 'No size is other than it was.' : `${countOf(changed, 'size')} changed.`,
        empty > 0 ? `${countOf(empty, 'row')} without a size changed nothing.` : '',
      ]
        .filter(Boolean)
        .join(' ')}
    >
      <Text as="p">
        The first row names the columns: sku, length, width, height; upright and fragile if you like, with yes or no.
        One unit as it is packed, in {unit}. A column can be in another unit, as in length (mm), and so can a single
        cell, as in 12 in.
      </Text>
      <Text as="p" tone="subdued">
        The exported file is such a file: fill in what is missing. Weights come from Shopify and are not read.
      </Text>
    </ImportFile>
  );
}
