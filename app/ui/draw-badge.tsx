import { Badge } from '@shopify/polaris';

const WORDS = {
  negative: { tone: 'critical', says: 'Below zero' },
  phantom: { tone: 'warning', says: 'May not be there' },
  'value-at-risk': { tone: 'info', says: 'Value at risk' },
  asked: { tone: 'new', says: 'Asked for' },
} as const;

/** Why a line is in a count, in two or three words. */
export function DrawBadge({ reason }: { reason: keyof typeof WORDS }) {
  const { tone, says } = WORDS[reason];
  return <Badge tone={tone}>{says}</Badge>;
}
