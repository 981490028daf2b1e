// What people change about carts, rules and terms.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { type Cart, type CartProblems, type CartTyped, readCart } from '../carts/cart.ts';
import { type Rule, type RuleProblems, type RuleTyped, readRule } from './rule.ts';
import {
  deleteCart,
  deleteRule,
  loadCarts,
  loadRules,
  loadTerms,
  orderRules,
  saveCart,
  saveRule,
  saveTerms,
} from './store.server.ts';
import { readTerms, type Terms, type TermsProblems, type TermsTyped } from './terms.ts';

export async function readCarts(shop: string): Promise<Cart[]> {
  return inShop(shop, loadCarts);
}

export async function readRules(shop: string): Promise<{ rules: Rule[]; carts: Cart[] }> {
  return inShop(shop, async (tx) => ({ rules: await loadRules(tx), carts: await loadCarts(tx) }));
}

export async function readTermsOf(shop: string, locationId: string): Promise<{ terms: Terms; carts: Cart[] }> {
  return inShop(shop, async (tx) => ({ terms: await loadTerms(tx, shop, locationId), carts: await loadCarts(tx) }));
}

type Answer<Problems> = { ok: true } | { ok: false; problems: Problems };

/** A new cart without an id. */
export async function keepCart(
  shop: string,
  id: string | null,
  typed: Partial<CartTyped>,
): Promise<Answer<CartProblems>> {
  const read = readCart(typed);
  if (!read.ok) return read;
  const kept = await inShop(shop, (tx) => saveCart(tx, shop, { id: id ?? randomUUID(), ...read.cart }));
  return kept ? { ok: true } : { ok: false, problems: { name: 'Another cart has this name. Choose another one' } };
}

export async function removeCart(shop: string, id: string): Promise<void> {
  await inShop(shop, (tx) => deleteCart(tx, shop, id));
}

/** A new rule without an id. */
export async function keepRule(
  shop: string,
  id: string | null,
  typed: Partial<RuleTyped>,
): Promise<Answer<RuleProblems>> {
  const read = readRule(typed);
  if (!read.ok) return read;
  return inShop(shop, async (tx): Promise<Answer<RuleProblems>> => {
    const carts = await loadCarts(tx);
    if (read.rule.cartId && !carts.some((cart) => cart.id === read.rule.cartId))
      return { ok: false, problems: { cartId: 'This cart is gone. Choose another one' } };
    await saveRule(tx, shop, { id: id ?? randomUUID(), ...read.rule });
    return { ok: true };
  });
}

export async function removeRule(shop: string, id: string): Promise<void> {
  await inShop(shop, (tx) => deleteRule(tx, shop, id));
}

/** Moves a rule one place up (-1) or down (1). */
export async function moveRule(shop: string, id: string, by: -1 | 1): Promise<void> {
  await inShop(shop, async (tx) => {
    const ids = (await loadRules(tx)).map((rule) => rule.id);
    const from = ids.indexOf(id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= ids.length) return;
    ids.splice(from, 1);
    ids.splice(to, 0, id);
    await orderRules(tx, shop, ids);
  });
}

export async function keepTerms(shop: string, locationId: string, typed: TermsTyped): Promise<Answer<TermsProblems>> {
  const read = readTerms(typed);
  if (!read.ok) return read;
  return inShop(shop, async (tx): Promise<Answer<TermsProblems>> => {
    const carts = await loadCarts(tx);
    if (read.terms.cartId && !carts.some((cart) => cart.id === read.terms.cartId))
      return { ok: false, problems: { cartId: 'This cart is gone. Choose another one' } };
    await saveTerms(tx, shop, locationId, read.terms);
    return { ok: true };
  });
}
