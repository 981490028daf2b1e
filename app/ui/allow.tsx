// Asks the merchant for an optional permission, where what it brings is wanted.
import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';

const SAYS = {
  declined: 'You kept the permission back. Everything else works as before; it can be given here at any time.',
  // read_reports needs more than the merchant's word.
  approval:
    'The permission is there, but Shopify has not approved the app for this data yet. It is tried again every day.',
  failed: 'Shopify did not open its question. Reload the page and try again.',
  outside: 'Open the app in the Shopify admin to give the permission: only there Shopify asks for it.',
} as const;

/** `brings`: a sentence on what the shop gets for it. `onAllowed` is called once Shopify has granted the scope. */
export function Allow({
  scope,
  brings,
  action,
  onAllowed,
}: {
  scope: 'read_discounts' | 'read_reports' | 'write_inventory_transfers' | 'write_products';
  brings: string;
  action: string;
  onAllowed: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<keyof typeof SAYS | null>(null);
  const ask = async () => {
    setProblem(null);
    // Absent where the app runs in a tab of its own.
    const bridge = (window as { shopify?: typeof shopify }).shopify;
    if (!bridge?.scopes) return setProblem('outside');
    setAsking(true);
    try {
      const { granted } = await bridge.scopes.query();
      if (granted.includes(scope)) {
        onAllowed();
        return setProblem('approval');
      }
      const { result } = await bridge.scopes.request([scope]);
      if (result === 'granted-all') onAllowed();
      else setProblem('declined');
    } catch {
      setProblem('failed');
    } finally {
      setAsking(false);
    }
  };
  return (
    <BlockStack gap="200">
      <Text as="p">{brings}</Text>
      <InlineStack>
        <Button onClick={() => void ask()} loading={asking}>
          {action}
        </Button>
      </InlineStack>
      <div aria-live="polite">
        {problem ? (
          <Text as="p" tone={problem === 'declined' ? 'subdued' : 'critical'}>
            {SAYS[problem]}
          </Text>
        ) : null}
      </div>
    </BlockStack>
  );
}
