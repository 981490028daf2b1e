import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  FormLayout,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
  TextField,
} from '@shopify/polaris';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readReorderPoint } from '../replenishment/read-reorder.server.ts';
import { adviceSentence } from '../replenishment/reason-words.ts';
import { changeRule } from '../replenishment/settings/change-rule.server.ts';
import { readRule } from '../replenishment/settings/read-rules.server.ts';
import { whose } from '../replenishment/settings/rule.ts';
import { ruleFields, typedOf } from '../replenishment/settings/typed-rule.ts';
import { authenticate } from '../shopify.server.ts';
import { AdviceBadge } from '../ui/advice-badge.tsx';
import { countOf } from '../ui/count.ts';
import { useDraft } from '../ui/draft.ts';
import { Unsaved } from '../ui/unsaved.tsx';
import { formatWhen } from '../ui/when.ts';

const FIELDS = [
  { name: 'leadTimeDays', label: 'Lead time', unit: 'days' },
  { name: 'reviewDays', label: 'Review', unit: 'days' },
  { name: 'minimumOrder', label: 'Minimum order', unit: 'units' },
  { name: 'packSize', label: 'Pack size', unit: 'units' },
  { name: 'maxCoverDays', label: 'Most cover', unit: 'days' },
  { name: 'shelfLifeDays', label: 'Shelf life', unit: 'days' },
] as const;

function placeOf(id: string | undefined) {
  const [, inventoryItemId, locationId] = /^(\d+)-(\d+)$/.exec(id ?? '') ?? [];
  if (!inventoryItemId || !locationId) throw gone();
  return { inventoryItemId, locationId };
}

const gone = () =>
  new Response(
    'There is no reorder point for this variant at this location. Either may have been deleted in Shopify.',
    {
      status: 404,
    },
  );

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const place = placeOf(params.id);
  const key = `${place.inventoryItemId}/${place.locationId}`;
  const [facts, locations, row, { rule }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readReorderPoint(session.shop, place),
    readRule(session.shop, 'place', key),
  ]);
  if (!row) throw gone();
  const { terms } = row.inputs;
  return {
    title: row.title,
    sku: row.sku,
    productId: row.productId,
    location: locations.find((location) => location.id === place.locationId)?.name ?? '',
    computedAt: formatWhen(row.computedAt, facts.timeZone),
    advice: row.advice,
    sentence: adviceSentence(row),
    figures: [
      ['Available', row.available],
      ['Incoming', row.incoming],
      ['On order', row.onOrder],
      ['Position', row.position],
      ['Reorder point', row.reorderPoint],
      ['Order up to', row.orderUpTo],
      ['Suggested', row.suggested],
    ] as [string, number | null][],
    terms: FIELDS.map(({ name }) => ({ value: terms[name].value, whose: whose(terms, name) })),
    saved: typedOf(rule),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const place = placeOf(params.id);
  if (!(await readReorderPoint(session.shop, place))) throw gone();
  const form = await request.formData();
  const typed = Object.fromEntries(ruleFields.map((field) => [field, String(form.get(field) ?? '')]));
  const key = `${place.inventoryItemId}/${place.locationId}`;
  return changeRule(session.shop, 'place', key, typed, new Date());
}

export default function ReorderPoint() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const saving = useNavigation().state !== 'idle';
  const draft = useDraft(data.saved);
  const problems = answer && !answer.ok ? answer.problems : {};
  return (
    <Page
      title={data.title}
      subtitle={[data.sku, data.location].filter(Boolean).join(' · ')}
      titleMetadata={<AdviceBadge advice={data.advice} />}
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      {...(data.productId
        ? {
            secondaryActions: [
              {
                content: 'Open in Shopify',
                url: `shopify://admin/products/${data.productId}`,
                target: '_top' as const,
              },
            ],
          }
        : {})}
    >
      <Unsaved
        id="reorder-terms"
        dirty={draft.dirty}
        saving={saving}
        onSave={() => submit(draft.values, { method: 'post' })}
        onDiscard={draft.discard}
      />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {answer?.ok && !draft.dirty && !saving ? <Banner tone="success" title="Saved and computed again" /> : null}
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  {data.sentence}
                </Text>
              </BlockStack>
            </Card>
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  Terms
                </Text>
                <FormLayout>
                  {FIELDS.map(({ name, label, unit }, index) => (
                    <TextField
                      key={name}
                      name={name}
                      label={`${label} (${unit})`}
                      type="number"
                      min={0}
                      suffix={unit}
                      autoComplete="off"
                      placeholder={String(data.terms[index]?.value ?? '')}
                      helpText={`${data.terms[index]?.value ?? 'None'} now: ${data.terms[index]?.whose}. Leave empty to inherit.`}
                      value={draft.values[name]}
                      onChange={(value) => draft.set(name, value)}
                      error={problems[name] ?? false}
                    />
                  ))}
                </FormLayout>
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                What it rests on
              </Text>
              {data.figures.map(([name, value]) => (
                <InlineStack key={name} align="space-between" gap="200">
                  <Text as="span" tone="subdued">
                    {name}
                  </Text>
                  <Text as="span" numeric>
                    {value === null ? 'not known' : countOf(value, 'unit')}
                  </Text>
                </InlineStack>
              ))}
              <Text as="p" tone="subdued">
                Computed {data.computedAt}. <Link url="/app/reorder/defaults">Change the shop defaults</Link>
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
