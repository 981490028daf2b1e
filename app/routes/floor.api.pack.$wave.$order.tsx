// A station looks at an order, and says what was done with it.
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { whyHeld } from '../orders/store.server.ts';
import { acceptDeeds } from '../picking/packing/station/accept-deeds.server.ts';
import { readOrderLook } from '../picking/packing/station/read-order.server.ts';
import { saidAtStation } from '../picking/packing/station/said.ts';
import { asPhone, bodyOf, json, orderHereOf } from './floor/door.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const who = await asPhone(request, new Date());
  const { wave, order } = orderHereOf(params);
  const look = await readOrderLook(who, wave, order, await namesOf(who.shop), whyHeld);
  return look ? json({ look }) : json({ why: 'no-order' }, 404);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const { wave, order } = orderHereOf(params);
  const read = saidAtStation.safeParse(await bodyOf(request));
  if (!read.success) return json({ why: 'unreadable' }, 400);
  const taken = await acceptDeeds(who, wave, order, read.data, await namesOf(who.shop), whyHeld, now);
  return taken ? json(taken) : json({ why: 'no-order' }, 404);
}

const namesOf = async (shop: string) => new Map((await readLocations(shop)).map((one) => [one.id, one.name] as const));
