// What each way out of too much stock brings, under assumptions that a person changes on the page.
import { type Overstock, overstock, type WaysOut } from '../policy/overstock.ts';
import type { Rule } from '../settings/rule.ts';
import type { StockRow } from './stock-row.ts';

export const assumptionNames = [
  'markdownOff',
  'markdownFaster',
  'bundleOff',
  'bundleFaster',
  'returnFee',
  'holding',
  'spareDays',
] as const;
export type AssumptionName = (typeof assumptionNames)[number];
/** As typed: percent, factors, days. An empty return fee: suppliers take nothing back. */
export type TypedAssumptions = Record<AssumptionName, string>;

export const usualAssumptions: TypedAssumptions = {
  markdownOff: '30',
  markdownFaster: '3',
  bundleOff: '15',
  bundleFaster: '1.5',
  returnFee: '20',
  holding: '25',
  spareDays: '60',
};

/** What a page begins with: holding and days to spare are the shop's settings, so that the reorder list calls the same too much. */
export function assumptionsOfShop({
  holdingPermille,
  spareDays,
}: Pick<Rule, 'holdingPermille' | 'spareDays'>): TypedAssumptions {
  return {
    ...usualAssumptions,
    ...(holdingPermille === null ? {} : { holding: String(holdingPermille / 10) }),
    ...(spareDays === null ? {} : { spareDays: String(spareDays) }),
  };
}

export type Assumptions = { ways: WaysOut; holdingRate: number; spareDays: number };

const bounds: Record<AssumptionName, { least: number; most: number; says: string }> = {
  markdownOff: { least: 0, most: 100, says: 'Enter percent from 0 to 100' },
  markdownFaster: { least: 0.1, most: 50, says: 'Enter a factor from 0.1 to 50' },
  bundleOff: { least: 0, most: 100, says: 'Enter percent from 0 to 100' },
  bundleFaster: { least: 0.1, most: 50, says: 'Enter a factor from 0.1 to 50' },
  returnFee: { least: 0, most: 100, says: 'Enter percent from 0 to 100, or nothing' },
  holding: { least: 0, most: 200, says: 'Enter percent a year from 0 to 200' },
  spareDays: { least: 0, most: 730, says: 'Enter days from 0 to 730' },
};

/** Reads what was typed; a field that cannot be read counts as usual and has a sentence. */
export function readAssumptions(typed: Partial<TypedAssumptions>): {
  assumptions: Assumptions;
  problems: Partial<TypedAssumptions>;
} {
  const problems: Partial<TypedAssumptions> = {};
  const value = (name: AssumptionName): number => {
    const text = (typed[name] ?? usualAssumptions[name]).trim().replace(',', '.');
    const { least, most, says } = bounds[name];
    const read = /^\d{1,4}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
    if (read >= least && read <= most) return read;
    problems[name] = says;
    return Number(usualAssumptions[name]);
  };
  const returns = (typed.returnFee ?? usualAssumptions.returnFee).trim() !== '';
  return {
    assumptions: {
      ways: {
        markdown: { off: value('markdownOff') / 100, faster: value('markdownFaster') },
        bundle: { off: value('bundleOff') / 100, faster: value('bundleFaster') },
        returnFee: returns ? value('returnFee') / 100 : null,
      },
      holdingRate: value('holding') / 100,
      spareDays: value('spareDays'),
    },
    problems,
  };
}

export const wayNames = ['nothing', 'markdown', 'bundle', 'returnToVendor'] as const;
export type WayName = (typeof wayNames)[number];

export type Excess = StockRow & {
  excess: number;
  enough: number;
  days: number | null;
  /** tied up, in minor units of the cost's currency; null = its cost is not known */
  cash: bigint | null;
  /** minor units of the shop's currency; null = not open, or not to be said: no cost, or a cost in another currency */
  brings: Record<WayName, bigint | null>;
  best: WayName | null;
};

