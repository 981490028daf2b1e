// Labels of places: /app/waves/papers/totes.pdf?cart=ID, bins.pdf?location=ID&aisle=A, and the same as .zpl. ?size=a4, letter or label.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileAnswer } from '../lib/file-answer.server.ts';
import { printPlaces } from '../picking/papers/print.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const query = new URL(request.url).searchParams;
  const of = {
    cartId: query.get('cart') ?? '',
    locationId: query.get('location') ?? '',
    aisle: query.get('aisle') || null,
  };
  const printed = await printPlaces(session.shop, params['*'] ?? '', of, query.get('size'));
  if (!printed.ok) throw new Response(printed.problem, { status: printed.missing ? 404 : 409 });
  return fileAnswer(printed.paper);
}
