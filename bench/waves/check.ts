import type { BacklogInput } from '../../app/picking/backlog/groups.ts';
import type { PlannedBacklog } from '../../app/picking/backlog/planned.ts';
import { spotOf, walkMap } from '../../app/picking/place/geometry.ts';

/**
 * Walks every planned wave anew, line by line, on the map of the layout (which shares nothing with the planner's own lengths), and
 * counts its lines. @throws Error that says which wave is wrong
 */
export function checkPlan({ candidates, floor, terms }: BacklogInput, plan: PlannedBacklog): void {
  if (!floor || !plan.metres) throw new Error('The plan knows no metres');
  const map = walkMap(floor.layout);
  const home = map.station(0);
  const stop = new Map(floor.bins.map((bin) => [bin.name, map.at(spotOf(floor.layout, bin.place!)!)]));
  const lines = new Map(
    candidates.flatMap((one) =>
      one.lines.map((line) => [line.fulfillmentOrderLineId, { ...line, order: one.orderId }]),
    ),
  );
  const seen = new Set<string>();
  let total = 0;
  plan.waves.forEach((wave, at) => {
    const orders = new Set(wave.orders.map((order) => order.orderId));
    if (orders.size > terms.most) throw new Error(`Wave ${at + 1} has ${orders.size} orders, ${terms.most} at most`);
    let metres = 0;
    let here = home;
    for (const { fulfillmentOrderLineId, quantity } of wave.walk) {
      const line = lines.get(fulfillmentOrderLineId);
      if (!line || line.quantity !== quantity || !orders.has(line.order) || seen.has(fulfillmentOrderLineId))
        throw new Error(`Wave ${at + 1} has a line that is wrong or stands twice: ${fulfillmentOrderLineId}`);
      seen.add(fulfillmentOrderLineId);
      const next = stop.get(line.bin ?? '')!;
      metres += map.distance(here, next);
      here = next;
    }
    metres += map.distance(here, home);
    if (Math.abs(metres - wave.metres!.walk) > 1e-6 * metres + 1e-6)
      throw new Error(`Wave ${at + 1} says ${wave.metres!.walk} m, walking it takes ${metres} m`);
    total += metres;
  });
  if (seen.size !== lines.size) throw new Error(`${lines.size - seen.size} lines ride in no wave`);
  if (Math.abs(total - plan.metres.walk) > 1e-6 * total) throw new Error('The waves do not sum up to the plan');
  if (plan.metres.bound > plan.metres.walk + 1e-6) throw new Error('The bound is above the plan');
}
