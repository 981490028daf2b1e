// The code that pairs a phone: the shop's number and eight characters that nobody mixes up, 12-K7QM-3FXP.

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 8;

/** So long a code may be used, in ms. */
export const codeLives = 10 * 60_000;

export type PairingCode = { shopNumber: number; secret: string };

/** Makes the secret of a code from 5 random bytes. */
export function secretOf(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length }, (_, at) => letters[Number((bits >> BigInt(5 * (length - 1 - at))) & 31n)]).join('');
}

export function writeCode({ shopNumber, secret }: PairingCode): string {
  return `${shopNumber}-${secret.slice(0, 4)}-${secret.slice(4)}`;
}

/** Reads what was typed or scanned, with O for 0, I and L for 1, in either case, with or without hyphens; null when it is no code. */
export function readCode(typed: string): PairingCode | null {
  const [number = '', ...rest] = typed
    .trim()
    .toUpperCase()
    .split(/[\s-]+/);
  const secret = rest.join('').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (!/^\d{1,9}$/.test(number) || secret.length !== length) return null;
  return [...secret].every((one) => letters.includes(one)) ? { shopNumber: Number(number), secret } : null;
}

/** A PIN is four to eight digits. */
export const isPin = (typed: string): boolean => /^\d{4,8}$/.test(typed);

/** PINs that everybody tries first. */
export const isEasyPin = (pin: string): boolean =>
  /^(\d)\1*$/.test(pin) || '0123456789'.includes(pin) || '9876543210'.includes(pin);
