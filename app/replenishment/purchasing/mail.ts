// What becomes of a letter after someone tried to post it.
export type PostOutcome =
  | { how: 'taken' }
  /** surely not taken; `lasting`: the server will say the same again */
  | { how: 'refused'; problem: string; lasting: boolean }
  /** the connection ended after the letter was on its way: nobody knows */
  | { how: 'unheard'; problem: string };

export const STOPPED = 'The worker that posted it stopped before it heard the answer. It may have arrived.';

/** So many tries before a person has to look. */
const TRIES = 6;

/** The next state of a letter; `attempts` counts tries, this one included. Waits 1, 2, 4 … minutes between them. */
export function afterPosting(outcome: PostOutcome, attempts: number, now: Date) {
  switch (outcome.how) {
    case 'taken':
      return { state: 'sent' as const, problem: null, sentAt: now };
    case 'unheard':
      return { state: 'unknown' as const, problem: `${outcome.problem}. It may have arrived.` };
    case 'refused':
      return outcome.lasting || attempts >= TRIES
        ? { state: 'failed' as const, problem: outcome.problem }
        : {
            state: 'queued' as const,
            problem: outcome.problem,
            nextAttemptAt: new Date(now.getTime() + 60_000 * 2 ** (attempts - 1)),
          };
  }
}
