// The waves that are to be sorted at the wall.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { meOf } from '../picking/floor/read-floor.server.ts';
import { listWalls } from '../picking/put-wall/read-wall.server.ts';
import { asPhone, json } from './floor/door.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const who = await asPhone(request, new Date());
  const names = (await readLocations(who.shop)).map((one) => [one.id, one.name] as const);
  return json({ me: meOf(who), walls: await listWalls(who, new Map(names)) });
}
