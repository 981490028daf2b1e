// Papers of a parcel: /app/waves/parcels/ID/papers/slip.pdf, label.pdf, label.zpl, customs.pdf.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileAnswer } from '../lib/file-answer.server.ts';
import { askedOf } from '../picking/papers/asked.ts';
import { printParcel } from '../picking/papers/print.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const printed = await printParcel(session.shop, params.id ?? '', params['*'] ?? '', askedOf(request.url), new Date());
  if (!printed.ok) throw new Response(printed.problem, { status: printed.missing ? 404 : 409 });
  return fileAnswer(printed.paper);
}
