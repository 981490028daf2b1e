import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, FormLayout, Page, Text, TextField } from '@shopify/polaris';
import { changeDefaults, readDefaults } from '../replenishment/change-terms.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';
import { Unsaved } from '../ui/unsaved.tsx';

const FIELDS = [
  { name: 'leadTimeDays', label: 'Lead time', help: 'From placing the order until it is on the shelf.' },
  { name: 'reviewDays', label: 'Review', help: 'Between two looks at what to buy.' },
  { name: 'safetyDays', label: 'Safety', help: 'Days of demand kept against surprises.' },
  { name: 'windowDays', label: 'Window', help: 'How far back sales are counted.' },
] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const defaults = await readDefaults(session.shop);
  return {
    saved: {
      leadTimeDays: String(defaults.leadTimeDays),
      reviewDays: String(defaults.reviewDays),
      safetyDays: String(defaults.safetyDays),
      windowDays: String(defaults.windowDays),
    },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '');
  return changeDefaults(
    session.shop,
    {
      leadTimeDays: typed('leadTimeDays'),
      reviewDays: typed('reviewDays'),
      safetyDays: typed('safetyDays'),
      windowDays: typed('windowDays'),
    },
    new Date(),
  );
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
          <Banner tone="success" title="Saved, and every reorder point computed again" />
        ) : null}
        <Card>
          <BlockStack gap="400">
            <Text as="p">
              These count wherever a variant has no terms of its own. Reorder point = daily demand × (lead time + review
              + safety).
            </Text>
            <FormLayout>
              {FIELDS.map(({ name, label, help }) => (
                <TextField
                  key={name}
                  name={name}
                  label={`${label} (days)`}
                  type="number"
                  min={0}
                  suffix="days"
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
