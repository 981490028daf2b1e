import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useFetcher, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Layout,
  Link,
  Modal,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { decimalFromMinor } from '../lib/money.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import {
  archiveSupplier,
  removeSupplierItem,
  saveSupplier,
  saveSupplierItem,
} from '../replenishment/purchasing/change-supplier.server.ts';
import { readSupplierPage } from '../replenishment/purchasing/read-suppliers.server.ts';
import { writeBreaks } from '../replenishment/purchasing/supplier.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { useDraft } from '../ui/draft.ts';
import { FindItem } from '../ui/find-item.tsx';
import { SUPPLIER_FIELDS, SupplierFields, type SupplierValues } from '../ui/supplier-fields.tsx';
import { Unsaved } from '../ui/unsaved.tsx';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ITEM_FIELDS = [
  'rank',
  'supplierSku',
  'unitCost',
  'minimumOrder',
  'packSize',
  'leadTimeDays',
  'priceBreaks',
] as const;
type ItemValues = Record<(typeof ITEM_FIELDS)[number], string>;
type EditedItem = { inventoryItemId: string; title: string; values: ItemValues };

function idOf(params: { id?: string }): string {
  if (!params.id || !uuid.test(params.id)) throw new Response('There is no such supplier.', { status: 404 });
  return params.id;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, found] = await Promise.all([
    readShop(session.shop),
    readSupplierPage(session.shop, idOf(params), new Date()),
  ]);
  if (!found) throw new Response('There is no such supplier.', { status: 404 });
  const { supplier, items, card } = found;
  const currency = supplier.currency ?? facts.currency;
  const text = (value: number | string | null) => (value === null ? '' : String(value));
  const share = (value: number | null) => (value === null ? null : `${Math.round(value * 100)} %`);
  const days = (value: number | null) =>
    value === null ? null : `${value > 0 ? '+' : ''}${value.toLocaleString('en', { maximumFractionDigits: 1 })} days`;
  return {
    id: supplier.id,
    archived: supplier.archivedAt !== null,
    currency,
    shopCurrency: facts.currency,
    saved: {
      name: supplier.name,
      email: supplier.email ?? '',
      currency: supplier.currency ?? '',
      leadTimeDays: text(supplier.leadTimeDays),
      minimumValue: supplier.minimumValue === null ? '' : decimalFromMinor(supplier.minimumValue, currency),
      reviewDays: text(supplier.reviewDays),
      paymentTerms: supplier.paymentTerms ?? '',
      note: supplier.note ?? '',
    } satisfies SupplierValues,
    items: items.map((item) => ({
      inventoryItemId: item.inventoryItemId,
      title: item.facts?.title ?? `Item ${item.inventoryItemId}`,
      sku: item.facts?.sku ?? null,
      deleted: item.facts === null,
      values: {
        rank: String(item.rank),
        supplierSku: text(item.supplierSku),
        unitCost: item.unitCost === null ? '' : decimalFromMinor(item.unitCost, currency),
        minimumOrder: text(item.minimumOrder),
        packSize: text(item.packSize),
        leadTimeDays: text(item.leadTimeDays),
        priceBreaks: writeBreaks(item.priceBreaks, currency),
      } satisfies ItemValues,
    })),
    card: [
      {
        name: 'On time in full',
        value: share(card.onTimeInFull.value),
        of: countOf(card.onTimeInFull.count, 'line due').replace('line dues', 'lines due'),
      },
      { name: 'Fill', value: share(card.fill.value), of: countOf(card.fill.count, 'line') },
      { name: 'Lateness', value: days(card.lateness.value), of: countOf(card.lateness.count, 'arrival') },
      { name: 'Drift of lead time', value: days(card.drift.value), of: countOf(card.drift.count, 'arrival') },
    ],
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = idOf(params);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const intent = text('intent');
  const now = new Date();
  switch (intent) {
    case 'save': {
      const typed = Object.fromEntries(SUPPLIER_FIELDS.map((name) => [name, text(name)]));
      return { intent, ...(await saveSupplier(session.shop, id, typed, now)) };
    }
    case 'item': {
      const typed = Object.fromEntries(ITEM_FIELDS.map((name) => [name, text(name)]));
      return { intent, ...(await saveSupplierItem(session.shop, id, text('item'), typed, now)) };
    }
    case 'remove':
      await removeSupplierItem(session.shop, id, text('item'), now);
      return { intent, ok: true as const };
    case 'archive':
    case 'unarchive':
      await archiveSupplier(session.shop, id, intent === 'archive' ? now : null, now);
      return { intent, ok: true as const };
    default:
      return { intent, ok: false as const, problem: 'Backroom knows no such action. Reload the page.', problems: {} };
  }
}

