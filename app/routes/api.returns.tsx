// What the customer account extension asks: which lines may come back, and please file this. The session token says who asks.
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { env } from '../env.server.ts';
import { fileForCustomer, lookForCustomer } from '../returns/account-door.server.ts';
import { authenticate } from '../shopify.server.ts';

const filing = z.object({
  orderId: z.string().max(200),
  requestId: z.uuid(),
  lines: z
    .array(
      z.object({
        fulfillmentLineItemId: z.string().max(30),
        quantity: z.string().max(10),
        reasonId: z.string().max(30),
        note: z.string().max(2000),
      }),
    )
    .max(500),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { who, cors } = await enter(request);
  const orderId = new URL(request.url).searchParams.get('order_id') ?? '';
  const { status, body } = await lookForCustomer(who, orderId, new Date());
  return cors(Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } }));
}

export async function action({ request }: ActionFunctionArgs) {
  const { who, cors } = await enter(request);
  const read = filing.safeParse(await request.json().catch(() => null));
  if (!read.success) {
    const problem = 'This request cannot be read. Reload the page and try again.';
    return cors(Response.json({ ok: false, problem }, { status: 400 }));
  }
  const { status, body } = await fileForCustomer(who, read.data, new Date());
  return cors(Response.json(body, { status }));
}

/** The library checks signature and time but not for whom the token is: another app's token must not open this door. */
async function enter(request: Request) {
  const { sessionToken, cors } = await authenticate.public.customerAccount(request);
  if (sessionToken.aud !== env.SHOPIFY_API_KEY)
    throw cors(Response.json({ ok: false, problem: 'Please sign in again.' }, { status: 401 }));
  const who = { shop: sessionToken.dest.replace(/^https:\/\//, ''), customer: sessionToken.sub ?? '' };
  return { who, cors };
}
