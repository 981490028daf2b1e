// The waves that wait for a picker; a phone takes the next one, or one that it names.
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { readLocations } from '../mirror/read-locations.server.ts';
import { lookAtFloor } from '../picking/floor/read-floor.server.ts';
import { takeNextWave, takeWave } from '../picking/floor/take-wave.server.ts';
import { asPhone, bodyOf, json } from './floor/door.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const names = (await readLocations(who.shop)).map((one) => [one.id, one.name] as const);
  return json(await lookAtFloor(who, new Map(names), now));
}

const wish = z.object({ wave: z.uuid().nullable() });

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const read = wish.safeParse(await bodyOf(request));
  if (!read.success) return json({ ok: false, why: 'no-wave' }, 400);
  const { wave } = read.data;
  return json(wave === null ? await takeNextWave(who, now) : await takeWave(who, wave, now));
}
