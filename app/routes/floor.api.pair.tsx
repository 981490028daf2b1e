// A phone asks to be paired: the code from the admin and the picker's PIN, for a cookie that makes it that picker's phone.
import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { deviceCookie } from '../picking/floor/enter-floor.server.ts';
import { pairDevice } from '../picking/floor/pair-device.server.ts';
import { addressOf, bodyOf, json } from './floor/door.server.ts';

const asked = z.object({ code: z.string().max(60), pin: z.string().max(20), name: z.string().max(200) });

export async function action({ request }: ActionFunctionArgs) {
  const read = asked.safeParse(await bodyOf(request));
  if (!read.success) return json({ ok: false, why: 'code' }, 400);
  const paired = await pairDevice(read.data, addressOf(request), new Date());
  if (!paired.ok) return json(paired, paired.why === 'too-often' ? 429 : 403);
  return json({ ok: true }, 200, { 'Set-Cookie': deviceCookie(paired.device) });
}
