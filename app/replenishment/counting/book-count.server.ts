// From what was found to Shopify's stock: decide about each line, then book what was approved, once.
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { readShippedSince } from '../../mirror/read-shelf.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { gid } from '../../shopify/gid.ts';
import { inventoryAdjustQuantities } from '../../shopify/operations/inventory-adjust-quantities.ts';
import { enqueueCommand } from '../../shopify/outbox.server.ts';
import {
  bookLine,
  type CountLine,
  checkDecisions,
  type LineDecision,
  mayHappen,
  refusal,
  variance,
  varianceMinor,
} from './count.ts';
import type { ItemStanding, ReadStanding } from './read-standing.server.ts';
import { type Done, noSuchCount } from './record-count.server.ts';
import {
  type Count,
  linesSentSince,
  loadCount,
  loadCountTerms,
  lockCount,
  saveHead,
  saveLines,
} from './store.server.ts';

type Refused = { ok: false; problem: string; problems?: Record<string, string> };

const STALE =
  'Somebody changed this count meanwhile. The page shows it as it is now; what you chose on unchanged lines is kept. Look again.';
/** A booking that Shopify refuses as stale is tried this often, then someone counts again. */
const MOST_SENDINGS = 5;
const LOOK_BACK_MS = 3 * 86_400_000;

/** Keeps what was decided about lines. A line to be counted again opens the count for its phone. */
export async function decideLines(
  shop: string,
  id: string,
  version: number,
  decided: LineDecision[],
  currency: string,
): Promise<{ ok: true } | Refused> {
  return inShop(shop, async (tx) => {
    const count = await lockCount(tx, shop, id);
    const refused = refuse(count, version, 'decide');
    if (refused || !count) return refused ?? (noSuchCount as Refused);
    const problems = checkDecisions(count.lines, decided, await loadCountTerms(tx, shop, currency));
    if (Object.keys(problems).length > 0) return refusedLines(problems);
    await saveDecisions(tx, shop, count, decided);
    const again = decided.some((one) => one.decision === 'recount');
    await saveHead(tx, shop, id, again ? { state: 'open' } : {});
    return { ok: true };
  });
}

function refuse(count: Count | null, version: number, action: 'decide' | 'book'): Refused | null {
  if (!count) return noSuchCount as Refused;
  if (!mayHappen(action, count.state)) return { ok: false, problem: refusal(count.number, count.state) };
  if (count.version !== version) return { ok: false, problem: STALE };
  return null;
}

function refusedLines(problems: Record<string, string>): Refused {
  const many = Object.keys(problems).length;
  return { ok: false, problem: `${many === 1 ? 'One line needs' : `${many} lines need`} another look`, problems };
}

async function saveDecisions(tx: ShopTx, shop: string, count: Count, decided: LineDecision[]): Promise<void> {
  const lineOf = new Map(count.lines.map((line) => [line.inventoryItemId, line]));
  await saveLines(
    tx,
    shop,
    count.id,
    decided.map(({ inventoryItemId, decision, reason }) => {
      const line = lineOf.get(inventoryItemId);
      return decision === 'recount' && line
        ? { inventoryItemId, ...toBeCountedAgain(line, 'The office asks for another counting.') }
        : { inventoryItemId, decision, bookedReason: decision === 'approved' ? reason : null };
    }),
  );
}

function toBeCountedAgain(line: CountLine, note: string): Partial<CountLine> {
  return {
    decision: 'recount',
    note,
    countedBefore: line.counted ?? line.countedBefore,
    counted: null,
    expected: null,
    countedAt: null,
    round: line.round + 1,
    sending: 0,
    commandId: null,
    bookedReason: null,
  };
}

export type Booked = { ok: true; booked: number; again: number } | Refused;

/**
 * Books a counted count: decides what is given, then asks Shopify to change its stock by the variance of each approved line,
 * one command a line (a line that is refused keeps no other back). Lines whose stock moved without an explanation go back to
 * the shelf. Pressed twice, or by two people, it happens once.
 */
export async function bookCount(
  shop: string,
  id: string,
  version: number,
  decided: LineDecision[],
  currency: string,
  read: ReadStanding,
  now: Date,
): Promise<Booked> {
  const before = await inShop(shop, (tx) => loadCount(tx, shop, id));
  const refusedBefore = refuse(before, version, 'book');
  if (refusedBefore || !before) return refusedBefore ?? (noSuchCount as Refused);
  const items = before.lines.filter((line) => line.commandId === null).map((line) => line.inventoryItemId);
  const answer = await read(shop, before.locationId, items);
  if (!answer.ok)
    return {
      ok: false,
      problem: `Shopify could not be asked how its stock stands (${answer.problem}). Nothing was booked. Press again in a moment.`,
    };
  return inShop(shop, async (tx): Promise<Booked> => {
    const count = await lockCount(tx, shop, id);
    const refused = refuse(count, version, 'book');
    if (refused || !count) return refused ?? (noSuchCount as Refused);
    const problems = checkDecisions(count.lines, decided, await loadCountTerms(tx, shop, currency));
    const said = new Map(decided.map((one) => [one.inventoryItemId, one]));
    for (const line of count.lines)
      if (line.decision === 'open' && !said.has(line.inventoryItemId))
        problems[line.inventoryItemId] = 'Approve it, ask for another counting, or leave it.';
    if (Object.keys(problems).length > 0) return refusedLines(problems);
    await saveDecisions(tx, shop, count, decided);
    const current = await loadCount(tx, shop, id);
    const approved = (current?.lines ?? []).filter((line) => line.decision === 'approved' && line.commandId === null);
    const sent = await sendLines(tx, shop, count, approved, answer.standing);
    const lines = (await loadCount(tx, shop, id))?.lines ?? [];
    const again = lines.filter((line) => line.decision === 'recount').length;
    await saveHead(tx, shop, id, { state: again > 0 ? 'open' : 'booked', bookedAt: now });
    await append(tx, shop, [
      {
        type: 'count.booked',
        key: `count.booked:${id}:${version}`,
        subject: `Count/${id}`,
        at: now.toISOString(),
        data: {
          countId: id,
          number: count.number,
          locationId: count.locationId,
          lines: sent.map((line) => ({
            inventoryItemId: line.inventoryItemId,
            variantId: line.variantId,
            variance: variance(line) ?? 0,
          })),
          currency,
          value: sent.reduce((sum, line) => sum + (varianceMinor(line) ?? 0n), 0n).toString(),
        },
      },
    ]);
    return { ok: true, booked: sent.length, again };
  });
}

