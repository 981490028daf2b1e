/** Shopify's leaky bucket of query points, per app and shop: a standard development store has 2000, restored at 100 a second. */
export class Bucket {
  readonly maximumAvailable: number;
  readonly restoreRate: number;
  private available: number;
  private at: number | undefined;

  constructor(maximumAvailable = 2000, restoreRate = 100) {
    this.maximumAvailable = maximumAvailable;
    this.restoreRate = restoreRate;
    this.available = maximumAvailable;
  }

  /** Takes `cost` points at time `now` (ms); false, and nothing taken, when there are not enough. */
  take(cost: number, now: number): boolean {
    this.restore(now);
    if (this.available < cost) return false;
    this.available -= cost;
    return true;
  }

  /** Gives back what a query asked for but did not use. */
  giveBack(cost: number): void {
    this.available = Math.min(this.maximumAvailable, this.available + cost);
  }

  status(now: number): { maximumAvailable: number; currentlyAvailable: number; restoreRate: number } {
    this.restore(now);
    return {
      maximumAvailable: this.maximumAvailable,
      currentlyAvailable: Math.floor(this.available),
      restoreRate: this.restoreRate,
    };
  }

  private restore(now: number): void {
    const elapsed = Math.max(0, now - (this.at ?? now));
    this.available = Math.min(this.maximumAvailable, this.available + (elapsed / 1000) * this.restoreRate);
    this.at = now;
  }
}
