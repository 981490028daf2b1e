// What a scan at the pack station means: an order, a tote, an item.
import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { findOrder } from '../picking/packing/station/look-around.server.ts';
import { asPhone, bodyOf, json } from './floor/door.server.ts';

const asked = z.object({ text: z.string().min(1).max(200), wave: z.uuid().nullable() });

export async function action({ request }: ActionFunctionArgs) {
  const who = await asPhone(request, new Date());
  const read = asked.safeParse(await bodyOf(request));
  if (!read.success) return json({ by: 'nothing', orders: [] }, 400);
  return json(await findOrder(who, read.data.text, read.data.wave));
}
