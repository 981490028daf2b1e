// The places where stock lies.
import { inShop } from '../db.server.ts';

export type LocationName = { id: string; name: string };

/** The active locations, by name. */
export async function readLocations(shop: string): Promise<LocationName[]> {
  return inShop(shop, (tx) =>
    tx.location.findMany({ where: { active: true }, select: { id: true, name: true }, orderBy: { name: 'asc' } }),
  );
}
