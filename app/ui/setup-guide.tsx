import { BlockStack, Box, Button, Card, Icon, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { CheckCircleIcon, XIcon } from '@shopify/polaris-icons';

export type GuideStep = { title: string; says: string; done: boolean; action: { content: string; url: string } };

/** The few things that make Backroom useful; the merchant may put it away at any time. */
export function SetupGuide({ steps, onHide }: { steps: GuideStep[]; onHide: () => void }) {
  const done = steps.filter((step) => step.done).length;
  const next = steps.findIndex((step) => !step.done);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" wrap={false}>
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              Setup guide
            </Text>
            <Text as="p" tone="subdued">
              {done} of {steps.length} done
            </Text>
          </BlockStack>
          <Button icon={XIcon} variant="tertiary" accessibilityLabel="Put the setup guide away" onClick={onHide} />
        </InlineStack>
        <ProgressBar progress={(done / steps.length) * 100} size="small" />
        <BlockStack gap="300">
          {steps.map((step, index) => (
            <InlineStack key={step.title} gap="300" wrap={false} blockAlign="start">
              <Box minWidth="20px">
                {step.done ? (
                  <Icon source={CheckCircleIcon} tone="success" accessibilityLabel="Done" />
                ) : (
                  <Text as="span" tone="subdued">
                    {index + 1}
                  </Text>
                )}
              </Box>
              <BlockStack gap="200">
                <Text as="h3" fontWeight={index === next ? 'semibold' : 'regular'}>
                  {step.title}
                </Text>
                {index === next ? (
                  <>
                    <Text as="p" tone="subdued">
                      {step.says}
                    </Text>
                    <InlineStack>
                      <Button url={step.action.url} variant="primary">
                        {step.action.content}
                      </Button>
                    </InlineStack>
                  </>
                ) : null}
              </BlockStack>
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
