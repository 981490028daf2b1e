// A tablet looks at a wave's wall, and asks where a unit goes. `?after=12` asks for what came after place 12 of the ledger; without
// it the tasks come too.
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readWall } from '../picking/put-wall/read-wall.server.ts';
import { askWall } from '../picking/put-wall/sort-wave.server.ts';
import { wallAsk } from '../picking/put-wall/wall-api.ts';
import { asPhone, bodyOf, json, waveIdOf } from './floor/door.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const who = await asPhone(request, new Date());
  const asked = new URL(request.url).searchParams.get('after');
  const after = asked && /^\d{1,9}$/.test(asked) ? Number(asked) : null;
  const names = (await readLocations(who.shop)).map((one) => [one.id, one.name] as const);
  const look = await readWall(who, waveIdOf(params), after, new Map(names));
  return look ? json(look) : json({ why: 'no-wave' }, 404);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const read = wallAsk.safeParse(await bodyOf(request));
  if (!read.success) return json({ ok: false, why: 'unreadable' }, 400);
  const answer = await askWall(who, waveIdOf(params), read.data, now);
  return json(answer, answer.ok ? 200 : 409);
}