/** Enqueues what is to be booked of approved lines; the others get their note. Answers the lines that were sent for. */
async function sendLines(
  tx: ShopTx,
  shop: string,
  count: Pick<Count, 'id' | 'locationId'>,
  lines: CountLine[],
  standing: ReadonlyMap<string, ItemStanding>,
): Promise<CountLine[]> {
  const shipped = await readShippedSince(
    tx,
    shop,
    count.locationId,
    lines.flatMap(({ inventoryItemId, countedAt }) => (countedAt ? [{ inventoryItemId, at: countedAt }] : [])),
  );
  const sent: CountLine[] = [];
  for (const line of lines) {
    const item = line.inventoryItemId;
    const next = bookLine(line, standing.get(item) ?? null, shipped.get(item) ?? 0);
    const keep = (change: Partial<CountLine>) => saveLines(tx, shop, count.id, [{ inventoryItemId: item, ...change }]);
    if (next.do === 'recount') await keep(toBeCountedAgain(line, next.note));
    else if (next.do === 'leave') await keep({ decision: 'left', note: next.note });
    else if (next.do === 'adjust') {
      const sending = line.sending + 1;
      const command = await enqueueCommand(tx, {
        shop,
        operation: inventoryAdjustQuantities,
        variables: {
          input: {
            name: 'available',
            reason: line.bookedReason ?? 'cycle_count_available',
            referenceDocumentUri: `logistics://backroom/counts/${count.id}`,
            changes: [
              {
                inventoryItemId: gid('InventoryItem', item),
                locationId: gid('Location', count.locationId),
                delta: next.delta,
                changeFromQuantity: next.changeFromQuantity,
              },
            ],
          },
        },
        subject: `InventoryItem/${item}`,
        idempotencyKey: `count:${count.id}:${item}:${line.round}:${sending}`,
      });
      await keep({ commandId: command.id, sending, note: null });
      sent.push(line);
    }
  }
  return sent;
}

/**
 * Looks after bookings that Shopify refused because stock moved between asking and sending. A sale is no reason to walk again:
 * the variance is sent once more from the stock as it is now. What shipments do not explain goes back to the shelf.
 */
export async function bookStaleAgain(shop: string, read: ReadStanding, now: Date): Promise<number> {
  const failed = await inShop(shop, async (tx) => {
    const sent = await linesSentSince(tx, new Date(now.getTime() - LOOK_BACK_MS));
    const outcomes = await commandOutcomes(
      tx,
      sent.map((line) => line.commandId),
    );
    return sent.filter((line) => isStale(outcomes.get(line.commandId)));
  });
  for (const [countId, lines] of Map.groupBy(failed, (line) => line.countId)) {
    const before = await inShop(shop, (tx) => loadCount(tx, shop, countId));
    if (!before) continue;
    const answer = await read(
      shop,
      before.locationId,
      lines.map((line) => line.inventoryItemId),
    );
    if (!answer.ok) continue;
    await inShop(shop, async (tx) => {
      const count = await lockCount(tx, shop, countId);
      if (!count) return;
      const commands = new Map(lines.map((line) => [line.inventoryItemId, line.commandId]));
      const still = count.lines.filter(
        (line) => line.commandId && commands.get(line.inventoryItemId) === line.commandId,
      );
      const tired = still.filter((line) => line.sending >= MOST_SENDINGS);
      await saveLines(
        tx,
        shop,
        countId,
        tired.map((line) => ({
          inventoryItemId: line.inventoryItemId,
          ...toBeCountedAgain(line, 'Its stock moved each time it was to be booked. Count it again when it is calm.'),
        })),
      );
      await sendLines(
        tx,
        shop,
        count,
        still.filter((line) => !tired.includes(line)),
        answer.standing,
      );
      const after = await loadCount(tx, shop, countId);
      const again = after?.lines.some((line) => line.decision === 'recount');
      await saveHead(tx, shop, countId, again ? { state: 'open' } : {});
    });
  }
  return failed.length;
}

/** Shopify's words for a quantity that is no longer what the write was to start from. */
function isStale(outcome: { state: string; problem: string | null } | undefined): boolean {
  return outcome?.state === 'failed' && /changeFromQuantity|CHANGE_FROM_QUANTITY_STALE/.test(outcome.problem ?? '');
}

/** Cancels a count of which nothing is booked. */
export async function cancelCount(shop: string, id: string): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const count = await lockCount(tx, shop, id);
    if (!count) return noSuchCount;
    if (!mayHappen('cancel', count.state)) return { ok: false, problem: refusal(count.number, count.state) };
    if (count.lines.some((line) => line.commandId !== null))
      return { ok: false, problem: `Part of count ${count.number} is booked: finish it instead, and leave the rest.` };
    await saveHead(tx, shop, id, { state: 'canceled' });
    return { ok: true };
  });
}