export default function Supplier() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const draft = useDraft<SupplierValues>(data.saved);
  const [edited, setEdited] = useState<EditedItem | null>(null);
  const saving = navigation.formData?.get('intent') === 'save';
  const problem = answer && !answer.ok && 'problem' in answer ? answer.problem : null;
  const problems: Record<string, string> = answer?.intent === 'save' && !answer.ok ? answer.problems : {};
  const send = (intent: string, fields: Record<string, string> = {}) =>
    submit({ intent, ...fields }, { method: 'post' });
  return (
    <Page
      title={data.saved.name}
      titleMetadata={data.archived ? <Badge>Archived</Badge> : null}
      backAction={{ content: 'Suppliers', url: '/app/reorder/suppliers' }}
      {...(data.archived
        ? {}
        : { primaryAction: { content: 'New order', url: `/app/reorder/orders/new?supplier=${data.id}` } })}
      secondaryActions={[
        data.archived
          ? { content: 'Buy from it again', onAction: () => send('unarchive') }
          : { content: 'Archive', onAction: () => send('archive') },
      ]}
    >
      <Unsaved
        id="supplier"
        dirty={draft.dirty}
        saving={saving}
        onSave={() => send('save', draft.values)}
        onDiscard={draft.discard}
      />
      {edited ? (
        <ItemModal
          key={edited.inventoryItemId}
          item={edited}
          currency={data.currency}
          onClose={() => setEdited(null)}
        />
      ) : null}
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {problem ? <Banner tone="critical" title={problem} /> : null}
            {data.archived ? (
              <Banner tone="info" title="Nothing is bought from this supplier. Its past orders stay." />
            ) : null}
            <SupplierFields
              values={draft.values}
              problems={problems}
              shopCurrency={data.shopCurrency}
              onChange={draft.set}
            />
            <Card>
              <BlockStack gap="400">
                <InlineStack align="space-between" gap="200">
                  <Text as="h2" variant="headingMd">
                    {data.items.length > 0 ? countOf(data.items.length, 'item') : 'Items'}
                  </Text>
                  <Link url="/app/reorder/suppliers/import">Import a file</Link>
                </InlineStack>
                <FindItem
                  url="/app/reorder/suppliers/items"
                  label="Add an item"
                  taken={new Set(data.items.map((item) => item.inventoryItemId))}
                  onAdd={({ inventoryItemId, title }) =>
                    setEdited({
                      inventoryItemId,
                      title,
                      values: {
                        ...(Object.fromEntries(ITEM_FIELDS.map((name) => [name, ''])) as ItemValues),
                        rank: '1',
                      },
                    })
                  }
                />
                {data.items.length === 0 ? (
                  <Text as="p" tone="subdued">
                    Nothing yet. Search for what this supplier sells, or import a file.
                  </Text>
                ) : null}
                {data.items.map((item) => (
                  <InlineStack
                    key={item.inventoryItemId}
                    align="space-between"
                    gap="200"
                    wrap={false}
                    blockAlign="start"
                  >
                    <div style={{ minWidth: 0 }}>
                      <InlineStack gap="200">
                        <Text as="span" fontWeight="semibold" breakWord>
                          {item.title}
                        </Text>
                        {item.values.rank === '2' ? <Badge tone="info">Backup</Badge> : null}
                        {item.deleted ? <Badge tone="critical">Deleted in Shopify</Badge> : null}
                      </InlineStack>
                      <Text as="p" tone="subdued" breakWord>
                        {[
                          item.sku,
                          item.values.supplierSku ? `theirs ${item.values.supplierSku}` : '',
                          item.values.unitCost ? `${item.values.unitCost} ${data.currency}` : 'no cost yet',
                          item.values.minimumOrder ? `from ${item.values.minimumOrder}` : '',
                          item.values.packSize ? `packs of ${item.values.packSize}` : '',
                          item.values.leadTimeDays ? countOf(Number(item.values.leadTimeDays), 'day') : '',
                          item.values.priceBreaks,
                        ]
                          .filter(Boolean)
                          .join(' · ')}
                      </Text>
                    </div>
                    <InlineStack gap="200" wrap={false}>
                      {item.deleted ? null : (
                        <Button
                          variant="plain"
                          accessibilityLabel={`Change ${item.title}`}
                          onClick={() => setEdited(item)}
                        >
                          Change
                        </Button>
                      )}
                      <Button
                        variant="plain"
                        tone="critical"
                        accessibilityLabel={`Remove ${item.title}`}
                        onClick={() => send('remove', { item: item.inventoryItemId })}
                      >
                        Remove
                      </Button>
                    </InlineStack>
                  </InlineStack>
                ))}
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                How it keeps its word
              </Text>
              {data.card.map((figure) => (
                <InlineStack key={figure.name} align="space-between" gap="200">
                  <div>
                    <Text as="p">{figure.name}</Text>
                    <Text as="p" tone="subdued" variant="bodySm">
                      {figure.of}
                    </Text>
                  </div>
                  <Text as="p" numeric fontWeight="semibold">
                    {figure.value ?? 'Too few yet'}
                  </Text>
                </InlineStack>
              ))}
              <Text as="p" tone="subdued">
                From orders sent and what came of them. Lateness is measured against the due day, drift compares the
                newest five arrivals with those before.
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

/** What a supplier asks for one item; stays open with what was typed until it is saved. */
function ItemModal({ item, currency, onClose }: { item: EditedItem; currency: string; onClose: () => void }) {
  const fetcher = useFetcher<typeof action>();
  const [values, setValues] = useState(item.values);
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok) onClose();
  }, [answer, onClose]);
  const problems: Record<string, string> = answer && !answer.ok && 'problems' in answer ? answer.problems : {};
  const field = (name: keyof ItemValues) => ({
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    error: problems[name] ?? false,
    autoComplete: 'off',
  });
  return (
    <Modal
      open
      onClose={onClose}
      title={item.title}
      primaryAction={{
        content: 'Save',
        loading: fetcher.state !== 'idle',
        onAction: () => fetcher.submit({ intent: 'item', item: item.inventoryItemId, ...values }, { method: 'post' }),
      }}
      secondaryActions={[{ content: 'Leave it', onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          {problems.item ? <Banner tone="critical" title={problems.item} /> : null}
          <FormLayout.Group condensed>
            <Select
              label="Rank"
              options={[
                { label: 'Bought from first', value: '1' },
                { label: 'Backup', value: '2' },
              ]}
              value={values.rank}
              onChange={(rank) => setValues((before) => ({ ...before, rank }))}
              error={problems.rank ?? false}
            />
            <TextField label="Supplier’s SKU" {...field('supplierSku')} maxLength={100} />
          </FormLayout.Group>
          <FormLayout.Group condensed>
            <TextField label={`Cost of one (${currency})`} inputMode="decimal" {...field('unitCost')} />
            <TextField
              label="Lead time (days)"
              inputMode="numeric"
              {...field('leadTimeDays')}
              placeholder="The supplier’s"
            />
          </FormLayout.Group>
          <FormLayout.Group condensed>
            <TextField
              label="Minimum order (units)"
              inputMode="numeric"
              {...field('minimumOrder')}
              placeholder="None"
            />
            <TextField label="Pack size (units)" inputMode="numeric" {...field('packSize')} placeholder="1" />
          </FormLayout.Group>
          <TextField
            label="Price breaks"
            {...field('priceBreaks')}
            placeholder="50: 2.40; 100: 2.10"
            helpText="From so many units on, one costs so much."
          />
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
