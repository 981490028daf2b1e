import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Link,
  Page,
  ProgressBar,
  Select,
  Text,
} from '@shopify/polaris';
import { useState } from 'react';
import { dayAt } from '../calendar/day.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { loadChecks, whyHeld } from '../orders/store.server.ts';
import { waveSize } from '../picking/plan.ts';
import { planNewWave } from '../picking/plan-wave.server.ts';
import { askForPlan, keepWaves, readPlan, stopPlan } from '../picking/plans.server.ts';
import { readNotInWaves } from '../picking/read-waves.server.ts';
import { releaseWave } from '../picking/release-wave.server.ts';
import { withCutOff } from '../picking/rules/terms.ts';
import { readRushes } from '../picking/rush.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';
import { PlannedWaves } from '../ui/planned-waves.tsx';
import { usePoll } from '../ui/poll.ts';
import { RushBanners } from '../ui/rush-banners.tsx';
import { formatSoon, formatWhen } from '../ui/when.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const planId = searchParams.get('plan') ?? '';
  const [facts, locations, busiest, plan] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    busiestLocation(session.shop),
    uuid.test(planId) ? readPlan(session.shop, planId) : null,
  ]);
  const asked = plan?.locationId ?? searchParams.get('location') ?? busiest;
  const location = (locations.find((one) => one.id === asked) ?? locations[0])?.id ?? '';
  const filter = { locationId: location, code: null, search: '' };
  const now = new Date();
  const backlog = plan ? null : await readNotInWaves(session.shop, filter, { skip: 0, take: 0 }, loadChecks, now);
  const result = plan?.result;
  const ruled = result?.waves.some((wave) => wave.rule !== null);
  return {
    today: dayAt(now, facts.timeZone),
    rushes: plan ? [] : await readRushes(session.shop, facts.timeZone, now),
    locations,
    location,
    missing: planId !== '' && !plan,
    backlog: backlog && { ready: backlog.ready, left: backlog.total, more: backlog.more },
    plan: plan && {
      id: plan.id,
      state: plan.state,
      done: plan.done,
      metres: plan.metres,
      problem: plan.problem,
      at: formatWhen(plan.finishedAt ?? plan.createdAt, facts.timeZone),
    },
    result: result && {
      metres: result.metres,
      learnedFrom: result.learnedFrom,
      pickersToKeepUp: result.pickersToKeepUp ?? null,
      tooLarge: result.tooLarge,
      unsized: result.unsized ?? { sizes: 0, weights: 0 },
      wallSlots: result.wallSlots ?? null,
      waves: result.waves.map((wave, at) => ({
        id: String(at),
        name: wave.rule ?? (ruled ? 'All other orders' : `Wave ${at + 1} of ${result.waves.length}`),
        cart: wave.cart,
        orders: wave.orders.length,
        names: wave.orders.map((order) => order.orderName),
        gone: plan?.gone[at] ?? 0,
        lines: wave.lines,
        units: wave.units,
        unplaced: wave.unplaced,
        metres: wave.metres?.walk ?? null,
        minutes: wave.seconds / 60,
        doneBy: formatSoon(wave.finish.ninety, now, facts.timeZone),
        due: wave.dueAt && withCutOff(formatSoon(wave.dueAt, now, facts.timeZone), wave.cutOff),
        missed: wave.finish.missed,
      })),
    },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const plan = uuid.test(text('plan')) ? text('plan') : '';
  const now = new Date();
  switch (text('intent')) {
    case 'ask':
      return redirect(`/app/waves/new?plan=${await askForPlan(session.shop, text('location'), now)}`);
    case 'stop':
      await stopPlan(session.shop, plan);
      return null;
    case 'one': {
      const wish = Number(text('size'));
      const size = Number.isInteger(wish) && wish >= waveSize.least && wish <= waveSize.most ? wish : waveSize.usual;
      const planned = await planNewWave(session.shop, { locationId: text('location'), size }, loadChecks, now);
      return planned.ok ? redirect(`/app/waves/${planned.id}`) : { problem: planned.problem };
    }
    case 'keep':
    case 'release': {
      const chosen = text('waves').split(',').filter(Boolean).map(Number).filter(Number.isInteger);
      const kept = await keepWaves(session.shop, plan, chosen, loadChecks, now);
      if (!kept.ok) return { problem: kept.problem };
      const problems = kept.leftOut.length > 0 ? [leftOutWords(kept.leftOut)] : [];
      if (text('intent') === 'release')
        for (const wave of kept.waves) {
          const released = await releaseWave(session.shop, wave.id, whyHeld, now);
          if (!released.ok) problems.push(released.problem);
        }
      if (problems.length > 0) return { problem: problems.join(' ') };
      const [only, more] = kept.waves;
      if (only && !more) return redirect(`/app/waves/${only.id}`);
      return redirect(`/app/waves?tab=${text('intent') === 'release' ? 'released' : 'planned'}`);
    }
    default:
      return { problem: 'Backroom knows no such action. Reload the page.' };
  }
}

