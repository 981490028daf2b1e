// What a phone says of one shelf. It has no page: the phone asks by itself, so that a lost connection loses nothing on it.
import type { ActionFunctionArgs } from '@remix-run/node';
import { readShop } from '../mirror/read-shop.server.ts';
import { readShelfFacts } from '../picking/shelf.server.ts';
import { blindLines } from '../replenishment/counting/blind.ts';
import { readCount } from '../replenishment/counting/read-counts.server.ts';
import { readStanding } from '../replenishment/counting/read-standing.server.ts';
import { recordCount } from '../replenishment/counting/record-count.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Response('There is no such count.', { status: 404 });
  const { currency } = await readShop(session.shop);
  const form = await request.formData();
  const seen = String(form.get('seen') ?? '');
  const result = await recordCount(
    session.shop,
    id,
    {
      inventoryItemId: String(form.get('item') ?? ''),
      units: String(form.get('units') ?? ''),
      seen: /^\d+$/.test(seen) ? Number(seen) : null,
    },
    currency,
    { read: readStanding, shelf: readShelfFacts },
    new Date(),
  );
  const found = await readCount(session.shop, id, currency);
  return { result, lines: found ? blindLines(found.count.lines) : [] };
}
