import { Badge } from '@shopify/polaris';

const ADVICE = {
  buy: { tone: 'attention', says: 'Buy' },
  wait: { tone: 'info', says: 'Wait' },
  enough: { tone: 'success', says: 'Enough' },
  unknown: { tone: undefined, says: 'Unknown' },
} as const;

/** What to do about a variant's stock. */
export function AdviceBadge({ advice }: { advice: keyof typeof ADVICE }) {
  const { tone, says } = ADVICE[advice];
  return <Badge {...(tone ? { tone } : {})}>{says}</Badge>;
}
