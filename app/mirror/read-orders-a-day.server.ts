// How many orders a usual day brings.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';
import type { GoodsScope } from './find-goods.server.ts';

/** Some goods; `scopeKeys`: ids of products or variants, types or vendors. */
type SomeGoods = { scope: GoodsScope; scopeKeys: readonly string[] };

/**
 * Orders a day, on the mean of the last `days` whole days of the shop before `today`, that hold something of what `about` names.
 * Canceled and test orders do not count.
 */
export async function ordersADay(
  tx: ShopTx,
  shop: string,
  about: SomeGoods,
  { timeZone, today, days }: { timeZone: string; today: string; days: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ orders: number }[]>`
    SELECT count(*)::int AS "orders" FROM "Order" o
    WHERE o."shop" = ${shop} AND o."cancelledAt" IS NULL AND NOT o."test"
      AND o."processedAt" >= (${today}::date - ${days}::int)::timestamp AT TIME ZONE ${timeZone}
      AND o."processedAt" < ${today}::date::timestamp AT TIME ZONE ${timeZone}
      AND ${holds(shop, about)}`;
  return (row?.orders ?? 0) / days;
}

function holds(shop: string, { scope, scopeKeys }: SomeGoods): Prisma.Sql {
  if (scope === 'everything') return Prisma.sql`true`;
  const keys = scope === 'type' || scope === 'vendor' ? scopeKeys.map((key) => key.toLowerCase()) : [...scopeKeys];
  const named = {
    products: Prisma.sql`l."productId" = ANY(${keys})`,
    variants: Prisma.sql`l."variantId" = ANY(${keys})`,
    type: Prisma.sql`lower(p."productType") = ANY(${keys})`,
    vendor: Prisma.sql`lower(p."vendor") = ANY(${keys})`,
  }[scope];
  return Prisma.sql`EXISTS (
    SELECT FROM "OrderLine" l LEFT JOIN "Product" p ON p."shop" = ${shop} AND p."id" = l."productId"
    WHERE l."shop" = ${shop} AND l."orderId" = o."id" AND ${named})`;
}
