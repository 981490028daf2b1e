import { uniformFrom } from '../../app/lib/uniform.ts';
import type { BacklogInput } from '../../app/picking/backlog/groups.ts';
import type { PlannedBacklog } from '../../app/picking/backlog/planned.ts';
import { spotOf, walkMap } from '../../app/picking/place/geometry.ts';
import { restOfWalk } from '../../app/picking/walk/open-tour.ts';

/** Milliseconds of planning the rest of a walk anew: somewhere on a wave an order is canceled and another one comes in. */
export function replanTimes(plan: PlannedBacklog, input: BacklogInput, times: number, seed: number): number[] {
  const draw = uniformFrom(seed);
  const { layout, bins } = input.floor!;
  const map = walkMap(layout);
  const binOf = new Map(
    input.candidates.flatMap((one) => one.lines.map((line) => [line.fulfillmentOrderLineId, line.bin ?? ''])),
  );
  const number = new Map(bins.map((bin, at) => [bin.name, at + 1]));
  const stops = [map.station(0), ...bins.map((bin) => map.at(spotOf(layout, bin.place!)!))];
  const far = (a: number, b: number) => map.distance(stops[a]!, stops[b]!);
  const stopOf = (line: { fulfillmentOrderLineId: string }) => number.get(binOf.get(line.fulfillmentOrderLineId)!)!;
  return Array.from({ length: times }, () => {
    const wave = plan.waves[Math.floor(draw() * plan.waves.length)]!;
    const other = plan.waves[Math.floor(draw() * plan.waves.length)]!;
    const walked = Math.floor(draw() * wave.walk.length);
    const left = wave.walk.slice(walked + 1).map(stopOf);
    left.splice(Math.floor(draw() * left.length), 1);
    const added = other.walk.slice(0, 1 + Math.floor(3 * draw())).map(stopOf);
    const started = performance.now();
    restOfWalk(left, added, far, stopOf(wave.walk[walked]!), 0);
    return performance.now() - started;
  });
}