function leftOutWords(names: string[]): string {
  const some = names.slice(0, 10).join(', ');
  const others = names.length > 10 ? ` and ${names.length - 10} others` : '';
  return `The waves are planned without ${some}${others}: changed since the plan was made. Waves, Not in waves says why.`;
}

export default function NewWaves() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  const submit = useSubmit();
  const { plan, result, backlog } = data;
  const going = plan?.state === 'waiting' || plan?.state === 'running';
  usePoll(going, 1000);
  const busy = navigation.state === 'submitting';
  const ask = () => submit({ intent: 'ask', location: data.location }, { method: 'post' });
  return (
    <Page
      title="Plan waves"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      {...(result || going
        ? {}
        : {
            primaryAction: {
              content: 'Plan all waves',
              disabled: !data.location || backlog?.ready === 0,
              loading: busy,
              onAction: ask,
            },
          })}
      {...(plan && !going ? { secondaryActions: [{ content: 'Plan anew', onAction: ask }] } : {})}
    >
      <BlockStack gap="400">
        <RushBanners rushes={data.rushes} today={data.today} />
        {answer?.problem ? <Banner tone="warning" title={answer.problem} /> : null}
        {data.missing ? (
          <Banner tone="warning" title="This plan is gone: plans are kept for a day. Ask for a new one." />
        ) : null}
        {plan?.state === 'failed' ? (
          <Banner tone="critical" title={plan.problem ?? 'The plan failed. Ask for it again.'} />
        ) : null}
        {going ? (
          <Card>
            <BlockStack gap="300">
              <div aria-live="polite">
                <Text as="p" id="plan-progress">
                  {plan.state === 'waiting'
                    ? 'Waiting for its turn'
                    : plan.metres === null
                      ? 'Looking for the shortest walks'
                      : `Looking for shorter walks: ${Math.round(plan.metres).toLocaleString('en')} m so far`}
                </Text>
              </div>
              <ProgressBar size="small" progress={100 * plan.done} ariaLabelledBy="plan-progress" />
              <InlineStack>
                <Button
                  disabled={plan.state !== 'running'}
                  onClick={() => submit({ intent: 'stop', plan: plan.id }, { method: 'post' })}
                >
                  Stop with the best so far
                </Button>
              </InlineStack>
            </BlockStack>
          </Card>
        ) : null}
        {backlog ? <Backlog data={data} busy={busy} /> : null}
        {plan && result ? (
          <PlannedWaves
            key={plan.id}
            at={plan.at}
            {...result}
            busy={busy}
            onKeep={(intent, waves) => submit({ intent, plan: plan.id, waves: waves.join(',') }, { method: 'post' })}
          />
        ) : null}
      </BlockStack>
    </Page>
  );
}

function Backlog({ data, busy }: { data: ReturnType<typeof useLoaderData<typeof loader>>; busy: boolean }) {
  const go = useListAddress();
  const submit = useSubmit();
  const [size, setSize] = useState(String(waveSize.usual));
  const { ready = 0, left = 0, more = false } = data.backlog ?? {};
  const notIn = `/app/waves?tab=not-in-waves&location=${data.location}`;
  return (
    <>
      <Card>
        <BlockStack gap="300">
          <LocationChoice
            locations={data.locations}
            value={data.location}
            onChange={(location) => go({ location, plan: null })}
          />
          <Text as="p" fontWeight="semibold">
            {ready === 1 ? '1 order is ready' : `${ready.toLocaleString('en')} orders are ready`}
            {more ? ' among the most urgent' : ''}
          </Text>
          {left > 0 ? (
            <Text as="p" tone="subdued">
              <Link url={notIn}>
                {left === 1
                  ? '1 other may not ride in a wave now'
                  : `${left.toLocaleString('en')} others may not ride in a wave now`}
              </Link>
              , each with its reason.
            </Text>
          ) : null}
          <Text as="p" tone="subdued">
            All that are ready are put into waves by your <Link url="/app/waves/rules">rules and windows</Link>, on the
            shortest walks that can be found. You look at them before anything happens.
          </Text>
        </BlockStack>
      </Card>
      {ready === 0 ? (
        <Card>
          <EmptyState heading="No order is ready here" image="" action={{ content: 'See orders', url: '/app/orders' }}>
            <p>Orders that are held or already in a wave are left out. Not in waves says why, one by one.</p>
          </EmptyState>
        </Card>
      ) : (
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Or one wave in a hurry
            </Text>
            <Text as="p" tone="subdued">
              The most urgent orders, walked by bin name.
            </Text>
            <InlineStack gap="300" blockAlign="end">
              <Select
                label="Orders at most"
                options={Array.from({ length: waveSize.most }, (_, index) => String(index + 1))}
                value={size}
                onChange={setSize}
              />
              <Button
                loading={busy}
                onClick={() => submit({ intent: 'one', location: data.location, size }, { method: 'post' })}
              >
                Plan this wave
              </Button>
            </InlineStack>
          </BlockStack>
        </Card>
      )}
    </>
  );
}
