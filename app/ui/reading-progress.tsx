import { BlockStack, ProgressBar, Text } from '@shopify/polaris';

/** How far a reading of the whole store has come; without a known total the bar tells no share. */
export function ReadingProgress({ run }: { run: { stage: string | null; objects: number; total: number | null } }) {
  const share = run.total ? Math.min(100, Math.round((run.objects / run.total) * 100)) : 0;
  return (
    <BlockStack gap="200">
      <Text as="p">
        {run.objects.toLocaleString('en')} {run.total ? `of ${run.total.toLocaleString('en')} ` : ''}objects read
        {run.stage ? `, now ${run.stage}` : ''}
      </Text>
      <ProgressBar progress={share} size="small" ariaLabelledBy="reading" />
    </BlockStack>
  );
}
