// Why is the number another one than last week?
import { type DecisionInputs, type DemandOver, decide } from './decide.ts';

/** The inputs in the order in which they are changed, each under the name a person knows it by. */
const causes = [
  { name: 'demand', inputs: ['demand', 'starterSales'] },
  { name: 'lead time', inputs: ['leadTime'] },
  { name: 'review', inputs: ['reviewDays'] },
  { name: 'service target', inputs: ['target'] },
  { name: 'stock and orders under way', inputs: ['stock'] },
  { name: 'other locations', inputs: ['movable'] },
  { name: 'buying terms', inputs: ['terms', 'lot', 'spareDays'] },
] as const;

export type Cause = (typeof causes)[number]['name'];
export type Difference = { was: number; now: number; because: { cause: Cause; units: number }[] };

/**
 * What each input did to the units to buy: the inputs become the new ones, one after the other, and each change of the number
 * on the way belongs to the input that made it. The parts sum to the whole exactly; with another order they would differ, so
 * the order is always the same.
 */
export function difference<Demand>(
  before: DecisionInputs<Demand>,
  after: DecisionInputs<Demand>,
  demandOver: DemandOver<Demand>,
): Difference {
  let inputs = before;
  const was = decide(before, demandOver).units;
  let now = was;
  const because: Difference['because'] = [];
  for (const { name, inputs: changed } of causes) {
    inputs = { ...inputs, ...Object.fromEntries(changed.map((input) => [input, after[input]])) };
    const { units } = decide(inputs, demandOver);
    if (units !== now) because.push({ cause: name, units: units - now });
    now = units;
  }
  return { was, now, because };
}

/** "Was 48, now 72: demand +12, lead time +12". */
export function differenceSentence({ was, now, because }: Difference): string {
  if (because.length === 0) return `Still ${now.toLocaleString('en')}`;
  const parts = because.map(
    ({ cause, units }) => `${cause} ${units > 0 ? '+' : '−'}${Math.abs(units).toLocaleString('en')}`,
  );
  return `${was === now ? 'Still' : `Was ${was.toLocaleString('en')}, now`} ${now.toLocaleString('en')}: ${parts.join(', ')}`;
}
