// The only file that knows the tables WaveRule, PickTerms and Cart.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import { type Cart, type CartMethod, cartMethods } from '../carts/cart.ts';
import { isRouting } from '../walk/routing.ts';
import { expressWays, type Rule, when } from './rule.ts';
import { type Terms, usualTerms, windows } from './terms.ts';

/** All rules, in the order in which they are asked. */
export async function loadRules(tx: ShopTx): Promise<Rule[]> {
  const rows = await tx.waveRule.findMany({ orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  return rows.map(({ id, name, active, when: kept, cartId, most, express }) => ({
    ...{ id, name, active, cartId, most },
    express: expressWays.find((way) => way === express) ?? null,
    when: when.safeParse(kept).data ?? {},
  }));
}

/** Keeps a rule in its place, or at the end when it is new. */
export async function saveRule(tx: ShopTx, shop: string, rule: Rule): Promise<void> {
  const { id, express = null, ...rest } = rule;
  const data = { ...rest, express };
  const { _max } = await tx.waveRule.aggregate({ _max: { position: true } });
  await tx.waveRule.upsert({
    where: { shop_id: { shop, id } },
    create: { shop, id, position: (_max.position ?? 0) + 1, ...data },
    update: data,
  });
}

export async function deleteRule(tx: ShopTx, shop: string, id: string): Promise<void> {
  await tx.waveRule.deleteMany({ where: { shop, id } });
}

/** Rules named here stand in this order; others after them. */
export async function orderRules(tx: ShopTx, shop: string, ids: readonly string[]): Promise<void> {
  const rows = JSON.stringify(ids.map((id, index) => ({ id, position: index + 1 })));
  await tx.$executeRaw`
    UPDATE "WaveRule" w SET "position" = r."position"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("id" uuid, "position" int)
    WHERE w."shop" = ${shop} AND w."id" = r."id"`;
}

/** A location's terms; the usual ones when nobody has set any. */
export async function loadTerms(tx: ShopTx, shop: string, locationId: string): Promise<Terms> {
  const row = await tx.pickTerms.findUnique({ where: { shop_locationId: { shop, locationId } } });
  if (!row) return usualTerms;
  const { shop: _shop, locationId: _location, windows: kept, ...terms } = row;
  const routing = isRouting(terms.routing) ? terms.routing : usualTerms.routing;
  return { ...terms, routing, windows: windows.safeParse(kept).data ?? [] };
}

export async function saveTerms(tx: ShopTx, shop: string, locationId: string, terms: Terms): Promise<void> {
  await tx.pickTerms.upsert({
    where: { shop_locationId: { shop, locationId } },
    create: { shop, locationId, ...terms },
    update: terms,
  });
}

export async function loadCarts(tx: ShopTx): Promise<Cart[]> {
  const rows = await tx.cart.findMany({ orderBy: { name: 'asc' } });
  return rows.map(({ shop: _, method, ...cart }) => ({
    ...cart,
    method: cartMethods.find((one) => one === method) ?? ('cluster' satisfies CartMethod),
  }));
}

/** False when another cart has this name. */
export async function saveCart(tx: ShopTx, shop: string, cart: Cart): Promise<boolean> {
  const { id, ...data } = cart;
  const same = await tx.cart.findFirst({
    where: { name: { equals: data.name, mode: Prisma.QueryMode.insensitive }, id: { not: id } },
  });
  if (same) return false;
  await tx.cart.upsert({ where: { shop_id: { shop, id } }, create: { shop, id, ...data }, update: data });
  return true;
}

/** Where it was asked for, the location's usual cart comes in its place. */
export async function deleteCart(tx: ShopTx, shop: string, id: string): Promise<void> {
  await tx.waveRule.updateMany({ where: { shop, cartId: id }, data: { cartId: null } });
  await tx.pickTerms.updateMany({ where: { shop, cartId: id }, data: { cartId: null } });
  await tx.cart.deleteMany({ where: { shop, id } });
}
