// The one place from which the kept demand is brought up to date before a run.

/** Brings the demand of `items` (null: of all) up to yesterday of the shop. Nothing keeps it yet. */
export async function refreshed(_shop: string, _now: Date, _items: readonly string[] | null): Promise<void> {}
