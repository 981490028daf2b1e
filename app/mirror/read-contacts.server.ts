// Whom orders go to, as it is written on their parcels. What is opened here is shown or printed, and kept nowhere.
import type { ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { open, readKeyRing } from '../lib/seal.server.ts';
import type { Contact } from './contact.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

/** Null when no key of ours opens it: that order counts as without an address, and the others are read all the same. */
export function openContact(shop: string, orderId: string, sealed: Uint8Array): Contact | null {
  let text: string;
  try {
    text = open(ring, sealed).toString('utf8');
  } catch (error) {
    log.warn({ shop, order: orderId, problem: (error as Error).message }, 'A stored contact cannot be read');
    return null;
  }
  return JSON.parse(text) as Contact;
}

/** By order id. An order whose contact was erased, or has none, is missing from the answer. */
export async function readContacts(tx: ShopTx, orderIds: string[]): Promise<Map<string, Contact>> {
  const rows = await tx.orderContact.findMany({ where: { orderId: { in: orderIds } } });
  return new Map(
    rows.flatMap((row) => {
      const contact = openContact(row.shop, row.orderId, row.sealed);
      return contact ? [[row.orderId, contact] as const] : [];
    }),
  );
}
