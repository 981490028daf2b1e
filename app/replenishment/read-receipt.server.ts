// The receipt of a number as it stands, and the last one that was kept.
import { inShop } from '../db.server.ts';
import { type DemandInputs, demandOverDays } from './demand-inputs.ts';
import { type Receipt, writeReceipt } from './policy/receipt.ts';
import type { Place } from './reorder-point.ts';
import { loadDemand, loadRow, placeKey } from './store.server.ts';

export type ReceiptRead = {
  receipt: Receipt<DemandInputs>;
  before: { day: string; receipt: Receipt<DemandInputs> } | null;
};

export async function readReceipt(shop: string, place: Place): Promise<ReceiptRead | null> {
  return inShop(shop, async (tx) => {
    const row = await loadRow(tx, shop, place);
    if (!row) return null;
    const known = (await loadDemand(tx, [place.inventoryItemId])).get(placeKey(place));
    const { decision, demand } = row.inputs;
    const days = known && { units: Array.from(known.days.units), states: Array.from(known.days.states) };
    const { firstDay: _, ...facts } = demand ?? { firstDay: '' };
    const inputs = {
      ...decision,
      demand: demand && days ? ({ ...facts, lastDay: known.lastDay, ...days } as DemandInputs) : null,
    };
    return { receipt: writeReceipt(inputs, demandOverDays), before: null };
  });
}
