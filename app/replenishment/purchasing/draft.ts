// From what was picked on the reorder list to drafts: one for each supplier, location and currency.
import { decimalFromMinor } from '../../lib/money.ts';
import { costAt, type SupplierItemTerms, type SupplierTerms } from './supplier.ts';

/** Units of an item wanted at a location; `supplierId` where a person chose one, else the supplier of rank 1. */
export type OrderPick = {
  inventoryItemId: string;
  locationId: string;
  units: number;
  supplierId?: string | undefined;
  /** the receipt of the number, kept on the line */
  receiptHash?: string | undefined;
};

export type DraftItem = {
  variantId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  unitCost: bigint | null;
  costCurrency: string | null;
};
export type DraftOffer = SupplierItemTerms & {
  supplierId: string;
  supplier: Pick<SupplierTerms, 'name' | 'currency' | 'minimumValue'>;
};

export type DraftLine = {
  inventoryItemId: string;
  variantId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  supplierSku: string | null;
  ordered: number;
  unitCost: bigint;
  packSize: number;
  receiptHash: string | null;
};

export type Draft = {
  supplierId: string;
  supplierName: string;
  locationId: string;
  currency: string;
  lines: DraftLine[];
  /** what a person should know before approving, in sentences */
  warnings: string[];
};

export type NotDrafted = OrderPick & { title: string; why: string };

/**
 * Groups picks into drafts. `offers` of each item, rank 1 first, from suppliers that are not archived. A supplier without a
 * currency is paid in the shop's. Where a supplier's cost is not known, Shopify's own cost per item stands in, if it is in
 * the order's currency. The quantity is what was picked: packs and minimums were its maker's business.
 */
export function planDrafts(
  picks: readonly OrderPick[],
  items: ReadonlyMap<string, DraftItem>,
  offers: ReadonlyMap<string, readonly DraftOffer[]>,
  shopCurrency: string,
): { drafts: Draft[]; notDrafted: NotDrafted[] } {
  const drafts = new Map<string, Draft>();
  const minimums = new Map<string, bigint>();
  const notDrafted: NotDrafted[] = [];
  for (const pick of picks) {
    const item = items.get(pick.inventoryItemId);
    const refuse = (why: string) =>
      notDrafted.push({ ...pick, title: item?.title ?? `Item ${pick.inventoryItemId}`, why });
    if (!item) {
      refuse('Its variant was deleted in Shopify, so it cannot be ordered.');
      continue;
    }
    if (!Number.isInteger(pick.units) || pick.units <= 0 || pick.units > 1_000_000) {
      refuse(
        pick.units === 0 ? 'No units were asked for.' : `${pick.units} is not a number of units that can be ordered.`,
      );
      continue;
    }
    const own = offers.get(pick.inventoryItemId) ?? [];
    const offer = pick.supplierId ? own.find((one) => one.supplierId === pick.supplierId) : own[0];
    if (!offer) {
      refuse(
        own.length > 0
          ? 'The chosen supplier does not sell it. Choose another, or add it to the supplier’s items.'
          : 'No supplier sells it. Add it to a supplier’s items, then draft it again.',
      );
      continue;
    }
    const currency = offer.supplier.currency ?? shopCurrency;
    const asked = costAt(offer, pick.units);
    if (asked === null && item.unitCost !== null && item.costCurrency !== null && item.costCurrency !== currency) {
      refuse(
        `Its cost is known in ${item.costCurrency} only (${decimalFromMinor(item.unitCost, item.costCurrency)}), and ${offer.supplier.name} is paid in ${currency}. Enter its cost among the supplier’s items.`,
      );
      continue;
    }
    const key = JSON.stringify([offer.supplierId, pick.locationId, currency]);
    const { supplierId, supplier } = offer;
    const draft = drafts.get(key) ?? {
      supplierId,
      supplierName: supplier.name,
      locationId: pick.locationId,
      currency,
      lines: [],
      warnings: [],
    };
    drafts.set(key, draft);
    if (supplier.minimumValue !== null) minimums.set(key, supplier.minimumValue);
    const line = draft.lines.find((one) => one.inventoryItemId === pick.inventoryItemId);
    if (line) {
      line.ordered += pick.units;
      line.unitCost = costAt(offer, line.ordered) ?? line.unitCost;
      continue;
    }
    draft.lines.push({
      inventoryItemId: pick.inventoryItemId,
      variantId: item.variantId,
      title: item.title,
      sku: item.sku,
      barcode: item.barcode,
      supplierSku: offer.supplierSku,
      ordered: pick.units,
      unitCost: asked ?? item.unitCost ?? 0n,
      packSize: offer.packSize ?? 1,
      receiptHash: pick.receiptHash ?? null,
    });
  }
  for (const [key, draft] of drafts)
    draft.warnings = warningsOf(draft.lines, draft.currency, minimums.get(key) ?? null);
  return { drafts: [...drafts.values()], notDrafted };
}

/** What a person should know before approving these lines. `minimumValue` is the supplier's, in the same currency. */
export function warningsOf(
  lines: readonly { title: string; ordered: number; unitCost: bigint }[],
  currency: string,
  minimumValue: bigint | null,
): string[] {
  const warnings: string[] = [];
  const value = lines.reduce((sum, line) => sum + line.unitCost * BigInt(line.ordered), 0n);
  const money = (minor: bigint) => `${decimalFromMinor(minor, currency)} ${currency}`;
  if (minimumValue !== null && lines.length > 0 && value < minimumValue)
    warnings.push(
      `The supplier takes orders from ${money(minimumValue)}: this one is worth ${money(value)}, so ${money(minimumValue - value)} is missing.`,
    );
  const free = lines.filter((line) => line.unitCost === 0n);
  if (free.length > 0)
    warnings.push(
      free.length === 1
        ? `${free[0]!.title} has no cost yet: enter it, or it counts as free.`
        : `${free.length} lines have no cost yet: enter them, or they count as free.`,
    );
  return warnings;
}
