// How the last look at everything went, or how far the one is that goes on now.
import { BlockStack, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { countOf } from './count.ts';
import { formatWhen } from './when.ts';

export type RunShown = {
  kind: string;
  state: string;
  places: number;
  done: number;
  changed: number;
  toBuy: number;
  startedAt: string;
  finishedAt: string | null;
  problem: string | null;
};

const KIND: Record<string, string> = { nightly: 'Each night', news: 'News', asked: 'Asked for' };

/** The newest first. */
export function RunState({ runs, timeZone }: { runs: RunShown[]; timeZone: string }) {
  const [last] = runs;
  if (!last) return null;
  const going = last.state === 'running' || last.state === 'waiting';
  return (
    <BlockStack gap="200">
      <div aria-live="polite">
        <Text as="p" tone={last.state === 'failed' ? 'critical' : 'subdued'}>
          {sentence(last, timeZone)}
        </Text>
      </div>
      {going ? (
        <ProgressBar
          size="small"
          progress={last.places > 0 ? Math.min(100, (last.done / last.places) * 100) : 0}
          ariaLabelledBy="run"
        />
      ) : null}
      <details>
        <summary style={{ cursor: 'pointer' }}>
          <Text as="span" variant="bodySm" tone="subdued">
            Earlier runs
          </Text>
        </summary>
        <BlockStack gap="100">
          {runs.map((run) => (
            <InlineStack key={run.startedAt + run.kind} gap="200">
              <Text as="span" variant="bodySm">
                {KIND[run.kind] ?? run.kind}: {sentence(run, timeZone)}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      </details>
    </BlockStack>
  );
}

function sentence(run: RunShown, timeZone: string): string {
  const { state, done, places, changed, startedAt, finishedAt, problem } = run;
  if (state === 'waiting') return 'Waiting for its turn to compute';
  if (state === 'running')
    return `Computing: ${done.toLocaleString('en')} of ${places > 0 ? countOf(places, 'place') : 'all places'}`;
  const when = formatWhen(finishedAt ?? startedAt, timeZone);
  if (state === 'failed') return `Failed ${when}: ${problem ?? 'no reason is known'}. What was computed before stands`;
  const seconds = finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : 0;
  const took = seconds < 90 ? `${Math.max(0.1, seconds).toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
  return `Computed ${when}: ${countOf(done, 'place')} in ${took}, ${countOf(changed, 'answer')} changed`;
}
