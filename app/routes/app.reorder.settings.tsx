import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Box, Card, Layout, Link, Page, Select, Tabs, Text } from '@shopify/polaris';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readListSuppliers } from '../replenishment/list/read-list.server.ts';
import { abc } from '../replenishment/policy/classes.ts';
import { changeRule } from '../replenishment/settings/change-rule.server.ts';
import { readRule } from '../replenishment/settings/read-rules.server.ts';
import { resolveTerms, type Scope } from '../replenishment/settings/rule.ts';
import { ruleFields, typedOf } from '../replenishment/settings/typed-rule.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';
import { useListAddress } from '../ui/list-address.ts';
import { RuleForm } from '../ui/rule-form.tsx';
import { Unsaved } from '../ui/unsaved.tsx';

const TABS = [
  { id: 'shop', content: 'Shop', says: 'What counts wherever nothing nearer says otherwise.' },
  { id: 'location', content: 'Location', says: 'What is different at one location.' },
  {
    id: 'class',
    content: 'Class',
    says: 'A sells most, C least: the products that together make 80 % of the revenue are A, up to 95 % B.',
  },
  { id: 'supplier', content: 'Supplier', says: 'What counts for everything that is bought from one supplier.' },
] as const satisfies { id: Scope; content: string; says: string }[];
type Level = (typeof TABS)[number]['id'];

async function levelOf(shop: string, params: URLSearchParams) {
  const scope: Level = TABS.find(({ id }) => id === params.get('level'))?.id ?? 'shop';
  const [locations, suppliers] = await Promise.all([readLocations(shop), readListSuppliers(shop)]);
  const keys: { id: string; name: string }[] = {
    shop: [],
    location: locations,
    class: abc.map((id) => ({ id, name: `Class ${id}` })),
    supplier: suppliers,
  }[scope];
  const key = keys.find(({ id }) => id === params.get('key'))?.id ?? keys[0]?.id ?? '';
  return { scope, key, keys, suppliers };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { scope, key, keys, suppliers } = await levelOf(session.shop, new URL(request.url).searchParams);
  const missing = scope !== 'shop' && keys.length === 0;
  const [own, ofShop] = await Promise.all([
    missing ? null : readRule(session.shop, scope, key),
    readRule(session.shop, 'shop', ''),
  ]);
  return {
    scope,
    key,
    keys,
    suppliers,
    saved: own ? typedOf(own.rule) : null,
    inherited: scope === 'shop' ? null : resolveTerms([{ source: 'shop', rule: ofShop.rule }]),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { scope, key, keys } = await levelOf(session.shop, new URL(request.url).searchParams);
  const form = await request.formData();
  // Between reading the page and saving it a location or supplier may have gone: its rule must not become another one's.
  if (form.get('key') !== key || (scope !== 'shop' && keys.length === 0))
    return { ok: false as const, problems: {}, gone: true };
  const typed = Object.fromEntries(ruleFields.map((field) => [field, String(form.get(field) ?? '')]));
  return changeRule(session.shop, scope, key, typed, new Date());
}

export default function ReorderSettings() {
  const { scope, key, keys, saved, inherited, suppliers } = useLoaderData<typeof loader>();
  const go = useListAddress();
  const at = TABS.findIndex(({ id }) => id === scope);
  return (
    <Page
      title="Reorder settings"
      subtitle="The nearest level that says something wins: SKU at a location, SKU, supplier, class, location, shop"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <Layout>
        <Layout.Section>
          <Card padding="0">
            <Tabs
              tabs={TABS.map(({ id, content }) => ({ id, content }))}
              selected={at}
              onSelect={(index) => go({ level: TABS[index]!.id, key: null })}
            />
            <Box padding="400">
              <BlockStack gap="400">
                <Text as="p" tone="subdued">
                  {TABS[at]?.says}
                </Text>
                {scope !== 'shop' && keys.length > 0 ? (
                  <Select
                    label={TABS[at]?.content ?? ''}
                    options={keys.map(({ id, name }) => ({ label: name, value: id }))}
                    value={key}
                    onChange={(chosen) => go({ level: scope, key: chosen })}
                  />
                ) : null}
                {saved ? (
                  <LevelForm
                    key={`${scope} ${key}`}
                    scope={scope}
                    ruleKey={key}
                    saved={saved}
                    inherited={inherited}
                    suppliers={suppliers}
                  />
                ) : (
                  <Text as="p">
                    There is none yet. <Link url="/app/reorder/suppliers">Add a supplier</Link>
                  </Text>
                )}
              </BlockStack>
            </Box>
          </Card>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                Nearer than these
              </Text>
              <Text as="p">
                A single SKU has its own settings on its page; many at once are set from the list, or from a file.
              </Text>
              <Text as="p">
                What a supplier itself says of its lead time, packs and minimums stands on{' '}
                <Link url="/app/reorder/suppliers">its page</Link>.
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function LevelForm({
  scope,
  ruleKey,
  saved,
  inherited,
  suppliers,
}: {
  scope: Level;
  ruleKey: string;
  saved: NonNullable<ReturnType<typeof useLoaderData<typeof loader>>['saved']>;
  inherited: ReturnType<typeof useLoaderData<typeof loader>>['inherited'];
  suppliers: { id: string; name: string }[];
}) {
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const saving = useNavigation().state !== 'idle';
  const draft = useDraft(saved);
  const problems = answer && !answer.ok ? answer.problems : {};
  return (
    <BlockStack gap="400">
      <Unsaved
        id="reorder-settings"
        dirty={draft.dirty}
        saving={saving}
        onSave={() => submit({ ...draft.values, key: ruleKey }, { method: 'post' })}
        onDiscard={draft.discard}
      />
      {answer?.ok && !draft.dirty && !saving ? (
        <Banner tone="success" title="Saved; what inherits from it is being computed again" />
      ) : null}
      {answer && 'gone' in answer ? (
        <Banner tone="critical" title="It is no longer there, so nothing was saved. Choose another one" />
      ) : null}
      <RuleForm
        scope={scope}
        values={draft.values}
        inherited={inherited}
        suppliers={suppliers}
        problems={problems}
        onChange={(field, value) => draft.set(field, value)}
      />
    </BlockStack>
  );
}
