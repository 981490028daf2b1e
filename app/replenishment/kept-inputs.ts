// A row's inputs as they are kept: what took how long to arrive, fifty arrivals as a rule, is half of them as objects and a tenth as text.
import type { LeadTimeSample } from './policy/lead-time.ts';
import type { RowInputs } from './reorder-point.ts';

type LeadTime = RowInputs['decision']['leadTime'];

/** `arrivals`: days and units of each, "16 12,9 12.5", the newest first. */
type KeptLeadTime = Omit<LeadTime, 'samples'> & { arrivals: string };

export type KeptInputs = Omit<RowInputs, 'decision'> & {
  decision: Omit<RowInputs['decision'], 'leadTime'> & { leadTime: KeptLeadTime };
};

export function keptInputs({ decision, ...inputs }: RowInputs): KeptInputs {
  const { samples, ...leadTime } = decision.leadTime;
  return { ...inputs, decision: { ...decision, leadTime: { ...leadTime, arrivals: textOf(samples) } } };
}

/** The inputs again; rows that were written before arrivals became text hold them as they are. */
export function inputsOf(kept: KeptInputs | RowInputs): RowInputs {
  const { decision, ...inputs } = kept;
  if (!('arrivals' in decision.leadTime)) return kept as RowInputs;
  const { arrivals, ...leadTime } = decision.leadTime;
  return { ...inputs, decision: { ...decision, leadTime: { ...leadTime, samples: samplesOf(arrivals) } } };
}

const texts = new WeakMap<readonly LeadTimeSample[], string>();

/** All items of a supplier share one list, so it is written once. */
function textOf(samples: readonly LeadTimeSample[]): string {
  let text = texts.get(samples);
  if (text === undefined) {
    text = samples.map(({ days, units }) => `${days} ${units}`).join(',');
    texts.set(samples, text);
  }
  return text;
}

function samplesOf(arrivals: string): LeadTimeSample[] {
  if (arrivals === '') return [];
  return arrivals.split(',').map((arrival) => {
    const [days, units] = arrival.split(' ');
    return { days: Number(days), units: Number(units) };
  });
}
