/**
 * What is known of a day:
 * `open` sold as much as was wanted; `censored` sold out at what it sold, so at least that much was wanted;
 * `closed` could not sell (shut, out of stock from the morning, not yet listed); `event` a promotion that is planned for apart.
 */
export const DAY_STATES = ['open', 'censored', 'closed', 'event'] as const;

/** The daily history of one variant at one location, oldest first, ending yesterday. */
export interface DemandDays {
  units: Float64Array;
  /** Index into DAY_STATES for each day. */
  states: Uint8Array;
}

export const OPEN = 0;
export const CENSORED = 1;
export const CLOSED = 2;
export const EVENT = 3;
