// The proof of an order as a file: whoever has it can check the chain by themselves.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { readProof } from '../picking/packing/station/read-proof.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { id = '', orderId = '' } = params;
  const valid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && /^\d{1,20}$/.test(orderId);
  const proof = valid ? await readProof(session.shop, id, orderId) : null;
  if (!proof) throw new Response('There is no such order in this wave.', { status: 404 });
  const file = {
    order: proof.orderName,
    how: 'hash = SHA-256(the 32 bytes of before, then the canonical JSON (RFC 8785, UTF-8) of the entry without before and hash)',
    checked: proof.checked,
    anchors: proof.anchors,
    entries: proof.links,
  };
  return new Response(`${JSON.stringify(file, null, 2)}\n`, {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
}
