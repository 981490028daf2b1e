// A sealed parcel leaves from the station: with a number, or without one.
import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { whyHeld } from '../orders/store.server.ts';
import { shipParcel } from '../picking/hand-off/ship-parcel.server.ts';
import { asPhone, bodyOf, json, parcelIdOf } from './floor/door.server.ts';

const typed = z.object({ carrier: z.string().max(200), trackingNumber: z.string().max(200) });

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const read = typed.safeParse(await bodyOf(request));
  if (!read.success) return json({ ok: false, problem: '' }, 400);
  const shipped = await shipParcel(who.shop, parcelIdOf(params), read.data, whyHeld, now);
  return json(shipped, shipped.ok ? 200 : 409);
}