/** What is in excess under these assumptions, most cash first; what has no cost comes last, by units. */
export function excessOf(rows: readonly StockRow[], assumptions: Assumptions): Excess[] {
  return rows
    .map((row) => excessRow(row, assumptions))
    .filter((row) => row.excess > 0)
    .sort((a, b) => compare(b.cash, a.cash) || b.excess - a.excess || (a.inventoryItemId < b.inventoryItemId ? -1 : 1));
}

function compare(a: bigint | null, b: bigint | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function excessRow(row: StockRow, { ways, holdingRate, spareDays }: Assumptions): Excess {
  const answer: Overstock = overstock(
    {
      units: row.units,
      orderUpTo: row.orderUpTo,
      demandPerDay: row.demandPerDay,
      unitCost: Number(row.unitCost ?? 0),
      price: Number(row.price),
      holdingRate,
      daysSinceLastSale: row.daysSinceSale,
    },
    ways,
    spareDays,
  );
  const comparable = row.unitCost !== null && row.costCurrency === row.currency;
  const minor = (value: number | null) => (value === null || !comparable ? null : BigInt(Math.round(value)));
  const { nothing, markdown, bundle, returnToVendor } = answer.brings;
  const brings = {
    nothing: minor(nothing),
    markdown: minor(markdown),
    bundle: minor(bundle),
    returnToVendor: minor(returnToVendor),
  };
  const best = wayNames.reduce<WayName | null>((winner, name) => {
    if (brings[name] === null) return winner;
    return winner === null || compare(brings[name], brings[winner]) > 0 ? name : winner;
  }, null);
  return {
    ...row,
    excess: answer.excess,
    enough: row.units - answer.excess,
    days: answer.days,
    cash: row.unitCost === null ? null : BigInt(answer.excess) * BigInt(row.unitCost),
    brings,
    best,
  };
}

export type Sums = {
  currency: string;
  items: number;
  units: number;
  cash: bigint;
  /** null: of this currency nothing can be said, because prices are in another */
  brings: Record<WayName, bigint | null>;
  /** what the best way for each item brings together */
  best: bigint | null;
};

/** Sums, each currency apart, and how many items have no cost and so are in none. Nothing is ever converted. */
export function sumExcess(rows: readonly Excess[]): { sums: Sums[]; withoutCost: number } {
  const byCurrency = Map.groupBy(
    rows.filter((row) => row.cash !== null),
    (row) => row.costCurrency,
  );
  const sums = [...byCurrency].map(([currency, group]): Sums => {
    const of = (name: WayName) =>
      group.every((row) => row.brings[name] === null)
        ? null
        : group.reduce((sum, row) => sum + (row.brings[name] ?? 0n), 0n);
    return {
      currency,
      items: group.length,
      units: group.reduce((sum, row) => sum + row.excess, 0),
      cash: group.reduce((sum, row) => sum + (row.cash ?? 0n), 0n),
      brings: {
        nothing: of('nothing'),
        markdown: of('markdown'),
        bundle: of('bundle'),
        returnToVendor: of('returnToVendor'),
      },
      best: group.every((row) => row.best === null)
        ? null
        : group.reduce((sum, row) => sum + (row.best ? (row.brings[row.best] ?? 0n) : 0n), 0n),
    };
  });
  return {
    sums: sums.sort((a, b) => b.items - a.items || (a.currency < b.currency ? -1 : 1)),
    withoutCost: rows.length - sums.reduce((sum, one) => sum + one.items, 0),
  };
}

/** No sale for so long, with stock on hand. */
export const DEAD_AFTER_DAYS = 180;

/** What has not sold for 180 days, the most cash first. */
export function deadOf(rows: readonly StockRow[]): (StockRow & { cash: bigint | null })[] {
  return rows
    .filter((row) => row.units > 0 && row.daysSinceSale >= DEAD_AFTER_DAYS)
    .map((row) => ({ ...row, cash: row.unitCost === null ? null : BigInt(row.units) * BigInt(row.unitCost) }))
    .sort((a, b) => compare(b.cash, a.cash) || b.units - a.units || (a.inventoryItemId < b.inventoryItemId ? -1 : 1));
}
