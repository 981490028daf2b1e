// The address that the wave's page has for its pick list; all papers of a wave are under papers/.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileAnswer } from '../lib/file-answer.server.ts';
import { askedOf } from '../picking/papers/asked.ts';
import { printWave } from '../picking/papers/print.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const printed = await printWave(session.shop, params.id ?? '', 'pick-list.pdf', askedOf(request.url), new Date());
  if (!printed.ok) throw new Response(printed.problem, { status: 404 });
  return fileAnswer(printed.paper);
}
