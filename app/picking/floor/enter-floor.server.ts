// The door of the floor: not Shopify's session but the phone's own secret says who is there, and for which shop.
import { createHash, timingSafeEqual } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { isInstalled, loadDevice, noteSeen, type Picker } from './store.server.ts';

export type Who = { shop: string; deviceId: string; picker: Picker };

const cookie = 'floor';
/** Browsers keep no cookie longer. */
const seconds = 400 * 86_400;
const seenEvery = 60_000;

/** The cookie that makes a browser this phone. Scripts cannot read it, and no other site can send it. */
export function deviceCookie({ shop, id, secret }: { shop: string; id: string; secret: string }): string {
  return `${cookie}=${shop}:${id}:${secret}; Path=/floor; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Strict`;
}

const form = /^([a-z0-9-]+\.myshopify\.com):([0-9a-f-]{36}):([\w-]{43})$/;

/**
 * Who asks, by the Cookie header. The cookie names a shop and a device of it; only the device's secret, of which that shop keeps a
 * hash, opens anything, so that naming another shop leads nowhere.
 */
export async function enterFloor(
  cookies: string | null,
  now: Date,
): Promise<{ ok: true; who: Who } | { ok: false; why: 'not-paired' | 'turned-out' }> {
  const value = (cookies ?? '')
    .split(/;\s*/)
    .find((one) => one.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1);
  const [, shop, id, secret] = form.exec(value ?? '') ?? [];
  if (!shop || !id || !secret || !isUuid(id)) return { ok: false, why: 'not-paired' };
  return inShop(shop, async (tx) => {
    const device = await loadDevice(tx, shop, id);
    const given = createHash('sha256').update(secret).digest();
    if (!device || !timingSafeEqual(given, device.secretHash)) return { ok: false, why: 'not-paired' };
    if (device.revokedAt || !device.picker.active || !(await isInstalled(tx, shop)))
      return { ok: false, why: 'turned-out' };
    if (now.getTime() - device.lastSeenAt.getTime() > seenEvery) await noteSeen(tx, id, now);
    return { ok: true, who: { shop, deviceId: id, picker: device.picker } };
  });
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
