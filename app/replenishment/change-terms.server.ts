// A person changes what the formula rests on: for one variant at one location, or for the whole shop.
import { inShop } from '../db.server.ts';
import { computeReorderPoints, recomputeItems } from './compute-reorder-points.server.ts';
import {
  defaultsAreSet,
  loadAnswer,
  loadDefaults,
  loadSettings,
  type Place,
  saveDefaults,
  saveOwnTerms,
} from './store.server.ts';
import { type OwnTerms, readTerms, type ShopDefaults, type TermProblems } from './terms.ts';

const own = ['leadTimeDays', 'reviewDays', 'safetyDays', 'minimumOrder', 'packSize'] as const;
const shopWide = ['leadTimeDays', 'reviewDays', 'safetyDays', 'windowDays'] as const;

export type OwnTyped = { [name in (typeof own)[number]]: string };
export type DefaultsTyped = { [name in (typeof shopWide)[number]]: string };

export type Changed<Name extends string> = { ok: true } | { ok: false; problems: TermProblems<Name> };

/** Sets the terms of one variant at one location; an empty field inherits. The answer is computed again at once. */
export async function changeTerms(
  shop: string,
  place: Place,
  typed: OwnTyped,
  now: Date,
): Promise<Changed<keyof OwnTerms> | { ok: false; problems: null }> {
  const read = readTerms(typed, own, true);
  if (!read.ok) return read;
  const known = await inShop(shop, async (tx) => {
    if (!(await loadAnswer(tx, shop, place))) return false;
    await saveOwnTerms(tx, shop, place, read.values);
    return true;
  });
  if (!known) return { ok: false, problems: null };
  await recomputeItems(shop, [place.inventoryItemId], now);
  return { ok: true };
}

/** Sets the shop's defaults, and computes everything that inherits from them. */
export async function changeDefaults(
  shop: string,
  typed: DefaultsTyped,
  now: Date,
): Promise<Changed<keyof ShopDefaults>> {
  const read = readTerms(typed, shopWide, false);
  if (!read.ok) return read;
  // Without inheritance each value is present.
  await inShop(shop, (tx) => saveDefaults(tx, shop, read.values as ShopDefaults));
  await computeReorderPoints(shop, now);
  return { ok: true };
}

/** What is set and what is inherited, for the forms. */
export async function readTermsOf(shop: string, place: Place): Promise<{ own: OwnTerms; defaults: ShopDefaults }> {
  return inShop(shop, async (tx) => ({
    own: (await loadSettings(tx, [place.inventoryItemId])).of(place).terms,
    defaults: await loadDefaults(tx, shop),
  }));
}

export async function readDefaults(shop: string): Promise<ShopDefaults> {
  return inShop(shop, (tx) => loadDefaults(tx, shop));
}

/** Whether the merchant has said how long suppliers take, rather than living with the first guess. */
export async function hasOwnDefaults(shop: string): Promise<boolean> {
  return inShop(shop, defaultsAreSet);
}
