// The only file that knows the tables ReturnPolicy and PortalRequest.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';
import { firstPolicy, type Policy } from './policy.ts';
import type { TraceStep } from './returnable.ts';

export type AskedLine = {
  fulfillmentLineItemId: string;
  orderLineId: string;
  title: string;
  quantity: number;
  reason: string;
  trace: TraceStep[];
};

/** portal: the guest page; account: the customer account extension */
export type Door = 'portal' | 'account';

export type PortalRequest = {
  id: string;
  orderId: string;
  orderName: string;
  door: Door;
  lines: AskedLine[];
  commandId: string;
  createdAt: Date;
};

export async function loadPolicy(tx: ShopTx, shop: string): Promise<Policy> {
  const row = await tx.returnPolicy.findUnique({ where: { shop } });
  if (!row) return firstPolicy;
  return { windowDays: row.windowDays, finalSaleTags: row.finalSaleTags, needsApproval: row.needsApproval };
}

export async function savePolicy(tx: ShopTx, shop: string, policy: Policy): Promise<void> {
  await tx.returnPolicy.upsert({ where: { shop }, create: { shop, ...policy }, update: policy });
}

export async function insertRequest(tx: ShopTx, shop: string, request: PortalRequest): Promise<void> {
  const { lines, ...rest } = request;
  await tx.portalRequest.create({
    data: {
      shop,
      ...rest,
      lines: lines.map(({ trace: _, ...line }) => line) as Prisma.InputJsonArray,
      trace: Object.fromEntries(
        lines.map((line) => [line.fulfillmentLineItemId, line.trace]),
      ) as Prisma.InputJsonObject,
    },
  });
}

export async function loadRequest(tx: ShopTx, shop: string, id: string): Promise<PortalRequest | null> {
  const row = await tx.portalRequest.findUnique({ where: { shop_id: { shop, id } } });
  return row ? toRequest(row) : null;
}

export async function loadRequestsOf(tx: ShopTx, orderIds: string[]): Promise<PortalRequest[]> {
  const rows = await tx.portalRequest.findMany({
    where: { orderId: { in: orderIds } },
    orderBy: { createdAt: 'desc' },
    take: 1000,
  });
  return rows.map(toRequest);
}

/** Requests about one order wait for each other until commit: two of them cannot both take the last unit. */
export async function lockOrder(tx: ShopTx, shop: string, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`return:${shop}:${orderId}`}, 0))`;
}

function toRequest(row: Prisma.PortalRequestGetPayload<object>): PortalRequest {
  const traces = row.trace as unknown as Record<string, TraceStep[]>;
  return {
    id: row.id,
    orderId: row.orderId,
    orderName: row.orderName,
    door: row.door as Door,
    lines: (row.lines as unknown as Omit<AskedLine, 'trace'>[]).map((line) => ({
      ...line,
      trace: traces[line.fulfillmentLineItemId] ?? [],
    })),
    commandId: row.commandId,
    createdAt: row.createdAt,
  };
}
