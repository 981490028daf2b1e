import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, Checkbox, FormLayout, Link, Page, Text, TextField } from '@shopify/polaris';
import { changePolicy, readReturnPolicy } from '../returns/read-returns.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';
import { Unsaved } from '../ui/unsaved.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const policy = await readReturnPolicy(session.shop);
  return {
    saved: {
      windowDays: String(policy.windowDays),
      finalSaleTags: policy.finalSaleTags.join(', '),
      needsApproval: policy.needsApproval,
    },
    portal: `https://${session.shop}/apps/backroom/returns`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  return changePolicy(session.shop, {
    windowDays: String(form.get('windowDays') ?? ''),
    finalSaleTags: String(form.get('finalSaleTags') ?? ''),
    needsApproval: form.get('needsApproval') === 'true',
  });
}

export default function ReturnPolicy() {
  const { saved, portal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const saving = useNavigation().state !== 'idle';
  const draft = useDraft(saved);
  const { values, set } = draft;
  const problems = answer && !answer.ok ? answer.problems : {};
  return (
    <Page title="Return policy" backAction={{ content: 'Returns', url: '/app/returns' }}>
      <Unsaved
        id="return-policy"
        dirty={draft.dirty}
        saving={saving}
        onSave={() => submit({ ...values, needsApproval: String(values.needsApproval) }, { method: 'post' })}
        onDiscard={draft.discard}
      />
      <BlockStack gap="400">
        {answer?.ok && !draft.dirty && !saving ? <Banner tone="success" title="Saved" /> : null}
        <Card>
          <FormLayout>
            <TextField
              label="Return window (days)"
              type="number"
              min={0}
              suffix="days"
              autoComplete="off"
              helpText="Counted from the day it was shipped."
              value={values.windowDays}
              onChange={(value) => set('windowDays', value)}
              error={problems.windowDays ?? false}
            />
            <TextField
              label="Final sale tags"
              autoComplete="off"
              helpText="Products with one of these tags cannot be returned. Separate tags by commas."
              value={values.finalSaleTags}
              onChange={(value) => set('finalSaleTags', value)}
              error={problems.finalSaleTags ?? false}
            />
            <Checkbox
              label="A person approves each request"
              helpText="Otherwise a request that this policy allows is approved at once."
              checked={values.needsApproval}
              onChange={(checked) => set('needsApproval', checked)}
            />
          </FormLayout>
        </Card>
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              Where customers ask
            </Text>
            <Text as="p" breakWord>
              Link your shop’s navigation to{' '}
              <Link url={portal} target="_blank">
                {portal}
              </Link>
              . Signed-in customers can ask from their account with the returns extension.
            </Text>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
