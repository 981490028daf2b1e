// What every page needs to know of the shop it shows.
import { inShop } from '../db.server.ts';

export type ShopFacts = {
  name: string;
  currency: string;
  timeZone: string;
  /** ISO 3166 code; null while it is not known */
  country: string | null;
};

/** The shop as mirrored; before its first reading, a stand-in that says so by its domain and UTC. */
export async function readShop(shop: string): Promise<ShopFacts> {
  const row = await inShop(shop, (tx) => tx.shop.findUnique({ where: { shop } }));
  return row
    ? { name: row.name, currency: row.currency, timeZone: row.timeZone, country: row.country }
    : { name: shop, currency: 'USD', timeZone: 'UTC', country: null };
}
