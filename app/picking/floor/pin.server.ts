// PINs are short, so their hash is slow and salted: who reads the table still has to try for long.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const hashed = (pin: string, salt: Buffer, options: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) =>
    scrypt(pin, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
  );

/** As `scrypt$N$salt$hash`: the cost may rise later. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await hashed(pin, salt, cost);
  return `scrypt$${cost.N}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function isPinOf(pin: string, stored: string): Promise<boolean> {
  const [, n = '', salt = '', hash = ''] = stored.split('$');
  const wanted = Buffer.from(hash, 'base64url');
  const given = await hashed(pin, Buffer.from(salt, 'base64url'), { ...cost, N: Number(n) });
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
