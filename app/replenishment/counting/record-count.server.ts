// What a person found on one shelf, while the count is open.
import { inShop } from '../../db.server.ts';
import { type CountLine, isBig, mayHappen, readUnits, refusal, toCount } from './count.ts';
import type { ShelfFacts } from './plan-count.server.ts';
import type { ReadStanding } from './read-standing.server.ts';
import { loadCount, loadCountTerms, lockCount, saveHead, saveLines } from './store.server.ts';

/** `seen`: what the phone showed as counted when the person began; null = nothing yet. */
export type Found = { inventoryItemId: string; units: string; seen: number | null };

export type Recorded =
  | { ok: true; is: 'counted' | 'second-look' | 'gone' }
  /** somebody else counted the same line meanwhile, and found `theirs` */
  | { ok: false; is: 'differs'; theirs: number; problem: string }
  /** nothing was kept; `again`: the line begins anew */
  | { ok: false; is: 'refused'; problem: string; again?: boolean };

const refused = (problem: string): Recorded => ({ ok: false, is: 'refused', problem });

/**
 * Keeps what was found on a shelf, beside what Shopify says is on hand at that moment. Saying the same twice is saying it once.
 * What somebody else found there meanwhile is never overwritten unseen; a line whose stock moved between two parts of its
 * counting begins anew, because nobody can say which part the movement belongs to.
 */
export async function recordCount(
  shop: string,
  id: string,
  found: Found,
  currency: string,
  outside: { read: ReadStanding; shelf: ShelfFacts },
  now: Date,
): Promise<Recorded> {
  const typed = readUnits(found.units);
  if (!typed.ok) return refused(`${typed.problem}.`);
  const { units } = typed;
  const before = await inShop(shop, (tx) => loadCount(tx, shop, id));
  if (!before) return refused('This count does not exist any more. Nothing was kept.');
  const item = found.inventoryItemId;
  if (!before.lines.some((line) => line.inventoryItemId === item))
    return refused('This item is not part of the count. Nothing was kept.');
  if (!mayHappen('count', before.state)) return refused(refusal(before.number, before.state));
  // Asked before the lock is taken: nobody waits for Shopify in a transaction.
  const answer = await outside.read(shop, before.locationId, [item]);
  if (!answer.ok)
    return refused(`Shopify could not be asked what is on hand (${answer.problem}). Press again in a moment.`);
  const standing = answer.standing.get(item);
  return inShop(shop, async (tx): Promise<Recorded> => {
    const count = await lockCount(tx, shop, id);
    const line = count?.lines.find((one) => one.inventoryItemId === item);
    if (!count || !line) return refused('This count does not exist any more. Nothing was kept.');
    if (!mayHappen('count', count.state)) return refused(refusal(count.number, count.state));
    if (line.commandId !== null) return refused(`${line.title} is booked already. Nothing was changed.`);
    const keep = async (change: Partial<CountLine>) => {
      await saveLines(tx, shop, id, [{ inventoryItemId: item, ...change }]);
      await saveHead(tx, shop, id, {});
    };
    if (!standing) {
      await keep({ decision: 'left', note: 'Shopify no longer stocks it here: deleted, or moved away.' });
      return { ok: true, is: 'gone' };
    }
    const shown = toCount(line) ? null : line.counted;
    if (shown !== null && shown === units) return { ok: true, is: 'counted' };
    if (shown !== found.seen && shown !== null)
      return {
        ok: false,
        is: 'differs',
        theirs: shown,
        problem: `Somebody else counted ${shown} of ${line.title} here meanwhile; you found ${units}.`,
      };
    if (shown !== null && standing.onHand !== line.expected) {
      await keep({ counted: null, expected: null, countedAt: null, decision: 'open' });
      return {
        ok: false,
        is: 'refused',
        again: true,
        problem: `Stock of ${line.title} moved since its first part was counted. Count the whole shelf again.`,
      };
    }
    const { inCarts } = await outside.shelf(tx, count.locationId, [item], now);
    const counted = {
      counted: units,
      expected: standing.onHand,
      away: standing.setAside + (inCarts.get(item) ?? 0),
      countedAt: now,
    };
    const terms = await loadCountTerms(tx, shop, currency);
    if (line.countedBefore === null && isBig({ ...line, ...counted }, terms)) {
      await keep({
        countedBefore: units,
        counted: null,
        expected: null,
        countedAt: null,
        decision: 'recount',
        round: line.round + 1,
        note: 'Far from what was expected: count it a second time.',
      });
      return { ok: true, is: 'second-look' };
    }
    await keep({ ...counted, decision: 'open', note: null });
    return { ok: true, is: 'counted' };
  });
}

export type Done = { ok: true } | { ok: false; problem: string };

export const noSuchCount: Done = { ok: false, problem: 'This count does not exist. Nothing was changed.' };

/** The shelves are done. With `leaveRest`, lines that nobody counted are left; without, they are in the way. */
export async function finishCounting(shop: string, id: string, leaveRest: boolean, now: Date): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const count = await lockCount(tx, shop, id);
    if (!count) return noSuchCount;
    if (!mayHappen('finish', count.state)) return { ok: false, problem: refusal(count.number, count.state) };
    const rest = count.lines.filter(toCount);
    if (rest.length === count.lines.length)
      return { ok: false, problem: 'Nothing was counted yet. Count at least one line, or cancel the count.' };
    if (rest.length > 0 && !leaveRest)
      return {
        ok: false,
        problem: `${rest.length === 1 ? 'One line is' : `${rest.length} lines are`} not counted yet. Count them, or finish without them.`,
      };
    await saveLines(
      tx,
      shop,
      id,
      rest.map(({ inventoryItemId }) => ({ inventoryItemId, decision: 'left' as const, note: 'Nobody counted it.' })),
    );
    await saveHead(tx, shop, id, { state: 'counted', countedAt: now });
    return { ok: true };
  });
}
