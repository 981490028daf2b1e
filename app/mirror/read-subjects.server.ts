// What the ids of Shopify's objects stand for, in the words of a merchant.
import { inShop } from '../db.server.ts';
import { readItems } from './read-items.server.ts';

export type Subject = {
  is: 'order' | 'return' | 'item';
  /** of the order, also where the subject is a fulfillment order of it */
  id: string;
  /** "Order #1001", "Return #1001-R1 of #1001", an item's title */
  says: string;
};

/** By `Kind/id`. What the mirror does not know, or never knew, is missing from the answer. */
export async function readSubjects(shop: string, subjects: readonly string[]): Promise<Map<string, Subject>> {
  const of = (kind: string) =>
    subjects.flatMap((subject) => (subject.startsWith(`${kind}/`) ? [subject.slice(kind.length + 1)] : []));
  return inShop(shop, async (tx) => {
    const orders = await tx.$queryRaw<{ subject: string; id: string; name: string; returned: string | null }[]>`
      SELECT 'Order/' || o."id" AS "subject", o."id", o."name", NULL AS "returned"
      FROM "Order" o WHERE o."shop" = ${shop} AND o."id" = ANY(${of('Order')})
      UNION ALL
      SELECT 'FulfillmentOrder/' || f."id", o."id", o."name", NULL
      FROM "FulfillmentOrder" f JOIN "Order" o ON o."shop" = f."shop" AND o."id" = f."orderId"
      WHERE f."shop" = ${shop} AND f."id" = ANY(${of('FulfillmentOrder')})
      UNION ALL
      SELECT 'Return/' || r."id", r."id", o."name", r."name"
      FROM "Return" r JOIN "Order" o ON o."shop" = r."shop" AND o."id" = r."orderId"
      WHERE r."shop" = ${shop} AND r."id" = ANY(${of('Return')})`;
    const items = await readItems(tx, shop, of('InventoryItem'));
    return new Map<string, Subject>([
      ...orders.map(({ subject, id, name, returned }): [string, Subject] => [
        subject,
        returned
          ? { is: 'return', id, says: `Return ${returned} of ${name}` }
          : { is: 'order', id, says: `Order ${name}` },
      ]),
      ...[...items].map(([id, item]): [string, Subject] => [
        `InventoryItem/${id}`,
        { is: 'item', id, says: item.sku ? `${item.title} (${item.sku})` : item.title },
      ]),
    ]);
  });
}
