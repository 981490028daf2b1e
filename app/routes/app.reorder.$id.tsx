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
import { changeTerms, readTermsOf } from '../replenishment/change-terms.server.ts';
import { adviceSentence, formulaSteps } from '../replenishment/formula.ts';
import { readReorderPoint } from '../replenishment/read-reorder.server.ts';
import { plainTerms, type TermSource } from '../replenishment/terms.ts';
import { authenticate } from '../shopify.server.ts';
import { AdviceBadge } from '../ui/advice-badge.tsx';
import { countOf } from '../ui/count.ts';
import { useDraft } from '../ui/draft.ts';
import { Unsaved } from '../ui/unsaved.tsx';
import { formatWhen } from '../ui/when.ts';

const FIELDS = [
  { name: 'leadTimeDays', label: 'Lead time', unit: 'days' },
  { name: 'reviewDays', label: 'Review', unit: 'days' },
  { name: 'safetyDays', label: 'Safety', unit: 'days' },
  { name: 'minimumOrder', label: 'Minimum order', unit: 'units' },
  { name: 'packSize', label: 'Pack size', unit: 'units' },
] as const;

const SOURCE: Record<TermSource, string> = {
  here: 'set here',
  supplier: "the supplier's",
  default: 'the shop default',
};

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
  const [facts, locations, row, { own }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readReorderPoint(session.shop, place),
    readTermsOf(session.shop, place),
  ]);
  if (!row) throw gone();
  const text = (value: number | null) => (value === null ? '' : String(value));
  const inputs = { ...row.inputs, terms: plainTerms(row.inputs.terms) };
  return {
    title: row.title,
    sku: row.sku,
    productId: row.productId,
    location: locations.find((location) => location.id === place.locationId)?.name ?? '',
    computedAt: formatWhen(row.computedAt, facts.timeZone),
    advice: row.answer.advice,
    sentence: adviceSentence(inputs, row.answer),
    steps: formulaSteps(inputs, row.answer),
    inputs: row.inputs,
    saved: {
      leadTimeDays: text(own.leadTimeDays),
      reviewDays: text(own.reviewDays),
      safetyDays: text(own.safetyDays),
      minimumOrder: text(own.minimumOrder),
      packSize: text(own.packSize),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '');
  const answer = await changeTerms(
    session.shop,
    placeOf(params.id),
    {
      leadTimeDays: typed('leadTimeDays'),
      reviewDays: typed('reviewDays'),
      safetyDays: typed('safetyDays'),
      minimumOrder: typed('minimumOrder'),
      packSize: typed('packSize'),
    },
    new Date(),
  );
  if (!answer.ok && answer.problems === null) throw gone();
  return answer;
}

export default function ReorderPoint() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const saving = useNavigation().state !== 'idle';
  const draft = useDraft(data.saved);
  const problems = answer && !answer.ok ? (answer.problems ?? {}) : {};
  const { history, stock, windowDays, terms } = data.inputs;
  const facts: [string, string][] = [
    ['Available', countOf(stock.available, 'unit')],
    ['Incoming', countOf(stock.incoming, 'unit')],
    ['Window', `${windowDays} days before today`],
    ['Known here', `${history.daysObserved} days`],
    ['In stock', `${history.daysInStock} days`],
    [
      'Out of stock',
      `${history.daysObserved - history.daysInStock} ${history.daysObserved - history.daysInStock === 1 ? 'day' : 'days'}, left out`,
    ],
    ['Sold', countOf(history.unitsSold, 'unit')],
  ];
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
                {data.steps.map((step) => (
                  <BlockStack key={step.name}>
                    <InlineStack align="space-between" gap="200">
                      <Text as="span" fontWeight="semibold">
                        {step.name}
                      </Text>
                      <Text as="span" fontWeight="semibold" numeric>
                        {step.result}
                      </Text>
                    </InlineStack>
                    <Text as="span" tone="subdued">
                      {step.formula}
                    </Text>
                    <Text as="span" tone="subdued" numeric>
                      {step.figures}
                    </Text>
                  </BlockStack>
                ))}
              </BlockStack>
            </Card>
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingMd">
                  Terms
                </Text>
                <FormLayout>
                  {FIELDS.map(({ name, label, unit }) => (
                    <TextField
                      key={name}
                      name={name}
                      label={`${label} (${unit})`}
                      type="number"
                      min={0}
                      suffix={unit}
                      autoComplete="off"
                      placeholder={String(terms[name].value)}
                      helpText={`${countOf(terms[name].value, unit.replace(/s$/, ''))} now: ${SOURCE[terms[name].from]}. Leave empty to inherit.`}
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
              {facts.map(([name, value]) => (
                <InlineStack key={name} align="space-between" gap="200">
                  <Text as="span" tone="subdued">
                    {name}
                  </Text>
                  <Text as="span" numeric>
                    {value}
                  </Text>
                </InlineStack>
              ))}
              <Text as="p" tone="subdued">
                Computed {data.computedAt}. A day out of stock is one with nothing available from morning to night and
                no sale. <Link url="/app/reorder/defaults">Change the shop defaults</Link>
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
