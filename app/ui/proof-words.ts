// How the proof is told: the same words on the list, the page of a variant and the guide.
import type { Outcome } from '../replenishment/replay/replay.ts';
import { fillOf } from '../replenishment/replay/replay.ts';
import type { RuleFigures } from './proof-table.tsx';

export const RULE_WORDS = {
  ours: { name: 'Backroom', about: 'The levels this app would have set, knowing only what came before' },
  starter: { name: 'Starter rule', about: 'Two to three weeks of average sales' },
  matched: {
    name: 'Starter rule with as much stock',
    about: 'The same, its levels raised or lowered until it holds what ours hold',
  },
  happened: { name: 'What really happened', about: 'Your own sales and stock' },
} as const;

export type RuleName = keyof typeof RULE_WORDS;

export const NOT_PLAYED = {
  short: 'Less than six months of history',
  'lead-time': 'No lead time: nobody knows how long the supplier takes',
  unreadable: 'Its history or terms could not be read; the next night writes them anew',
  played: '',
} as const;

type Summed = Pick<Outcome, 'asked' | 'sold' | 'orders'> & { stock: number };

/** A rule's row; money comes formatted. */
export function figuresOf(
  rule: RuleName,
  { asked, sold, stock, orders }: Summed,
  money: { lostMargin: string | null; cash: string | null },
): RuleFigures {
  return { ...RULE_WORDS[rule], fill: fillOf({ asked, sold }), stock, orders, ...money };
}
