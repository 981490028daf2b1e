// Sealing at rest: AES-256-GCM with a ring of keys, so that a key can be replaced without losing what the old one sealed.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export type KeyRing = { id: Buffer; key: Buffer }[];

const ID = 4;
const NONCE = 12;
const TAG = 16;

/** Reads TOKEN_KEYS: comma-separated base64 keys of 32 bytes, the current one first. Throws when one has another length. */
export function readKeyRing(text: string): KeyRing {
  return text.split(',').map((part, index) => {
    const key = Buffer.from(part.trim(), 'base64');
    if (key.length !== 32)
      throw new Error(
        `TOKEN_KEYS: key ${index + 1} has ${key.length} bytes instead of 32. Make one with: openssl rand -base64 32`,
      );
    return { id: createHash('sha256').update(key).digest().subarray(0, ID), key };
  });
}

/** Seals with the ring's first key: key id | nonce | tag | ciphertext. */
export function seal(ring: KeyRing, plain: Uint8Array | string): Buffer<ArrayBuffer> {
  const current = ring[0];
  if (!current) throw new Error('TOKEN_KEYS is empty: nothing can be sealed.');
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([current.id, nonce, cipher.getAuthTag(), body]);
}

/** Opens what any key of the ring sealed. Throws when the key is gone from the ring or the bytes were changed. */
export function open(ring: KeyRing, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const id = bytes.subarray(0, ID);
  const found = ring.find((entry) => entry.id.equals(id));
  if (!found)
    throw new Error('Sealed with a key that is no longer in TOKEN_KEYS. Add the old key after the current one.');
  const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(ID, ID + NONCE));
  decipher.setAuthTag(bytes.subarray(ID + NONCE, ID + NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(ID + NONCE + TAG)), decipher.final()]);
}

/** True when the ring's first key did the sealing; false says: seal again. */
export function isCurrent(ring: KeyRing, sealed: Uint8Array): boolean {
  return ring[0]?.id.equals(sealed.subarray(0, ID)) ?? false;
}
