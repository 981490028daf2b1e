// A phone looks at its wave, and sends what was scanned. `?after=12` asks for what came after place 12 of the ledger; without it
// the tasks come too.
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { acceptScans } from '../picking/floor/accept-scans.server.ts';
import { scanParcel } from '../picking/floor/deed.ts';
import { lookAtWave, meOf, readPhoneWave } from '../picking/floor/read-floor.server.ts';
import { asPhone, bodyOf, json, waveIdOf } from './floor/door.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const id = waveIdOf(params);
  const asked = new URL(request.url).searchParams.get('after');
  const after = asked && /^\d{1,9}$/.test(asked) ? Number(asked) : null;
  const look = await lookAtWave(who, id, after ?? 0, now);
  if (!look) return json({ why: 'no-wave' }, 404);
  if (after !== null) return json({ me: meOf(who), look });
  const names = (await readLocations(who.shop)).map((one) => [one.id, one.name] as const);
  return json({ me: meOf(who), look, wave: await readPhoneWave(who, id, new Map(names)) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const read = scanParcel.safeParse(await bodyOf(request));
  if (!read.success) return json({ ok: false, why: 'unreadable' }, 400);
  const accepted = await acceptScans(who, waveIdOf(params), read.data, now);
  return json(accepted, accepted.ok ? 200 : 409);
}
