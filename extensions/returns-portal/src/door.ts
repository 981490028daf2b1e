// The app's door for signed-in customers (app/routes/api.returns.tsx), asked with the customer's session token.
import type { FileAnswer, FileBody, LookAnswer } from '../../../app/returns/account-api.ts';

/** Where the app lives: `shopify app build` and `deploy` write SHOPIFY_APP_URL of their environment in here. */
const appUrl = process.env.SHOPIFY_APP_URL;

export type AskToken = () => Promise<string>;

/** What may come back of an order (gid). `unreachable` is said when the app does not answer. */
export async function look(token: AskToken, orderId: string, unreachable: string): Promise<LookAnswer> {
  return ask<LookAnswer>(token, `?order_id=${encodeURIComponent(orderId)}`, {}, unreachable);
}

export async function file(token: AskToken, body: FileBody, unreachable: string): Promise<FileAnswer> {
  return ask<FileAnswer>(token, '', { method: 'POST', body: JSON.stringify(body) }, unreachable);
}

async function ask<Answer>(
  token: AskToken,
  query: string,
  init: RequestInit,
  unreachable: string,
): Promise<Answer | { ok: false; problem: string }> {
  try {
    const answer = await fetch(`${appUrl}/api/returns${query}`, {
      ...init,
      headers: { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' },
    });
    return (await answer.json()) as Answer;
  } catch {
    return { ok: false, problem: unreachable };
  }
}
