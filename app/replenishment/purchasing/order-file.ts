// A purchase order as a CSV file, for the supplier's own system.
import { csvText } from '../../lib/csv.ts';
import { decimalFromMinor } from '../../lib/money.ts';
import { type OrderLine, orderName } from './purchase-order.ts';

/** One row a line; amounts are plain decimals in `currency`. */
export function orderCsv(order: { number: number; currency: string; lines: readonly OrderLine[] }): string {
  const money = (minor: bigint) => decimalFromMinor(minor, order.currency);
  return csvText([
    [
      'order',
      'line',
      'supplier sku',
      'sku',
      'barcode',
      'item',
      'units',
      'pack size',
      'unit cost',
      'line total',
      'currency',
    ],
    ...order.lines.map((line) => [
      orderName(order.number),
      line.position,
      line.supplierSku,
      line.sku,
      line.barcode,
      line.title,
      line.ordered,
      line.packSize,
      money(line.unitCost),
      money(line.unitCost * BigInt(line.ordered)),
      order.currency,
    ]),
  ]);
}
