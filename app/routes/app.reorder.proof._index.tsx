import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, Card, EmptyState, InlineStack, Page, useBreakpoints } from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { nudge } from '../lib/queue.server.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { losesToNaive } from '../replenishment/replay/calibration.ts';
import { readProof, readProofList } from '../replenishment/replay/read-proof.server.ts';
import { fillOf } from '../replenishment/replay/replay.ts';
import { requestReplay } from '../replenishment/replay/replay-shop.server.ts';
import { dayAfter, type Result, type Told } from '../replenishment/replay/result.ts';
import { authenticate } from '../shopify.server.ts';
import { CalibrationCard } from '../ui/calibration-card.tsx';
import { Download } from '../ui/download.tsx';
import { HowItIsPlayed } from '../ui/how-it-is-played.tsx';
import { pageOf, pagesOf } from '../ui/list-address.ts';
import { usePoll } from '../ui/poll.ts';
import { PROOF_SORTS, PROOF_TABS, ProofList } from '../ui/proof-list.tsx';
import { ProofRun } from '../ui/proof-run.tsx';
import { type ProofSpan, ProofTotals } from '../ui/proof-totals.tsx';
import { figuresOf, type RuleName } from '../ui/proof-words.ts';
import { formatDay, formatWhen } from '../ui/when.ts';

const PAGE = 50;
const CLASSES = ['A', 'B', 'C'];

type SpanTotals = NonNullable<Awaited<ReturnType<typeof readProof>>['totals']['known' | 'year']>;

function spanOf(totals: SpanTotals | null, rules: readonly RuleName[], currency: string): ProofSpan | null {
  if (!totals) return null;
  const told = totals as Partial<Record<RuleName, SpanTotals['ours']>> & { from: string; until: string };
  return {
    from: told.from,
    until: told.until,
    places: totals.ours.places,
    priced: totals.ours.priced,
    rules: rules.flatMap((rule) => {
      const total = told[rule];
      if (!total) return [];
      const money = (minor: bigint) => (total.priced > 0 ? formatMoney({ minor, currency }) : null);
      return [{ rule, ...figuresOf(rule, total, { lostMargin: money(total.lostMargin), cash: money(total.cash) }) }];
    }),
  };
}

