import { Badge } from '@shopify/polaris';

type Tone = 'success' | 'attention' | 'warning' | 'critical' | 'info' | 'new' | undefined;

const TONES: Record<string, Tone> = {
  ready: 'success',
  held: 'attention',
  done: undefined,
  planned: 'new',
  draft: 'new',
  approved: 'attention',
  ordered: 'info',
  receiving: 'info',
  closed: 'success',
  sent: 'success',
  released: 'info',
  picked: 'info',
  sealed: 'attention',
  shipped: 'success',
  canceled: undefined,
  open: 'new',
  counted: 'attention',
  booked: 'success',
  confirmed: 'success',
  failed: 'critical',
  unknown: 'warning',
  queued: 'new',
  sending: 'info',
  running: 'info',
};

/** One of our states in its colour; red is kept for what failed. */
export function StateBadge({ state }: { state: string }) {
  const tone = TONES[state];
  return <Badge {...(tone ? { tone } : {})}>{readable(state)}</Badge>;
}

/** Shopify's own codes, for example PARTIALLY_FULFILLED or too-small, as people read them. */
export function readable(code: string): string {
  const text = code.toLowerCase().replaceAll(/[_-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
