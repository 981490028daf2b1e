// Whose number is it? A term set for the variant at the location wins over its supplier's, and that over the shop's default.
import type { Terms } from './reorder-point.ts';

export type TermSource = 'here' | 'supplier' | 'default';
export type Term = { value: number; from: TermSource };

/** What a person set for one variant at one location; null = inherited. */
export type OwnTerms = { [name in keyof Terms]: number | null };
export type ShopDefaults = { leadTimeDays: number; reviewDays: number; safetyDays: number; windowDays: number };
export type SupplierTerms = { leadTimeDays: number };

export const nothingSet: OwnTerms = {
  leadTimeDays: null,
  reviewDays: null,
  safetyDays: null,
  minimumOrder: null,
  packSize: null,
};

/** What a shop starts with until a person changes it. */
export const firstDefaults: ShopDefaults = { leadTimeDays: 14, reviewDays: 7, safetyDays: 7, windowDays: 90 };

/** Each term with where it comes from. Without a minimum or pack of its own a variant is bought by the single unit. */
export function resolveTerms(
  own: OwnTerms,
  supplier: SupplierTerms | null,
  defaults: ShopDefaults,
): { [name in keyof Terms]: Term } {
  const pick = (set: number | null, inherited: Term): Term => (set === null ? inherited : { value: set, from: 'here' });
  return {
    leadTimeDays: pick(
      own.leadTimeDays,
      supplier ? { value: supplier.leadTimeDays, from: 'supplier' } : { value: defaults.leadTimeDays, from: 'default' },
    ),
    reviewDays: pick(own.reviewDays, { value: defaults.reviewDays, from: 'default' }),
    safetyDays: pick(own.safetyDays, { value: defaults.safetyDays, from: 'default' }),
    minimumOrder: pick(own.minimumOrder, { value: 1, from: 'default' }),
    packSize: pick(own.packSize, { value: 1, from: 'default' }),
  };
}

export function plainTerms(terms: { [name in keyof Terms]: Term }): Terms {
  return {
    leadTimeDays: terms.leadTimeDays.value,
    reviewDays: terms.reviewDays.value,
    safetyDays: terms.safetyDays.value,
    minimumOrder: terms.minimumOrder.value,
    packSize: terms.packSize.value,
  };
}

const bounds: { [name in keyof Terms | 'windowDays']: { least: number; most: number; unit: string } } = {
  leadTimeDays: { least: 0, most: 365, unit: 'days' },
  reviewDays: { least: 0, most: 365, unit: 'days' },
  safetyDays: { least: 0, most: 365, unit: 'days' },
  minimumOrder: { least: 1, most: 1_000_000, unit: 'units' },
  packSize: { least: 1, most: 1_000_000, unit: 'units' },
  windowDays: { least: 14, most: 730, unit: 'days' },
};

export type TermProblems<Name extends string> = { [name in Name]?: string };

/**
 * Reads what was typed into the fields `names`. An empty field means "inherit" (null) when `mayInherit`, otherwise it is a
 * problem. Answers all the values, or a sentence for each field that is wrong.
 */
export function readTerms<Name extends keyof typeof bounds>(
  typed: { [name in Name]: string },
  names: readonly Name[],
  mayInherit: boolean,
): { ok: true; values: { [name in Name]: number | null } } | { ok: false; problems: TermProblems<Name> } {
  const values = {} as { [name in Name]: number | null };
  const problems: TermProblems<Name> = {};
  for (const name of names) {
    const text = typed[name].trim();
    const { least, most, unit } = bounds[name];
    if (text === '' && mayInherit) values[name] = null;
    else if (!/^\d{1,7}$/.test(text) || Number(text) < least || Number(text) > most)
      problems[name] = `Enter a whole number of ${unit} from ${least} to ${most.toLocaleString('en')}`;
    else values[name] = Number(text);
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, values };
}
