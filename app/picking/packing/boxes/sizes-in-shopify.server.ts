// Item sizes are ours; Shopify gets a copy with each variant, as a metafield of this app, for themes and other programs to read.
import type { ShopTx } from '../../../db.server.ts';
import { readItems } from '../../../mirror/read-items.server.ts';
import { gid } from '../../../shopify/gid.ts';
import { isGranted } from '../../../shopify/granted.server.ts';
import { metafieldsDelete } from '../../../shopify/operations/metafields-delete.ts';
import { metafieldsSet } from '../../../shopify/operations/metafields-set.ts';
import { enqueueCommand } from '../../../shopify/outbox.server.ts';
import { loadSizes } from './store.server.ts';

const NAMESPACE = '$app';
const KEY = 'packed_size';
/** Shopify's limit. */
const AT_ONCE = 25;
/** One after the other, so that the last word is the last one. */
const SUBJECT = 'ItemSizes';

/** Null where Shopify does not say now. */
export const mayTellSizes = (shop: string) => isGranted(shop, 'write_products');

/**
 * Asks for the copies of these items to become what they are here: set, or taken away. `occasion` names this change once for
 * ever. Items without a variant have none.
 */
export async function tellSizes(tx: ShopTx, shop: string, items: readonly string[], occasion: string): Promise<void> {
  const [facts, sizes] = [await readItems(tx, shop, items), await loadSizes(tx, items)];
  const told = [...facts.values()].map(({ variantId, inventoryItemId }) => ({
    ownerId: gid('ProductVariant', variantId),
    size: sizes.get(inventoryItemId),
  }));
  const ask = async <Each>(
    each: readonly Each[],
    send: (part: Each[], key: string) => Promise<unknown>,
    what: string,
  ) => {
    for (let at = 0; at < each.length; at += AT_ONCE)
      await send(each.slice(at, at + AT_ONCE), `${what}:${occasion}:${at}`);
  };
  await ask(
    told.flatMap(({ ownerId, size }) => (size ? [{ ...placeOf(ownerId), type: 'json', value: jsonOf(size) }] : [])),
    (metafields, idempotencyKey) =>
      enqueueCommand(tx, {
        shop,
        operation: metafieldsSet,
        variables: { metafields },
        subject: SUBJECT,
        idempotencyKey,
      }),
    'sizes-set',
  );
  await ask(
    told.flatMap(({ ownerId, size }) => (size ? [] : [placeOf(ownerId)])),
    (metafields, idempotencyKey) =>
      enqueueCommand(tx, {
        shop,
        operation: metafieldsDelete,
        variables: { metafields },
        subject: SUBJECT,
        idempotencyKey,
      }),
    'sizes-delete',
  );
}

const placeOf = (ownerId: string) => ({ ownerId, namespace: NAMESPACE, key: KEY });

/** Millimetres, as one unit is packed. */
function jsonOf(size: { length: number; width: number; height: number; upright: boolean; fragile: boolean }): string {
  const { length, width, height, upright, fragile } = size;
  return JSON.stringify({ unit: 'mm', length, width, height, upright, fragile });
}
