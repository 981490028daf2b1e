import { Badge } from '@shopify/polaris';

const ADVICE = {
  buy: { tone: 'attention', says: 'Buy' },
  move: { tone: 'info', says: 'Move' },
  wait: { tone: 'success', says: 'Wait' },
  'too much': { tone: 'warning', says: 'Too much' },
  unknown: { tone: undefined, says: 'Unknown' },
} as const;

/** What to do about a variant's stock. */
export function AdviceBadge({ advice }: { advice: keyof typeof ADVICE }) {
  const { tone, says } = ADVICE[advice];
  return <Badge {...(tone ? { tone } : {})}>{says}</Badge>;
}
