// The shop's rules for what may come back. The policy decides line by line and keeps a trace of each rule it asked, so that
// "why can't I return this?" has an answer in words, for the customer and for staff alike.

export type Policy = {
  /** days from shipping within which a return may be asked for */
  windowDays: number;
  /** product tags that mean: sold for good */
  finalSaleTags: string[];
  /** a person looks at each request; without it a request that the policy allows is approved at once */
  needsApproval: boolean;
};

/** What a shop starts with until a person changes it. */
export const firstPolicy: Policy = { windowDays: 30, finalSaleTags: ['final-sale'], needsApproval: true };

export type PolicyProblems = { windowDays?: string; finalSaleTags?: string };

/** Reads what was typed: days, and tags separated by commas. */
export function readPolicy(typed: {
  windowDays: string;
  finalSaleTags: string;
  needsApproval: boolean;
}): { ok: true; policy: Policy } | { ok: false; problems: PolicyProblems } {
  const problems: PolicyProblems = {};
  const text = typed.windowDays.trim();
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(days >= 0 && days <= 3650)) problems.windowDays = 'Enter a whole number of days from 0 to 3650';
  const tags = [...new Set(typed.finalSaleTags.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
  if (tags.length > 50 || tags.some((tag) => tag.length > 255))
    problems.finalSaleTags = 'Enter at most 50 tags of at most 255 characters, separated by commas';
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, policy: { windowDays: days, finalSaleTags: tags, needsApproval: typed.needsApproval } };
}
