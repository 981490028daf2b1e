/** Shopify tries a delivery again 8 times over 4 hours, waiting longer each time. The exact waits are unpublished; these double and add up to 4 h. */
export const RETRIES = 8;
const FOUR_HOURS = 4 * 60 * 60 * 1000;
const FIRST = FOUR_HOURS / (2 ** RETRIES - 1);

/** Milliseconds to wait after the given number of failed attempts (1 = the first one); undefined when it is given up. */
export function retryWait(failures: number): number | undefined {
  return failures > RETRIES ? undefined : Math.round(FIRST * 2 ** (failures - 1));
}
