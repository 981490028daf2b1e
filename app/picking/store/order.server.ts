// The orders of a wave, as they are kept: what shipped them, why they were left out, and the lines that a wave lets go of.
import type { ShopTx } from '../../db.server.ts';
import type { LeftOut } from '../ship.ts';
import type { WaveOrder } from './wave.server.ts';

export async function saveWaveOrder(
  tx: ShopTx,
  shop: string,
  waveId: string,
  order: Partial<WaveOrder> & { orderId: string },
): Promise<void> {
  const { orderId, ...data } = order;
  await tx.waveOrder.update({ where: { shop_waveId_orderId: { shop, waveId, orderId } }, data });
}

/** Takes orders off a wave's walk before it begins, and keeps the reason: their lines may be planned again. */
export async function leaveOut(tx: ShopTx, shop: string, waveId: string, orders: LeftOut[]): Promise<void> {
  await tx.waveLine.deleteMany({ where: { waveId, orderId: { in: orders.map((order) => order.orderId) } } });
  for (const { orderId, reason } of orders) await saveWaveOrder(tx, shop, waveId, { orderId, leftOut: reason });
}

/** The wave holds its lines, or those of these orders, no longer: they may be planned again. */
export async function letGoOfLines(tx: ShopTx, waveId: string, orderIds?: string[]): Promise<void> {
  await tx.waveLine.updateMany({
    where: { waveId, ...(orderIds ? { orderId: { in: orderIds } } : {}) },
    data: { active: false },
  });
}
