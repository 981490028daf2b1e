import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Page, Text, useBreakpoints } from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { losesToNaive } from '../replenishment/replay/calibration.ts';
import { readInputs, readResult } from '../replenishment/replay/read-proof.server.ts';
import { RULES } from '../replenishment/replay/replay-place.ts';
import { dayAfter, resultOf, type Told } from '../replenishment/replay/result.ts';
import { authenticate } from '../shopify.server.ts';
import { CalibrationBars } from '../ui/calibration.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { ProofPicture } from '../ui/proof-picture.tsx';
import { ProofTable } from '../ui/proof-table.tsx';
import { figuresOf, NOT_PLAYED, type RuleName } from '../ui/proof-words.ts';
import { formatDay } from '../ui/when.ts';

const gone = () =>
  new Response('This variant at this location was not played again yet. It is with the next weekly replay.', {
    status: 404,
  });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [, inventoryItemId, locationId] = /^(\d+)-(\d+)$/.exec(params.id ?? '') ?? [];
  if (!inventoryItemId || !locationId) throw gone();
  const place = { inventoryItemId, locationId };
  const [row, inputs, locations] = await Promise.all([
    readResult(session.shop, place),
    readInputs(session.shop, place),
    readLocations(session.shop),
  ]);
  if (!row) throw gone();
  return {
    id: `${inventoryItemId}-${locationId}`,
    title: row.title,
    sku: row.sku,
    location: locations.find((location) => location.id === locationId)?.name ?? '',
    state: row.state,
    currency: row.currency,
    from: row.from,
    until: row.until,
    knownFrom: row.knownFrom,
    year: row.year,
    known: row.known,
    gain: row.gain === null ? null : String(row.gain),
    calibration: row.calibration,
    inputs,
  };
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function PlaceProof() {
  const data = useLoaderData<typeof loader>();
  const [problem, setProblem] = useState<string | null>(null);
  const { year, known, calibration } = data;
  return (
    <Page
      title={data.title}
      subtitle={[data.sku, data.location, 'played again'].filter(Boolean).join(' · ')}
      backAction={{ content: 'Proof', url: '/app/reorder/proof' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {year && data.from ? (
          <Span title="The same demand, under each rule" from={data.from} until={data.until} told={year} data={data} />
        ) : (
          <Banner title="Not played again">
            <p>{NOT_PLAYED[data.state]}.</p>
          </Banner>
        )}
        {known && data.knownFrom ? (
          <Span
            title="Against what really happened"
            from={data.knownFrom}
            until={data.until}
            told={known}
            data={data}
          />
        ) : null}
        {calibration ? (
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                Does its forecast keep its promises?
              </Text>
              <CalibrationBars cuts={calibration.cuts} held={calibration.held} />
              <Text as="p" tone={losesToNaive(calibration) ? 'critical' : 'subdued'}>
                {losesToNaive(calibration)
                  ? 'Our forecast is no better here than the naive one, which takes last year’s periods as they were; so the naive one is used.'
                  : `Its quantile loss is ${percent(calibration.loss)} of usual demand, the naive forecast’s ${percent(calibration.naiveLoss)}; less is better.`}{' '}
                Forecast over {countOf(calibration.periodDays, 'day')}, the time an order must cover.
              </Text>
            </BlockStack>
          </Card>
        ) : null}
        {data.inputs ? <Again data={data} onProblem={setProblem} /> : null}
      </BlockStack>
    </Page>
  );
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function Span({
  title,
  from,
  until,
  told,
  data,
}: {
  title: string;
  from: string;
  until: string;
  told: Partial<Record<RuleName, Told>>;
  data: Data;
}) {
  const { smDown } = useBreakpoints();
  const { currency } = data;
  const money = (minor: string | null) =>
    minor === null || currency === null ? null : formatMoney({ minor: BigInt(minor), currency });
  const rules = (['ours', 'happened', 'matched', 'starter'] as const).flatMap((rule) => {
    const one = told[rule];
    if (!one) return [];
    const stock = one.stockDays / Math.max(1, one.days);
    return [figuresOf(rule, { ...one, stock }, { lostMargin: money(one.lostMargin), cash: money(one.cash) })];
  });
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {formatDay(from)} to {formatDay(dayAfter(until, -1))}, {countOf(told.ours?.asked ?? 0, 'unit')} asked for
          </Text>
        </BlockStack>
        <ProofTable rules={rules} narrow={smDown} caption={title} />
        <ProofPicture
          title="Share served against units on the shelf"
          points={rules.map(({ name, stock, fill }, index) => ({
            name,
            stock,
            fill,
            tone: index === 0 ? ('ours' as const) : ('other' as const),
          }))}
        />
      </BlockStack>
    </Card>
  );
}

/** The replay once more, here in the browser, from the inputs that were kept. */
function Again({ data, onProblem }: { data: Data; onProblem: (problem: string | null) => void }) {
  const [answer, setAnswer] = useState<'same' | 'other' | 'other-rules' | null>(null);
  const { inputs } = data;
  if (!inputs) return null;
  const playAgain = () => {
    if (inputs.rules !== RULES) return setAnswer('other-rules');
    const { year, known, gain } = resultOf(inputs, null);
    const told = (result: unknown) => JSON.stringify(result, (_, value) => (isPlain(value) ? sorted(value) : value));
    const mine = told({ year, known, gain: gain === null ? null : String(gain) });
    setAnswer(mine === told({ year: data.year, known: data.known, gain: data.gain }) ? 'same' : 'other');
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Check it yourself
        </Text>
        <Text as="p" tone="subdued">
          {countOf(inputs.units.length, 'day')} of demand, the lead times, terms and the number that starts the row of
          lead times ({inputs.seed.toFixed(6)}) are all it rests on.
        </Text>
        <InlineStack gap="200">
          <Button onClick={playAgain}>Play it again in this browser</Button>
          <Download
            url={`/app/reorder/proof/inputs?id=${data.id}`}
            fileName={`replay-${data.id}.json`}
            onProblem={onProblem}
          >
            Inputs (JSON)
          </Download>
        </InlineStack>
        <div aria-live="polite">
          {answer === 'same' ? (
            <Text as="p" tone="success">
              The same numbers, to the unit and the penny.
            </Text>
          ) : null}
          {answer === 'other' ? (
            <Text as="p" tone="critical">
              Other numbers came out. Press “Play again” on the page before; if they still differ, please report it.
            </Text>
          ) : null}
          {answer === 'other-rules' ? (
            <Text as="p">
              It was played under earlier rules of this app. Press “Play again” on the page before, then check.
            </Text>
          ) : null}
        </div>
      </BlockStack>
    </Card>
  );
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sorted = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
