// Days out of stock from before we listened, asked of Shopify's reports month by month.
import { callShopify } from '../shopify/client.server.ts';
import { shopifyqlQuery } from '../shopify/operations/shopifyql-query.ts';
import {
  type Grain,
  monthsBetween,
  type OutRow,
  question,
  ROWS,
  readTable,
  type StockOut,
  spellsOf,
} from './stock-out-report.ts';

type Failed = { ok: false; says: string; denied: boolean };

/**
 * Every spell out of stock from `firstDay` to `lastDay` that the reports tell of. Asked by day; where the reports do not
 * understand that, by month, which only tells of months wholly out (`unplaced` counts the others). Not `ok`: why, and
 * whether a scope or an approval is missing.
 */
export async function readPastStockOuts(
  shop: string,
  firstDay: string,
  lastDay: string,
  signal: AbortSignal,
): Promise<{ ok: true; grain: Grain; spells: StockOut[]; unplaced: number } | Failed> {
  let problem = '';
  for (const grain of ['day', 'month'] as const) {
    const read = await readBy(grain, shop, firstDay, lastDay, signal);
    if (read.ok) return { ok: true, grain, ...spellsOf(grain, read.rows, lastDay) };
    if (!read.notUnderstood) return { ok: false, says: read.says, denied: read.denied };
    problem ||= read.says;
  }
  return { ok: false, says: problem, denied: false };
}

async function readBy(
  grain: Grain,
  shop: string,
  firstDay: string,
  lastDay: string,
  signal: AbortSignal,
): Promise<{ ok: true; rows: OutRow[] } | (Failed & { notUnderstood: boolean })> {
  const failed = (says: string, more: { denied?: boolean; notUnderstood?: boolean } = {}) =>
    ({ ok: false, says, denied: more.denied ?? false, notUnderstood: more.notUnderstood ?? false }) as const;
  const rows: OutRow[] = [];
  for (const month of monthsBetween(firstDay, lastDay)) {
    let fromItem: string | null = null;
    for (;;) {
      if (signal.aborted) return failed('The reading was stopped; the next one begins anew.');
      const answer: Awaited<ReturnType<typeof ask>> = await ask(
        shop,
        question(grain, month.firstDay, month.lastDay, fromItem),
      );
      if (!answer.ok) return failed(answer.problem.says, { denied: answer.problem.kind === 'denied' });
      const said = answer.data.shopifyqlQuery;
      if (!said) return failed('Access to shopifyqlQuery is denied; a scope is missing', { denied: true });
      if (said.parseErrors.length > 0)
        return failed(`Shopify's reports did not understand the question: ${said.parseErrors.join(' ')}`, {
          notUnderstood: true,
        });
      if (!said.tableData) return failed('The report came without a table.');
      const table = readTable(grain, said.tableData);
      if (!table.ok) return failed(table.problem);
      if (table.rows.length < ROWS) {
        rows.push(...table.rows);
        break;
      }
      // The last item may have been cut: it is asked for again, from its first row.
      const last: string = table.rows.at(-1)?.inventoryItemId ?? '';
      rows.push(...table.rows.filter((row) => row.inventoryItemId !== last));
      if (last === fromItem) return failed(`Item ${last} fills a whole answer of ${ROWS} rows; that was not expected.`);
      fromItem = last;
    }
  }
  return { ok: true, rows };
}

function ask(shop: string, query: string) {
  return callShopify(shop, shopifyqlQuery, { query });
}
