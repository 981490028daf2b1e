// A photo comes from the station that took it.
import type { ActionFunctionArgs } from '@remix-run/node';
import { largestPhoto } from '../picking/packing/station/jpeg.ts';
import { keepPhoto } from '../picking/packing/station/keep-photo.server.ts';
import { asPhone, jpegOf, json, parcelIdOf } from './floor/door.server.ts';

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date();
  const who = await asPhone(request, now);
  const hash = /^[0-9a-f]{64}$/.test(params.hash ?? '') ? params.hash! : '';
  const kept = await keepPhoto(who, parcelIdOf(params), hash, await jpegOf(request, largestPhoto), now);
  return json(kept, kept.ok ? 200 : kept.why === 'too-large' ? 413 : kept.why === 'no-parcel' ? 404 : 422);
}
