// Shopify's leaky bucket, counted on our side so that all processes of the app spend from one budget.
// Points are taken before a call. Where they do not suffice, a caller first looks again and again, because Shopify gives back
// most of what calls ask for as soon as they are answered; after a while it reserves: the bucket goes below zero, others wait, and
// its turn comes for sure, so that a big call does not starve among small ones.

export type Bucket = { maximum: number; available: number; restoreRate: number; asOf: Date };

/** What Shopify says with an answer (extensions.cost.throttleStatus). Points, and points per second. */
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

/** What a shop on the standard plan has; the first answer corrects it. */
export const FULL_BUCKET = { maximum: 2000, available: 2000, restoreRate: 100 };

/** The bucket as it has filled up until `now`. A clock that runs behind the last writer's changes nothing. */
export function filled(bucket: Bucket, now: Date): Bucket {
  const seconds = Math.max(0, (now.getTime() - bucket.asOf.getTime()) / 1000);
  return {
    ...bucket,
    available: Math.min(bucket.maximum, bucket.available + bucket.restoreRate * seconds),
    asOf: seconds > 0 ? now : bucket.asOf,
  };
}

/** Takes `points` if they are there; `waitMs` says how long until they would be, were nothing given back before. */
export function take(bucket: Bucket, points: number, now: Date): { bucket: Bucket; taken: boolean; waitMs: number } {
  const { bucket: after, waitMs } = reserve(bucket, points, now);
  return waitMs === 0 ? { bucket: after, taken: true, waitMs } : { bucket: filled(bucket, now), taken: false, waitMs };
}

/** Reserves `points`, there or not; `waitMs` says how long to wait before they may be spent. */
export function reserve(bucket: Bucket, points: number, now: Date): { bucket: Bucket; waitMs: number } {
  const at = filled(bucket, now);
  const available = at.available - points;
  return { bucket: { ...at, available }, waitMs: available >= 0 ? 0 : Math.ceil((-available / at.restoreRate) * 1000) };
}

/**
 * After the answer: gives back what was reserved but not `spent`, and believes Shopify where it says less. It may say more,
 * because it does not know yet of calls that others have reserved for.
 */
export function settle(
  bucket: Bucket,
  reserved: number,
  spent: number,
  status: ThrottleStatus | null,
  now: Date,
): Bucket {
  const at = filled(bucket, now);
  const maximum = status?.maximumAvailable ?? at.maximum;
  return {
    maximum,
    restoreRate: status?.restoreRate ?? at.restoreRate,
    available: Math.min(
      maximum,
      at.available + (maximum - at.maximum) + reserved - spent,
      status?.currentlyAvailable ?? maximum,
    ),
    asOf: at.asOf,
  };
}
