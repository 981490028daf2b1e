// The pack station's home: what lies there.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { lookAtPacking } from '../picking/packing/station/look-around.server.ts';
import { asPhone, json } from './floor/door.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const who = await asPhone(request, new Date());
  const names = (await readLocations(who.shop)).map((one) => [one.id, one.name] as const);
  return json(await lookAtPacking(who, new Map(names)));
}
