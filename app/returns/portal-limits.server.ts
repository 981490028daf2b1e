// How often a customer may try: guessing order numbers or e-mails must be slow.
import { mayTry as count } from '../lib/tries.server.ts';

const limits = {
  /** any step from one address on the net */
  address: { points: 40, duration: 600 },
  /** looking for an order with one e-mail */
  email: { points: 10, duration: 3600 },
  /** looking for one order */
  order: { points: 10, duration: 3600 },
  /** a signed-in customer's requests */
  customer: { points: 60, duration: 600 },
} as const;

/** Counts one try for each of `tries` at `shop`; false when one of them was tried too often. */
export const mayTry = (shop: string, tries: Partial<Record<keyof typeof limits, string>>): Promise<boolean> =>
  count(limits, shop, tries);
