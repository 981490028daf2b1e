import type { DemandDays } from '../forecast/demand-days.ts';
import type { Calibration } from './calibration.ts';
import type { ReplayInputs } from './replay-place.ts';

/** How the forecast did on the place's own past over the time an order must cover; null where too little is known. */
export function calibrate(
  _days: DemandDays,
  _inputs: Pick<ReplayInputs, 'leadTime' | 'reviewDays'>,
): Calibration | null {
  return null;
}