/** One figure of our levels, of the starter rule, and of that with as much stock where it was played so. */
const each = ({ ours, starter, matched }: NonNullable<Result['year']>, of: (told: Told) => number) => ({
  ours: of(ours),
  starter: of(starter),
  matched: matched ? of(matched) : null,
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const url = new URL(request.url);
  const { searchParams } = url;
  const tab = PROOF_TABS.find((each) => each.id === searchParams.get('tab'))?.id ?? 'all';
  const sort = PROOF_SORTS.find((each) => each.value === searchParams.get('sort')) ?? PROOF_SORTS[0];
  const [by, direction] = sort.value.split(' ') as ['gain' | 'gainReal' | 'moreUnits' | 'title', 'asc' | 'desc'];
  const within = {
    locationId: searchParams.get('location') || null,
    class: CLASSES.find((each) => each === searchParams.get('class')) ?? null,
    search: (searchParams.get('q') ?? '').slice(0, 100),
  };
  const page = pageOf(searchParams);
  const [facts, locations, proof, { list, counts }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readProof(session.shop, within),
    readProofList(session.shop, { ...within, tab }, { by, direction }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const { last, instead } = pagesOf(url, counts[tab], PAGE);
  if (instead) throw redirect(instead);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  const { run, doneAt, totals, promise, calibration } = proof;
  const gained = (minor: bigint | null) =>
    minor === null ? null : { words: formatMoney({ minor, currency: facts.currency }), lost: minor < 0n };
  return {
    tab,
    sort: sort.value,
    search: within.search,
    filters: [
      {
        key: 'location',
        label: 'Location',
        choices: locations.map(({ id, name }) => ({ label: name, value: id })),
        chosen: within.locationId,
      },
      {
        key: 'class',
        label: 'Class',
        choices: CLASSES.map((each) => ({ label: each, value: each })),
        chosen: within.class,
      },
    ],
    filtered: within.locationId !== null || within.class !== null || within.search !== '',
    page,
    last,
    counts,
    run: run && {
      state: run.state,
      places: run.places,
      done: run.done,
      problem: run.problem,
      startedAt: formatWhen(run.startedAt, facts.timeZone),
    },
    doneAt: doneAt && formatWhen(doneAt, facts.timeZone),
    year: spanOf(totals.year, ['ours', 'matched', 'starter'], facts.currency),
    known: spanOf(totals.known, ['ours', 'happened', 'starter'], facts.currency),
    promise,
    calibration,
    rows: list.map((row) => ({
      id: `${row.inventoryItemId}-${row.locationId}`,
      title: row.title,
      sku: row.sku ?? '',
      location: nameOf.get(row.locationId) ?? '',
      class: row.class,
      state: row.state,
      gain: gained(row.gain),
      gainReal: gained(row.gainReal),
      moreUnits: row.moreUnits,
      fills: row.year && each(row.year, fillOf),
      stocks: row.year && each(row.year, (told) => told.stockDays / Math.max(1, told.days)),
      naive: row.calibration !== null && losesToNaive(row.calibration),
    })),
  };
}

/** Play it again now. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const begun = await requestReplay(session.shop, new Date());
  if (begun) nudge('replenishment.replay', session.shop);
  return { begun: begun !== null };
}

export default function Proof() {
  const data = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [problem, setProblem] = useState<string | null>(null);
  const { smDown } = useBreakpoints();
  const running = data.run?.state === 'running';
  usePoll(running);
  const { counts, year, known } = data;
  const any = counts.all + counts['not-played'] > 0 || data.filtered;
  return (
    <Page
      title="Proof"
      subtitle={
        year
          ? `${formatDay(year.from)} to ${formatDay(dayAfter(year.until, -1))}, played again by several rules`
          : 'Up to twelve months of this store, played again by several rules'
      }
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {answered && !answered.begun ? (
          <Banner tone="warning" title="There is nothing to play again yet">
            <p>The demand of each variant is read at night, once products and orders are here. Come back tomorrow.</p>
          </Banner>
        ) : null}
        <ProofRun run={data.run} doneAt={data.doneAt} />
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <InlineStack gap="200" align="end">
            <Button
              loading={navigation.state === 'submitting'}
              disabled={running}
              onClick={() => submit(null, { method: 'post', action: '/app/reorder/proof?index' })}
            >
              {any ? 'Play again' : 'Play the past again'}
            </Button>
            {any ? (
              <>
                <Download url="/app/reorder/proof/export" fileName="proof.csv" onProblem={setProblem}>
                  Results (CSV)
                </Download>
                <Download url="/app/reorder/proof/inputs" fileName="replay-inputs.ndjson" onProblem={setProblem}>
                  Inputs (JSON)
                </Download>
              </>
            ) : null}
          </InlineStack>
        </Box>
        {any ? (
          <>
            <ProofTotals
              year={year}
              known={known}
              promise={data.promise}
              tooShort={counts.short > 0 && counts.all === 0 && !data.filtered}
              firstReady={counts.firstReady}
              narrow={smDown}
            />
            <CalibrationCard calibration={data.calibration} />
            <ProofList
              rows={data.rows}
              counts={counts}
              tab={data.tab}
              sort={data.sort}
              search={data.search}
              filters={data.filters}
              page={data.page}
              last={data.last}
              withReal={known !== null}
            />
            <HowItIsPlayed />
          </>
        ) : running ? null : (
          <Card>
            <EmptyState heading="Not played yet" image="">
              <p>
                The last twelve months are lived through again day by day, or as many as follow three months to learn
                from: what would this app have ordered, what the starter rule, and who would have had on the shelf what
                customers asked for? It happens once a week by itself; press the button to do it now.
              </p>
            </EmptyState>
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
