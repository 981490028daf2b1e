// Which box for these units, with its picture.
import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { languages } from '../picking/floor/language.ts';
import { adviseOrder } from '../picking/packing/station/advise-order.server.ts';
import { asPhone, bodyOf, json, orderHereOf } from './floor/door.server.ts';

const asked = z.object({
  units: z.record(z.string().max(80), z.number().int().min(0).max(100_000)),
  without: z.array(z.uuid()).max(100),
  /** what the phone speaks; without it what its picker does */
  language: z.enum(languages).optional(),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const who = await asPhone(request, new Date());
  const { wave, order } = orderHereOf(params);
  const read = asked.safeParse(await bodyOf(request));
  if (!read.success) return json({ why: 'unreadable' }, 400);
  const advice = await adviseOrder(
    who,
    wave,
    order,
    read.data.units,
    read.data.without,
    read.data.language ?? who.picker.language,
  );
  return advice ? json(advice) : json({ why: 'no-order' }, 404);
}
