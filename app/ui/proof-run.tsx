// How far a replay of the shop is, or when it was played.
import { Banner, BlockStack, Box, Card, ProgressBar, Text } from '@shopify/polaris';
import { countOf } from './count.ts';

export type ProofRunState = {
  state: 'running' | 'done' | 'failed';
  places: number;
  done: number;
  problem: string | null;
  /** formatted */
  startedAt: string;
};

export function ProofRun({ run, doneAt }: { run: ProofRunState | null; doneAt: string | null }) {
  if (run?.state === 'running')
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="p" id="playing">
            Playing again: {run.done.toLocaleString('en')} of {countOf(run.places, 'variant')} at their locations, since{' '}
            {run.startedAt}
          </Text>
          <ProgressBar
            progress={run.places > 0 ? Math.min(100, Math.round((run.done / run.places) * 100)) : 0}
            size="small"
            ariaLabelledBy="playing"
          />
          {run.problem ? (
            <Text as="p" tone="critical">
              It waits after a problem ({run.problem}) and goes on by itself within ten minutes.
            </Text>
          ) : (
            <Text as="p" tone="subdued">
              {doneAt
                ? `Until it is done some figures below are of ${doneAt}.`
                : 'Figures appear below as they are ready.'}
            </Text>
          )}
        </BlockStack>
      </Card>
    );
  if (run?.state === 'failed')
    return (
      <Banner tone="critical" title={`The replay of ${run.startedAt} stopped at ${run.done} of ${run.places}`}>
        <p>
          {run.problem ?? 'Its reason is not known.'} What was played stands below. Press “Play again”; if it stops
          again, look at Settings, Sync.
        </p>
      </Banner>
    );
  return doneAt ? (
    <Box paddingInline={{ xs: '400', sm: '0' }}>
      <Text as="p" tone="subdued">
        Played {doneAt}; it is played again every week.
      </Text>
    </Box>
  ) : null;
}
