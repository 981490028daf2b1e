import { CENSORED, type DemandDays, EVENT, OPEN } from '../forecast/demand-days.ts';
import { uncensored } from '../forecast/uncensored.ts';

/**
 * What was wanted each day, in whole units: what was sold; on a day that sold out what is expected of a day that wants at least as
 * much; on a day that could not sell what its neighbours wanted. All rules face this same demand. An estimate with parts of a unit
 * is carried on until it makes a whole one, so that one unit in ten closed days is one unit, and days with known sales stay as
 * they were.
 */
export function wantedUnits(days: DemandDays): Float64Array {
  const speaks = (state: number) => state === OPEN || state === CENSORED;
  const speaking = days.states.reduce((count, state) => count + (speaks(state) ? 1 : 0), 0);
  const votes = Float64Array.from(days.states, (state) => (speaks(state) ? 1 / speaking : 0));
  const estimate = uncensored(days, votes);
  let carried = 0;
  return estimate.map((wanted, day) => {
    const sold = Math.max(0, days.units[day]!);
    // A promotion sold what it sold; its neighbours know nothing of it.
    const more = days.states[day] === EVENT ? 0 : Math.max(0, wanted - sold);
    const before = Math.floor(carried + 1e-9);
    carried += more;
    return sold + Math.floor(carried + 1e-9) - before;
  });
}
