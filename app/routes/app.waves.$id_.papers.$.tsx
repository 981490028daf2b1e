// Papers of a wave: /app/waves/ID/papers/pick-list.pdf, slips.pdf, labels.pdf, labels.zpl. ?size=a4 or letter, ?prices=1 for slips.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileAnswer } from '../lib/file-answer.server.ts';
import { askedOf } from '../picking/papers/asked.ts';
import { printWave } from '../picking/papers/print.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const printed = await printWave(session.shop, params.id ?? '', params['*'] ?? '', askedOf(request.url), new Date());
  if (!printed.ok) throw new Response(printed.problem, { status: printed.missing ? 404 : 409 });
  return fileAnswer(printed.paper);
}
