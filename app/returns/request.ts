// What the customer asks for, checked against what the policy allows. Nothing the browser sends is believed: ids, quantities
// and reasons count only when the decision of this moment has them.
import type { LineDecision } from './returnable.ts';

export type Reason = { id: string; name: string };

/** One line of a request; ids are numeric tails. */
export type RequestedLine = {
  fulfillmentLineItemId: string;
  orderLineId: string;
  title: string;
  quantity: number;
  reasonId: string;
  reason: string;
  note: string;
};

/** As typed: texts of a form, or of the extension's JSON. An empty or zero quantity means: this line stays. */
export type TypedLine = { fulfillmentLineItemId: string; quantity: string; reasonId: string; note: string };

/** Shopify's limit for a customer's note, in characters. */
export const longestNote = 300;

export type RequestProblems = { form?: string; lines: Record<string, string> };

/** Reads a request. A line that is not on offer refuses the whole: the page was changed, or the order was meanwhile. */
export function readRequest(
  typed: readonly TypedLine[],
  decisions: readonly LineDecision[],
  reasons: readonly Reason[],
): { ok: true; lines: RequestedLine[] } | { ok: false; problems: RequestProblems } {
  const offered = new Map(
    decisions.flatMap((decision) => (decision.returnable ? [[decision.fulfillmentLineItemId, decision] as const] : [])),
  );
  const lines: RequestedLine[] = [];
  const problems: Record<string, string> = {};
  const seen = new Set<string>();
  for (const line of typed) {
    const text = line.quantity.trim();
    if (text === '' || text === '0') continue;
    const offer = offered.get(line.fulfillmentLineItemId);
    if (!offer || seen.has(line.fulfillmentLineItemId))
      return {
        ok: false,
        problems: { form: 'What can be returned has changed meanwhile. Please choose again.', lines: {} },
      };
    seen.add(line.fulfillmentLineItemId);
    const quantity = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    const reason = reasons.find((one) => one.id === line.reasonId);
    const note = line.note.trim();
    if (!(quantity >= 1 && quantity <= offer.quantity))
      problems[line.fulfillmentLineItemId] = `Choose a quantity from 1 to ${offer.quantity}`;
    else if (!reason) problems[line.fulfillmentLineItemId] = 'Choose a reason';
    else if (note.length > longestNote)
      problems[line.fulfillmentLineItemId] = `Shorten the note to ${longestNote} characters`;
    else
      lines.push({
        fulfillmentLineItemId: offer.fulfillmentLineItemId,
        orderLineId: offer.orderLineId,
        title: offer.title,
        quantity,
        reasonId: reason.id,
        reason: reason.name,
        note,
      });
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems: { lines: problems } };
  if (lines.length === 0) return { ok: false, problems: { form: 'Choose at least one item to return.', lines: {} } };
  return { ok: true, lines };
}
