// One photo of a proof, for the merchant's staff.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { readPhoto } from '../picking/packing/station/read-proof.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { orderId = '', hash = '' } = params;
  const valid = /^\d{1,20}$/.test(orderId) && /^[0-9a-f]{64}$/.test(hash);
  const jpeg = valid ? await readPhoto(session.shop, orderId, hash) : null;
  if (!jpeg) throw new Response('This photo is not kept any more.', { status: 404 });
  return new Response(new Uint8Array(jpeg), {
    headers: {
      'Content-Type': 'image/jpeg',
      'X-Content-Type-Options': 'nosniff',
      'Content-Disposition': 'inline',
      'Cache-Control': 'no-store',
    },
  });
}
