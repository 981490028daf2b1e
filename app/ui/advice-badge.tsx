import { Badge } from '@shopify/polaris';
import type { Advice } from '../replenishment/policy/advice.ts';

const ADVICE = {
  buy: { tone: 'attention', says: 'Buy' },
  move: { tone: 'info', says: 'Move' },
  wait: { tone: 'success', says: 'Wait' },
  'too much': { tone: 'warning', says: 'Too much' },
  unknown: { tone: undefined, says: 'Unknown' },
} as const;

/** What to do about a variant's stock. */
export function AdviceBadge({ advice }: { advice: Advice }) {
  const { tone, says } = ADVICE[advice];
  return <Badge {...(tone ? { tone } : {})}>{says}</Badge>;
}
