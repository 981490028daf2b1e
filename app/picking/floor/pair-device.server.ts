// Pairing: a code shown in the admin, and the PIN of the picker it is for, make a phone that phone of that picker.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { mayTry } from '../../lib/tries.server.ts';
import { codeLives, isPin, readCode, secretOf, writeCode } from './code.ts';
import { isPinOf } from './pin.server.ts';
import {
  insertDevice,
  insertPairing,
  loadPairing,
  loadPicker,
  numberOfShop,
  shopOfNumber,
  usePairing,
} from './store.server.ts';

const limits = {
  /** tries from one address on the net */
  'floor-address': { points: 20, duration: 600 },
  /** PINs for one code: then a new code is needed, from the admin */
  'floor-code': { points: 5, duration: codeLives / 1000 },
  /** PINs for one picker, over all codes */
  'floor-picker': { points: 15, duration: 3600 },
} as const;

const hashOf = (text: string): Buffer<ArrayBuffer> => createHash('sha256').update(text).digest();

/** A code for one phone of this picker; the one before it is void. */
export async function makeCode(
  shop: string,
  pickerId: string,
  now: Date,
): Promise<{ ok: true; code: string; expiresAt: Date } | { ok: false; problem: string }> {
  return inShop(shop, async (tx) => {
    const picker = await loadPicker(tx, shop, pickerId);
    if (!picker?.active) return { ok: false, problem: 'This picker is not active. Nothing was changed.' };
    if (picker.pinHash === null) return { ok: false, problem: `Set a PIN for ${picker.name} first.` };
    const secret = secretOf(randomBytes(5));
    const expiresAt = new Date(now.getTime() + codeLives);
    await insertPairing(tx, shop, { codeHash: hashOf(secret), pickerId, expiresAt }, now);
    return { ok: true, code: writeCode({ shopNumber: await numberOfShop(tx, shop), secret }), expiresAt };
  });
}

export type Paired =
  | { ok: true; device: { shop: string; id: string; secret: string } }
  /** code: unknown, too old or used up */
  | { ok: false; why: 'code' | 'pin' | 'too-often' };

/**
 * Pairs the phone that says so. A wrong code and a wrong PIN are told apart, for the code cannot be guessed and the phone's
 * owner must know what to mend; PINs are few, so they are counted by code, by picker and by address.
 */
export async function pairDevice(
  typed: { code: string; pin: string; name: string },
  address: string,
  now: Date,
): Promise<Paired> {
  if (!(await mayTry(limits, '', { 'floor-address': address }))) return { ok: false, why: 'too-often' };
  const code = readCode(typed.code);
  const shop = code && (await shopOfNumber(code.shopNumber));
  if (!code || !shop) return { ok: false, why: 'code' };
  const codeHash = hashOf(code.secret);
  const picker = await inShop(shop, async (tx) => {
    const pairing = await loadPairing(tx, codeHash, now);
    return pairing && loadPicker(tx, shop, pairing.pickerId);
  });
  if (!picker?.active || picker.pinHash === null) return { ok: false, why: 'code' };
  if (!(await mayTry(limits, shop, { 'floor-code': code.secret, 'floor-picker': picker.id })))
    return { ok: false, why: 'too-often' };
  if (!isPin(typed.pin) || !(await isPinOf(typed.pin, picker.pinHash))) return { ok: false, why: 'pin' };
  const device = { id: randomUUID(), secret: randomBytes(32).toString('base64url') };
  return inShop(shop, async (tx): Promise<Paired> => {
    if (!(await usePairing(tx, codeHash, now))) return { ok: false, why: 'code' };
    await insertDevice(tx, shop, {
      id: device.id,
      pickerId: picker.id,
      name: typed.name.trim().slice(0, 80),
      secretHash: hashOf(device.secret),
      pairedAt: now,
    });
    return { ok: true, device: { shop, ...device } };
  });
}
