import { Badge } from '@shopify/polaris';

const STATUS: Record<string, { tone?: 'attention' | 'info' | 'success'; says: string }> = {
  REQUESTED: { tone: 'attention', says: 'To answer' },
  OPEN: { tone: 'info', says: 'Open' },
  CLOSED: { tone: 'success', says: 'Closed' },
  DECLINED: { says: 'Declined' },
  CANCELED: { says: 'Canceled' },
};

/** Shopify's ReturnStatus in words and colour. */
export function ReturnBadge({ status }: { status: string }) {
  const { tone, says } = STATUS[status] ?? { says: status };
  return <Badge {...(tone ? { tone } : {})}>{says}</Badge>;
}
