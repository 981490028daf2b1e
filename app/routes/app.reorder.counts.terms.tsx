import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, FormLayout, Page, TextField } from '@shopify/polaris';
import { readShop } from '../mirror/read-shop.server.ts';
import { type TypedCountTerms, typedCountTerms } from '../replenishment/counting/count-terms.ts';
import { changeCountTerms, readTerms } from '../replenishment/counting/read-counts.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { currency } = await readShop(session.shop);
  return { currency, terms: typedCountTerms(await readTerms(session.shop, currency), currency) };
}

const NAMES = ['linesPerMonth', 'targetPermille', 'tolerancePermille', 'secondLookUnits', 'secondLookValue'] as const;

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { currency } = await readShop(session.shop);
  const form = await request.formData();
  const typed = Object.fromEntries(NAMES.map((name) => [name, String(form.get(name) ?? '')])) as TypedCountTerms;
  const changed = await changeCountTerms(session.shop, typed, currency);
  return changed.ok ? redirect('/app/reorder/counts') : changed;
}

export default function Terms() {
  const { terms, currency } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const draft = useDraft<Record<string, string>>(terms);
  const problems = answer?.problems ?? {};
  const field = (name: (typeof NAMES)[number], label: string, help: string, unit: string) => (
    <TextField
      label={label}
      helpText={help}
      suffix={unit}
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      value={draft.values[name] ?? ''}
      onChange={(text) => draft.set(name, text)}
      error={problems[name] ?? false}
    />
  );
  return (
    <Page
      title="Settings of counting"
      backAction={{ content: 'Counts', url: '/app/reorder/counts' }}
      primaryAction={{
        content: 'Save',
        loading: navigation.state === 'submitting',
        onAction: () => submit(draft.values, { method: 'post' }),
      }}
    >
      <BlockStack gap="400">
        {Object.keys(problems).length > 0 ? (
          <Banner tone="critical" title="Nothing was saved: some fields need another look" />
        ) : null}
        <Card>
          <FormLayout>
            {field('linesPerMonth', 'Spot check', 'How many lines are drawn in a month.', 'lines a month')}
            {field('targetPermille', 'Target of record accuracy', 'The share of lines that should be right.', '%')}
            {field(
              'tolerancePermille',
              'A line is right within',
              'Part of what should be there. 0 means right to the unit.',
              '%',
            )}
            {field(
              'secondLookUnits',
              'Second look from',
              'A variance of so many units is counted a second time before it can be booked.',
              'units',
            )}
            {field(
              'secondLookValue',
              'Second look from a value of',
              'The same for a variance worth so much at cost. Empty: money does not matter.',
              currency,
            )}
          </FormLayout>
        </Card>
      </BlockStack>
    </Page>
  );
}
