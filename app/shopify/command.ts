// A command: a write to Shopify that someone asked for, and what becomes of it.
//
//   queued ──claimed──▶ sending ──answered──▶ confirmed | failed
//     ▲                    │
//     │                    └─ no answer, or its worker died ─▶ unknown ──read again──▶ confirmed
//     └──────── did not happen, or may be repeated ────────────────┘
//
// A failed one is sent again only when a person says so; so is an unknown one of which no reading can tell.
import type { Answer, Problem } from './answer.ts';
import type { Repeat, Verdict } from './operations/operation.ts';

export const COMMAND_STATES = ['queued', 'sending', 'confirmed', 'failed', 'unknown'] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** What to write into the row. `again`: milliseconds until someone looks at it again; null: it is settled. */
export type Next =
  | { state: 'confirmed'; answer: unknown; problem: null; again: null }
  | { state: 'failed'; problem: string; again: null }
  /** `sent` false: nothing of it reached Shopify, so the clock of its effects starts anew */
  | { state: 'queued'; problem: string | null; again: number; sent: boolean }
  | { state: 'unknown'; problem: string; again: number };

/** A request may still be at work in Shopify when its connection is cut: look only after this long. */
export const LET_IT_FINISH = 20_000;
/** Shopify remembers a key for 24 hours; an hour less leaves room for clocks. */
const KEY_LIVES = 23 * 3_600_000;
const LOOK_AGAIN = 3_600_000;

/**
 * After sending: what the answer makes of the command. `attempts` counts sendings, this one included; 0 ≤ random < 1.
 * `earlier`: an earlier sending may have reached Shopify. `keyed`: it went under the same key.
 */
export function afterSending(
  answer: Answer<unknown>,
  { attempts, random, earlier, keyed }: { attempts: number; random: number; earlier: boolean; keyed: boolean },
): Next {
  if (answer.ok) return { state: 'confirmed', answer: answer.data, problem: null, again: null };
  const { problem } = answer;
  switch (problem.kind) {
    case 'userErrors':
      // The first sending of this key is still at work; its result comes with the same key later.
      return problem.errors.some((error) => error.code === 'IDEMPOTENCY_CONCURRENT_REQUEST')
        ? { state: 'queued', problem: problem.says, again: 5000, sent: true }
        : { state: 'failed', problem: problem.says, again: null };
    case 'denied':
    case 'graphqlErrors':
    case 'unauthorized':
    case 'notInstalled':
      // Failed, it could be sent again with a new key, and this answer says nothing of what the old key did.
      return earlier && keyed
        ? askAPerson(whatToDo(problem))
        : { state: 'failed', problem: whatToDo(problem), again: null };
    case 'throttled':
    case 'unreachable':
    case 'shopUnavailable':
      return { state: 'queued', problem: problem.says, again: backoff(attempts, random), sent: earlier };
    case 'unknown':
      return { state: 'unknown', problem: problem.says, again: LET_IT_FINISH };
  }
}

/** Whether an unknown command needs reading, may be sent again at once, or waits for a person. */
export function unknownTurn(repeat: Repeat, sentAt: Date, now: Date): 'send-again' | 'read' | 'ask-a-person' {
  switch (repeat.how) {
    case 'harmless':
      return 'send-again';
    case 'same-key':
      return keyIsForgotten(sentAt, now) ? 'ask-a-person' : 'send-again';
    case 'after-check':
      return 'read';
  }
}

/** Whether a key first sent at `sentAt` may no longer keep a second sending from taking effect. */
export function keyIsForgotten(sentAt: Date, now: Date): boolean {
  return now.getTime() - sentAt.getTime() >= KEY_LIVES;
}

export const KEY_FORGOTTEN = askAPerson('It was sent more than 23 hours ago, and Shopify forgets its key after 24.');

/** After reading whether an unknown command happened. */
export function afterReading(verdict: Verdict, seen: unknown): Next {
  switch (verdict) {
    case 'happened':
      return { state: 'confirmed', answer: seen, problem: null, again: null };
    case 'did-not-happen':
      return { state: 'queued', problem: 'It did not reach Shopify the first time.', again: 0, sent: true };
    case 'cannot-tell':
      return askAPerson('Reading Shopify does not tell whether it happened.');
  }
}

export function askAPerson(why: string): Next {
  return {
    state: 'unknown',
    problem: `${why} Look in the Shopify admin, then say here that it happened or send it again.`,
    again: LOOK_AGAIN,
  };
}

/** The key Shopify hears: a new one each time a person repeats a failed command, because Shopify repeats its old answer to the old one. */
export function keyOf(command: { idempotencyKey: string; round: number }): string {
  return command.round === 0 ? command.idempotencyKey : `${command.idempotencyKey}:${command.round}`;
}

/** 1 s, 2 s, 4 s … up to 15 minutes, each between half and the whole of it. */
export function backoff(attempts: number, random: number): number {
  return Math.min(900_000, 1000 * 2 ** Math.min(attempts - 1, 20)) * (0.5 + random / 2);
}

function whatToDo(problem: Problem): string {
  switch (problem.kind) {
    case 'unauthorized':
    case 'notInstalled':
      return `${problem.says}. Open Backroom in the Shopify admin, then send this again.`;
    case 'denied':
      return `${problem.says} Grant the app this access, then send this again.`;
    default:
      return problem.says;
  }
}
