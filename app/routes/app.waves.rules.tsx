import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  Checkbox,
  ChoiceList,
  FormLayout,
  InlineStack,
  Modal,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useCallback, useEffect, useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { readShippingMethods } from '../mirror/read-shipping-methods.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import {
  keepRule,
  keepTerms,
  moveRule,
  readRules,
  readTermsOf,
  removeRule,
} from '../picking/rules/change-rules.server.ts';
import { type RuleTyped, ruleFields, ruleTyped, whenWords } from '../picking/rules/rule.ts';
import { MOST_WINDOWS, type TermsTyped, termsTyped } from '../picking/rules/terms.ts';
import { authenticate } from '../shopify.server.ts';
import { CutOffs, shownCutOffs } from '../ui/cut-offs.tsx';
import { useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';
import { ShippingMethods } from '../ui/shipping-methods.tsx';
import { Unsaved } from '../ui/unsaved.tsx';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PACE = ['most', 'pickers', 'metresPerSecond', 'secondsPerLine', 'secondsPerUnit', 'setUpSeconds'] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, locations, busiest, methods, { rules }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    busiestLocation(session.shop),
    readShippingMethods(session.shop, 6),
    readRules(session.shop),
  ]);
  const asked = new URL(request.url).searchParams.get('location') ?? busiest;
  const location = locations.find((one) => one.id === asked) ?? locations[0];
  const { terms, carts } = await readTermsOf(session.shop, location?.id ?? '');
  return {
    timeZone: facts.timeZone,
    locations,
    methods,
    location: location?.id ?? '',
    carts: carts.map(({ id, name }) => ({ id, name })),
    saved: termsTyped(terms),
    rules: rules.map((rule) => ({
      id: rule.id,
      name: rule.name,
      active: rule.active,
      words: whenWords(rule.when),
      cart: carts.find((cart) => cart.id === rule.cartId)?.name ?? null,
      most: rule.most,
      typed: ruleTyped(rule),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const id = uuid.test(text('id')) ? text('id') : null;
  const intent = text('intent');
  switch (intent) {
    case 'terms': {
      const windows = Array.from({ length: MOST_WINDOWS }, (_, index) => ({
        name: text(`window.${index}.name`),
        cutOff: text(`window.${index}.cutOff`),
        weekdays: text(`window.${index}.weekdays`).split(',').filter(Boolean).map(Number),
        methods: text(`window.${index}.methods`),
      }));
      const pace = Object.fromEntries(PACE.map((name) => [name, text(name)])) as Omit<
        TermsTyped,
        'windows' | 'cartId' | 'routing'
      >;
      const cartId = uuid.test(text('cartId')) ? text('cartId') : '';
      return {
        intent,
        ...(await keepTerms(session.shop, text('location'), { ...pace, cartId, routing: text('routing'), windows })),
      };
    }
    case 'rule': {
      const typed = Object.fromEntries(ruleFields.map((name) => [name, text(name)]));
      const cartId = uuid.test(text('cartId')) ? text('cartId') : '';
      const flags = { active: text('active') !== 'false', single: text('single') === 'true' };
      return { intent, ...(await keepRule(session.shop, id, { ...typed, ...flags, cartId })) };
    }
    case 'remove':
      if (id) await removeRule(session.shop, id);
      return { intent, ok: true as const };
    case 'up':
    case 'down':
      if (id) await moveRule(session.shop, id, intent === 'up' ? -1 : 1);
      return { intent, ok: true as const };
    default:
      return { intent, ok: false as const, problems: { name: 'Backroom knows no such action. Reload the page.' } };
  }
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
const fresh: RuleTyped = {
  ...(Object.fromEntries(ruleFields.map((name) => [name, ''])) as Record<(typeof ruleFields)[number], string>),
  active: true,
  single: false,
};

export default function Rules() {
  const data = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const go = useListAddress();
  const [edited, setEdited] = useState<{ id: string | null; typed: RuleTyped } | null>(null);
  const close = useCallback(() => setEdited(null), []);
  const send = (intent: string, id: string) => submit({ intent, id }, { method: 'post' });
  return (
    <Page
      title="Rules and windows"
      subtitle="Which orders are picked together, and by when"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      primaryAction={{ content: 'Add rule', onAction: () => setEdited({ id: null, typed: fresh }) }}
      secondaryActions={[{ content: 'Carts', url: '/app/waves/carts' }]}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Rules
            </Text>
            <Text as="p" tone="subdued">
              They are asked from the top. The first that fits an order decides, and orders of two rules never share a
              wave. Orders that none fits go together.
            </Text>
            {data.rules.length === 0 ? <Text as="p">No rule yet: all orders go together.</Text> : null}
            {data.rules.map((rule, index) => (
              <InlineStack key={rule.id} align="space-between" blockAlign="center" gap="200">
                <BlockStack>
                  <InlineStack gap="200" blockAlign="center">
                    <Text as="h3" fontWeight="semibold">
                      {index + 1}. {rule.name}
                    </Text>
                    {rule.active ? null : <Badge>Off</Badge>}
                  </InlineStack>
                  <Text as="p" tone="subdued" breakWord>
                    {[
                      rule.words,
                      rule.cart,
                      rule.most && `at most ${rule.most} orders`,
                      rule.typed.express && 'express',
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </BlockStack>
                <ButtonGroup>
                  <Button
                    disabled={index === 0}
                    accessibilityLabel={`Up: ask ${rule.name} earlier`}
                    onClick={() => send('up', rule.id)}
                  >
                    Up
                  </Button>
                  <Button
                    disabled={index === data.rules.length - 1}
                    accessibilityLabel={`Down: ask ${rule.name} later`}
                    onClick={() => send('down', rule.id)}
                  >
                    Down
                  </Button>
                  <Button
                    accessibilityLabel={`Edit ${rule.name}`}
                    onClick={() => setEdited({ id: rule.id, typed: rule.typed })}
                  >
                    Edit
                  </Button>
                </ButtonGroup>
              </InlineStack>
            ))}
          </BlockStack>
        </Card>
        {data.location === '' ? (
          <Banner title="No location is known yet. It comes with the first reading of your store." />
        ) : (
          <>
            {data.locations.length > 1 ? (
              <Card>
                <LocationChoice
                  locations={data.locations}
                  value={data.location}
                  onChange={(location) => go({ location })}
                />
              </Card>
            ) : null}
            <TermsForm key={data.location} data={data} />
          </>
        )}
      </BlockStack>
      {edited ? (
        <RuleForm
          key={edited.id ?? 'new'}
          id={edited.id}
          start={edited.typed}
          carts={data.carts}
          known={data.methods}
          onClose={close}
        />
      ) : null}
    </Page>
  );
}

function TermsForm({ data }: { data: Data }) {
  const fetcher = useFetcher<typeof action>();
  const saved: TermsTyped = { ...data.saved, windows: shownCutOffs(data.saved.windows) };
  const [typed, setTyped] = useState<TermsTyped | null>(null);
  const values = typed ?? saved;
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) setTyped(null);
  }, [answer]);
  const [outdated, setOutdated] = useState<typeof answer>();
  const problems: Record<string, string> = answer && answer !== outdated && !answer.ok ? answer.problems : {};
  const set = (change: Partial<TermsTyped>) => setTyped({ ...values, ...change });
  const save = () => {
    const windows = values.windows.flatMap(({ name, cutOff, weekdays, methods }, index) => [
      [`window.${index}.name`, name],
      [`window.${index}.cutOff`, cutOff],
      [`window.${index}.weekdays`, weekdays.join(',')],
      [`window.${index}.methods`, methods],
    ]);
    const { windows: _, ...pace } = values;
    fetcher.submit(
      { intent: 'terms', location: data.location, ...pace, ...Object.fromEntries(windows) },
      { method: 'post' },
    );
  };
  const field = (name: (typeof PACE)[number]) => ({
    value: values[name],
    onChange: (value: string) => set({ [name]: value }),
    error: problems[name] ?? false,
    autoComplete: 'off',
    inputMode: 'decimal' as const,
  });
  return (
    <BlockStack gap="400">
      <Unsaved
        id="pick-terms"
        dirty={typed !== null && JSON.stringify(typed) !== JSON.stringify(saved)}
        saving={fetcher.state !== 'idle'}
        onSave={save}
        onDiscard={() => setTyped(null)}
      />
      <CutOffs
        windows={values.windows}
        timeZone={data.timeZone}
        known={data.methods}
        problems={problems}
        onChange={(windows, moved) => {
          if (moved) setOutdated(answer);
          set({ windows });
        }}
      />
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Waves and pace
          </Text>
          <Text as="p" tone="subdued">
            The pace says when waves will be done. Once eight waves of a planned walk were picked here, it is corrected
            by how long they really took.
          </Text>
          <FormLayout>
            <FormLayout.Group>
              <TextField label="Orders in a wave, at most" {...field('most')} />
              <Select
                label="Usual cart"
                options={[
                  { label: 'Any cart', value: '' },
                  ...data.carts.map(({ id, name }) => ({ label: name, value: id })),
                ]}
                value={values.cartId}
                onChange={(cartId) => set({ cartId })}
                error={problems.cartId ?? false}
              />
              <TextField label="Pickers at a time" {...field('pickers')} />
            </FormLayout.Group>
            <Select
              label="People walk"
              options={ROUTINGS_SAID}
              value={values.routing}
              onChange={(routing) => set({ routing })}
              helpText="A rule of thumb is easily remembered and needs no list in the hand, but is longer: each wave then says by how much at most. It counts where all aisles are one block."
            />
            <FormLayout.Group>
              <TextField label="Walking" suffix="m/s" {...field('metresPerSecond')} />
              <TextField label="For each line" suffix="s" {...field('secondsPerLine')} />
              <TextField label="For each unit" suffix="s" {...field('secondsPerUnit')} />
              <TextField label="For each wave" suffix="s" {...field('setUpSeconds')} />
            </FormLayout.Group>
          </FormLayout>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

const ROUTINGS_SAID = [
  { label: 'The shortest way, as the list or the phone leads', value: 'shortest' },
  { label: 'S-shape: through every aisle that holds something, up and down in turn', value: 's-shape' },
  { label: 'Largest gap: into each aisle from both ends, up to the widest gap', value: 'largest-gap' },
];

const DELIVERIES = [
  { label: 'Any', value: '' },
  { label: 'Shipped', value: 'SHIPPING' },
  { label: 'Delivered locally', value: 'LOCAL' },
  { label: 'Sent to a pickup point', value: 'PICKUP_POINT' },
  { label: 'Collected by the customer', value: 'PICK_UP' },
];

const EXPRESS = [
  { label: 'It waits for the next plan', value: '' },
  { label: 'It gets a wave of its own at once, walked first', value: 'wave' },
  { label: 'It joins a walk under way if a tote is free, else a wave of its own', value: 'join' },
];

function RuleForm({
  id,
  start,
  carts,
  known,
  onClose,
}: {
  id: string | null;
  start: RuleTyped;
  carts: { id: string; name: string }[];
  known: readonly string[];
  onClose: () => void;
}) {
  const fetcher = useFetcher<typeof action>();
  const [typed, setTyped] = useState(start);
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) onClose();
  }, [answer, onClose]);
  const problems: Record<string, string> = answer && !answer.ok ? answer.problems : {};
  const send = (intent: string) =>
    fetcher.submit(
      { intent, ...(id ? { id } : {}), ...typed, active: String(typed.active), single: String(typed.single) },
      { method: 'post' },
    );
  const field = (name: (typeof ruleFields)[number]) => ({
    value: typed[name],
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
    error: problems[name] ?? false,
    autoComplete: 'off',
  });
  return (
    <Modal
      open
      onClose={onClose}
      title={id ? start.name : 'Add rule'}
      primaryAction={{ content: 'Save', loading: fetcher.state !== 'idle', onAction: () => send('rule') }}
      secondaryActions={[
        ...(id ? [{ content: 'Delete', destructive: true, onAction: () => send('remove') }] : []),
        { content: 'Cancel', onAction: onClose },
      ]}
    >
      <Modal.Section>
        <FormLayout>
          <TextField label="Name" maxLength={60} {...field('name')} />
          <Text as="p" tone="subdued">
            It fits an order to which all of this applies. Leave empty what does not matter.
          </Text>
          <FormLayout.Group>
            <Select
              label="Delivery"
              options={DELIVERIES}
              value={typed.delivery}
              onChange={(delivery) => setTyped({ ...typed, delivery })}
            />
            <TextField label="Promised within" suffix="hours" inputMode="numeric" {...field('dueWithinHours')} />
          </FormLayout.Group>
          <ShippingMethods
            label="Shipping methods"
            helpText="Its name begins with one of these"
            known={known}
            {...field('methods')}
          />
          <TextField label="Order tags" placeholder="express, vip" helpText="One of these" {...field('tags')} />
          <FormLayout.Group>
            <TextField label="Countries" placeholder="GB, IE" helpText="One of these" {...field('countries')} />
            <TextField
              label="Bins that begin with"
              placeholder="A-, B-"
              helpText="All of it can be picked there"
              {...field('zones')}
            />
          </FormLayout.Group>
          <FormLayout.Group condensed>
            <TextField label="Lines from" inputMode="numeric" {...field('linesFrom')} />
            <TextField label="to" inputMode="numeric" {...field('linesTo')} />
            <TextField label="Units from" inputMode="numeric" {...field('unitsFrom')} />
            <TextField label="to" inputMode="numeric" {...field('unitsTo')} />
          </FormLayout.Group>
          <ChoiceList
            title="Size"
            titleHidden
            allowMultiple
            choices={[{ label: 'One unit of one item', value: 'single' }]}
            selected={typed.single ? ['single'] : []}
            onChange={(chosen) => setTyped({ ...typed, single: chosen.length > 0 })}
          />
          <FormLayout.Group>
            <Select
              label="Cart"
              options={[
                { label: 'The location’s usual one', value: '' },
                ...carts.map((cart) => ({ label: cart.name, value: cart.id })),
              ]}
              value={typed.cartId}
              onChange={(cartId) => setTyped({ ...typed, cartId })}
              error={problems.cartId ?? false}
            />
            <TextField label="Orders in a wave, at most" inputMode="numeric" {...field('most')} />
          </FormLayout.Group>
          <Select
            label="When an order comes"
            options={EXPRESS}
            value={typed.express}
            onChange={(express) => setTyped({ ...typed, express })}
            helpText="A walk that is joined goes on as the shortest rest of it; the picker's phone says what to take as well."
          />
          <Checkbox
            label="This rule is asked"
            checked={typed.active}
            onChange={(active) => setTyped({ ...typed, active })}
          />
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
