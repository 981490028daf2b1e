// The first pass of a run over everything: what the shop's whole past and its calendar tell of single items.
import { addDays, dayOfNumber } from '../calendar/day.ts';
import { movesDemand } from '../calendar/plan-event.ts';
import { loadEvents } from '../calendar/store.server.ts';
import { inShop } from '../db.server.ts';
import { readGoods } from '../mirror/read-goods.server.ts';
import { KEPT_DAYS } from './demand/splice.ts';
import { type KeptHistory, pageOfHistories } from './demand/store.server.ts';
import { eventsOf, launchDayOf, type ShopSignals } from './place-signals.ts';
import { learnFrom, startLearning } from './signals/signals-for.ts';

const PAGE = 1000;
/** The longest lead time and review that can be entered, and then some. */
const AHEAD_DAYS = 800;

/** Learns from every history until yesterday of the shop. Of a page nothing is kept but its sums; null when `goesOn` says no. */
export async function learnSignals(
  shop: string,
  today: string,
  goesOn: () => Promise<boolean>,
): Promise<ShopSignals | null> {
  const period = { firstDay: addDays(today, -KEPT_DAYS), lastDay: addDays(today, AHEAD_DAYS) };
  const events = (await inShop(shop, (tx) => loadEvents(tx, period))).filter(movesDemand);
  const past = events.filter(({ firstDay }) => firstDay < today);
  const coming = events.filter(({ lastDay }) => lastDay >= today);
  const learning = startLearning();
  let after: KeptHistory | null = null;
  while (await goesOn()) {
    const page: KeptHistory[] = await inShop(
      shop,
      async (tx) => {
        const kept = await pageOfHistories(tx, after, PAGE);
        const goods = await readGoods(tx, shop, [...new Set(kept.map((each) => each.inventoryItemId))]);
        for (const { inventoryItemId, history } of kept) {
          const item = goods.get(inventoryItemId);
          if (!item || history.units.length === 0) continue;
          const { productType, vendor, price, created } = item;
          learnFrom(
            learning,
            { key: inventoryItemId, productType, vendor, price: Number(price) },
            history,
            eventsOf(past, item, dayOfNumber(history.first), history.units.length),
            launchDayOf(history, created),
          );
        }
        return kept;
      },
      { timeoutMs: 60_000 },
    );
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return { coming, learning, lastDay: addDays(today, -1) };
  }
  return null;
}
