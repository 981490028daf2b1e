import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, FormLayout, Page, Text, TextField } from '@shopify/polaris';
import { changeRule } from '../replenishment/settings/change-rule.server.ts';
import { readRule } from '../replenishment/settings/read-rules.server.ts';
import { ruleFields, typedOf } from '../replenishment/settings/typed-rule.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';
import { Unsaved } from '../ui/unsaved.tsx';

const FIELDS = [
  {
    name: 'leadTimeDays',
    label: 'Lead time',
    suffix: 'days',
    help: 'From placing the order until it is on the shelf.',
  },
  { name: 'reviewDays', label: 'Review', suffix: 'days', help: 'Between two looks at what to buy.' },
  { name: 'targetPercent', label: 'Service', suffix: '%', help: 'Units asked for that shall be on the shelf.' },
  { name: 'holdingPercent', label: 'Holding cost', suffix: '%', help: 'Of the cost of a unit, a year.' },
  {
    name: 'spareDays',
    label: 'Spare',
    suffix: 'days',
    help: 'Cover beyond the order-up-to level that is no overstock yet.',
  },
] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { rule } = await readRule(session.shop, 'shop', '');
  return { saved: typedOf(rule) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = Object.fromEntries(ruleFields.map((field) => [field, String(form.get(field) ?? '')]));
  return changeRule(session.shop, 'shop', '', typed, new Date());
}

export default function ReorderDefaults() {
  const { saved } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const saving = useNavigation().state !== 'idle';
  const draft = useDraft(saved);
  const problems = answer && !answer.ok ? answer.problems : {};
  return (
    <Page title="Reorder defaults" backAction={{ content: 'Reorder', url: '/app/reorder' }}>
      <Unsaved
        id="reorder-defaults"
        dirty={draft.dirty}
        saving={saving}
        onSave={() => submit(draft.values, { method: 'post' })}
        onDiscard={draft.discard}
      />
      <BlockStack gap="400">
        {answer?.ok && !draft.dirty && !saving ? (
          <Banner tone="success" title="Saved; every reorder point is being computed again" />
        ) : null}
        <Card>
          <BlockStack gap="400">
            <Text as="p">
              These count wherever nothing nearer says otherwise: a location, a class, a supplier, an item.
            </Text>
            <FormLayout>
              {FIELDS.map(({ name, label, suffix, help }) => (
                <TextField
                  key={name}
                  name={name}
                  label={`${label} (${suffix})`}
                  type="number"
                  min={0}
                  suffix={suffix}
                  autoComplete="off"
                  helpText={help}
                  value={draft.values[name]}
                  onChange={(value) => draft.set(name, value)}
                  error={problems[name] ?? false}
                />
              ))}
            </FormLayout>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
