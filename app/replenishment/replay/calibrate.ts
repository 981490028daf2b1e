import { chooseMethod } from '../forecast/choose.ts';
import type { DemandDays } from '../forecast/demand-days.ts';
import { learnLeadTime, meanDays } from '../policy/lead-time.ts';
import { type Calibration, type Held, PROMISES } from './calibration.ts';
import type { ReplayInputs } from './replay-place.ts';

/**
 * How the forecast did on the place's own past over the time an order must cover, review and mean lead time; null where that
 * is not known or the past is too short to try it often enough.
 */
export function calibrate(
  days: DemandDays,
  { leadTime, reviewDays }: Pick<ReplayInputs, 'leadTime' | 'reviewDays'>,
): Calibration | null {
  const learned = learnLeadTime(leadTime.statedDays, leadTime.samples);
  if (!learned) return null;
  const { method, record } = chooseMethod(days, meanDays(learned) + reviewDays);
  const { cuts, pinball } = record;
  if (cuts === 0 || !pinball) return null;
  const hits = new Map(record.held.map(({ level, hits }) => [Math.round(level * 100), hits]));
  return {
    method,
    periodDays: record.days,
    cuts,
    held: Object.fromEntries(PROMISES.map((promise) => [promise, hits.get(promise) ?? 0])) as Held['held'],
    loss: Math.min(pinball.windows, pinball.counts),
    naiveLoss: pinball.naive,
  };
}
