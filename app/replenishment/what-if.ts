// What would the number be, if? The inputs of a decision with some of them imagined; the same code decides.
import type { DecisionInputs } from './policy/decide.ts';
import { learnLeadTime, meanDays } from './policy/lead-time.ts';

/** What a person can imagine otherwise; a name that is absent stays as it is. */
export type WhatIf = {
  /** days from ordering to the shelf, on average */
  leadTimeDays?: number;
  reviewDays?: number;
  /** thousandths, of whichever measure the target has */
  targetPermille?: number;
  /** demand against the expected one, in percent: 120 = a fifth more */
  demandPercent?: number;
  minimumOrder?: number;
  packSize?: number;
  /** 0 = no limit */
  maxCoverDays?: number;
};

/** What is so now, in the same terms; the lead time is null where nobody knows it. */
export function asItIs<Demand>(inputs: DecisionInputs<Demand>): {
  [name in keyof Required<WhatIf>]: number | (name extends 'leadTimeDays' ? null : never);
} {
  const leadTime = learnLeadTime(inputs.leadTime.statedDays, inputs.leadTime.samples);
  return {
    leadTimeDays: leadTime ? Math.round(meanDays(leadTime)) : null,
    reviewDays: inputs.reviewDays,
    targetPermille: Math.round(inputs.target.level * 1000),
    demandPercent: 100,
    minimumOrder: inputs.terms.minimumOrder,
    packSize: inputs.terms.packSize,
    maxCoverDays: inputs.terms.maxCoverDays ?? 0,
  };
}

/**
 * The inputs as imagined. Another lead time keeps its spread: stated days and arrivals are stretched alike. More demand is
 * more of every coming day, as a season is.
 */
export function imagined<Demand extends { season: number }>(
  inputs: DecisionInputs<Demand>,
  whatIf: WhatIf,
): DecisionInputs<Demand> {
  const { leadTimeDays, reviewDays, targetPermille, demandPercent, minimumOrder, packSize, maxCoverDays } = whatIf;
  const { demand, target, terms } = inputs;
  return {
    ...inputs,
    ...(demandPercent === undefined || demand === null
      ? {}
      : { demand: { ...demand, season: (demand.season * demandPercent) / 100 } }),
    ...(leadTimeDays === undefined ? {} : { leadTime: stretched(inputs.leadTime, leadTimeDays) }),
    ...(reviewDays === undefined ? {} : { reviewDays }),
    ...(targetPermille === undefined ? {} : { target: { ...target, level: targetPermille / 1000 } }),
    terms: {
      ...terms,
      ...(minimumOrder === undefined ? {} : { minimumOrder }),
      ...(packSize === undefined ? {} : { packSize }),
      ...(maxCoverDays === undefined ? {} : { maxCoverDays: maxCoverDays === 0 ? null : maxCoverDays }),
    },
  };
}

function stretched<Demand>(
  { statedDays, samples }: DecisionInputs<Demand>['leadTime'],
  days: number,
): DecisionInputs<Demand>['leadTime'] {
  const known = learnLeadTime(statedDays, samples);
  const mean = known ? meanDays(known) : 0;
  if (mean <= 0) return { statedDays: days, samples: [] };
  const times = days / mean;
  return {
    statedDays: statedDays === null ? null : statedDays * times,
    samples: samples.map((sample) => ({ ...sample, days: sample.days * times })),
  };
}
