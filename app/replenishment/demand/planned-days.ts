// Which days of the calendar were out of the ordinary for one product.
import { isAbout, movesDemand, type PlanEvent, type Sellable } from '../../calendar/plan-event.ts';
import type { Days } from './states.ts';

export type PlannedDays = Days & Pick<PlanEvent, 'kind' | 'scope' | 'scopeKeys'>;

/** The days that were shut, and those on which these goods were promoted. */
export function daysOutOfTheOrdinary(
  planned: readonly PlannedDays[],
  goods: Sellable,
): { shut: PlannedDays[]; promoted: PlannedDays[] } {
  const about = planned.filter((each) => isAbout(each, goods));
  return { shut: about.filter(({ kind }) => kind === 'closed'), promoted: about.filter(movesDemand) };
}
