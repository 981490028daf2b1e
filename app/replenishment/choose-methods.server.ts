// Which forecast method each place has: its own past chooses, one night in seven.
import { dayNumber } from '../calendar/day.ts';
import type { ShopTx } from '../db.server.ts';
import { saveChoices } from './demand/store.server.ts';
import { chooseMethod } from './forecast/choose.ts';
import type { PlaceInputs, ShopToday } from './plan-place.ts';

const NIGHTS = 7;
const DAY_MS = 86_400_000;
/** The stretch to rehearse where nobody knows a lead time. */
const UNKNOWN_LEAD_DAYS = 14;

/** Chooses for places without a choice and for those whose night it is, and puts the choice into `places`. */
export async function chooseMethods(
  tx: ShopTx,
  shop: string,
  places: readonly PlaceInputs[],
  { today, now }: ShopToday,
): Promise<void> {
  const day = dayNumber(today);
  const chosen = places.flatMap(({ facts, demand, terms }) => {
    const due = demand && (demand.chosenAt === null || isNightOf(facts.inventoryItemId, day, demand.chosenAt));
    if (!due) return [];
    const days = (terms.leadTimeDays.value ?? UNKNOWN_LEAD_DAYS) + terms.reviewDays.value;
    const { method, record } = chooseMethod(demand.history, days);
    demand.method = method;
    return [{ inventoryItemId: facts.inventoryItemId, locationId: facts.locationId, method, record }];
  });
  await saveChoices(tx, shop, chosen, now);
}

/** The same seventh of the items on the same night, and not twice in one. */
function isNightOf(item: string, day: number, chosenAt: Date): boolean {
  let hash = 0;
  for (let i = 0; i < item.length; i++) hash = (Math.imul(hash, 31) + item.charCodeAt(i)) >>> 0;
  return hash % NIGHTS === day % NIGHTS && day - chosenAt.getTime() / DAY_MS > 1;
}
