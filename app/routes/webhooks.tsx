// Everything Shopify tells comes in here, whatever the topic. In production web.server.ts opens the same door before Remix.
import type { ActionFunctionArgs } from '@remix-run/node';
import { receiveWebhook } from '../mirror/receive-webhook.server.ts';

export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { status, says } = await receiveWebhook({
    method: request.method,
    header: (name) => request.headers.get(name),
    body: request.body as AsyncIterable<Uint8Array> | null,
  });
  return new Response(says, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
