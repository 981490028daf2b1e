/** Two clocks never agree: what Shopify dates this much before we sent may still be ours (milliseconds). */
const CLOCK_SLACK = 60_000;

/** True when something Shopify dated `createdAt` can be the effect of what we sent at `sentAt`. */
export function canBeFrom(createdAt: string | null | undefined, sentAt: Date): boolean {
  return createdAt != null && Date.parse(createdAt) >= sentAt.getTime() - CLOCK_SLACK;
}
