// The walk is over: the phone says so once it has sent everything.
import type { ActionFunctionArgs } from '@remix-run/node';
import { finishWalk } from '../picking/floor/finish-walk.server.ts';
import { asPhone, bodyOf, json, waveIdOf } from './floor/door.server.ts';

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  await bodyOf(request);
  const finished = await finishWalk(who, waveIdOf(params), now);
  return json(finished, finished.ok ? 200 : 409);
}
