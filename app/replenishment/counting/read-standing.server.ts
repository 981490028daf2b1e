// How Shopify's stock stands at this moment. The mirror will not do: of what is on hand webhooks say nothing, and a count is
// compared with the very moment it was made.
import { callShopify } from '../../shopify/client.server.ts';
import { gid, idOf } from '../../shopify/gid.ts';
import { inventoryItemRead } from '../../shopify/operations/inventory-item-read.ts';
import { inventoryItemsByIds } from '../../shopify/operations/inventory-items-by-ids.ts';

/** On hand and available at one location, and how much of on hand is set aside (damaged, in quality control). */
export type ItemStanding = { onHand: number; available: number; setAside: number };

/** By inventory item; an item that is gone, or not stocked there, is missing. */
export type ReadStanding = (
  shop: string,
  locationId: string,
  items: string[],
) => Promise<{ ok: true; standing: Map<string, ItemStanding> } | { ok: false; problem: string }>;

const AT_ONCE = 10;

type Level = {
  isActive: boolean;
  location: { id: string };
  quantities: { name: string; quantity: number }[];
};

export const readStanding: ReadStanding = async (shop, locationId, items) => {
  const standing = new Map<string, ItemStanding>();
  const take = (item: string, levels: Level[]) => {
    const level = levels.find((one) => idOf(one.location.id) === locationId && one.isActive);
    if (!level) return;
    const of = (name: string) => level.quantities.find((one) => one.name === name)?.quantity ?? 0;
    standing.set(item, {
      onHand: of('on_hand'),
      available: of('available'),
      setAside: of('damaged') + of('quality_control'),
    });
  };
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const batch = items.slice(from, from + AT_ONCE);
    const answer = await callShopify(shop, inventoryItemsByIds, { ids: batch.map((id) => gid('InventoryItem', id)) });
    if (!answer.ok) return { ok: false, problem: answer.problem.says };
    for (const node of answer.data.nodes) {
      if (node?.__typename !== 'InventoryItem') continue;
      const item = idOf(node.id);
      if (!node.inventoryLevels.pageInfo.hasNextPage) {
        take(item, node.inventoryLevels.nodes);
        continue;
      }
      const whole = await callShopify(shop, inventoryItemRead, { id: node.id });
      if (!whole.ok) return { ok: false, problem: whole.problem.says };
      take(item, whole.data.inventoryItem?.inventoryLevels.nodes ?? []);
    }
  }
  return { ok: true, standing };
};
