// Which boxes an order goes into, from what the shop knows of boxes and goods; and what packers say of them, learned.
import type { ShopTx } from '../../db.server.ts';
import { readGrams } from '../../mirror/read-items.server.ts';
import { type Advice, type AskedLine, advise } from './advice.ts';
import type { ShopBox } from './boxes/box.ts';
import {
  type Goods,
  insertFitReport,
  loadBoxes,
  loadSizes,
  loadTooSmall,
  lockSizes,
  saveTrust,
} from './boxes/store.server.ts';
import type { Item } from './item.ts';
import { afterReport, headroomOf } from './trust.ts';

export type ParcelAdvice = Advice<ShopBox>;

/** Of one core, milliseconds for one box: who packs is waiting, and so is everybody else of this process. */
const TIME_A_BOX = 150;
const now = () => performance.now();

/**
 * The boxes for these units of one order, with how to pack them; what is not known (no size, no weight) is named. A packer who
 * has put a box away names it in `without`.
 */
export async function chooseParcels(
  tx: ShopTx,
  _shop: string,
  lines: readonly AskedLine[],
  { without = [] }: { without?: readonly string[] } = {},
): Promise<ParcelAdvice> {
  const wanted = lines.filter((line) => line.quantity > 0);
  const goods = goodsOf(wanted);
  const ids = [...goods.keys()];
  const [boxes, sizes, grams] = [await loadBoxes(tx), await loadSizes(tx, ids), await readGrams(tx, ids)];
  const everyKnown = wanted.every((line) => line.inventoryItemId !== null);
  const measured = new Date(Math.max(0, ...[...sizes.values()].map((size) => size.measuredAt.getTime())));
  const reported = everyKnown ? await loadTooSmall(tx, goods, measured) : new Set<string>();
  return advise(
    wanted,
    (id) => ({ size: sizes.get(id) ?? null, grams: grams.get(id) ?? null }),
    boxes.filter((box) => !without.includes(box.id)),
    { now, timeABox: TIME_A_BOX, reported },
  );
}

export type FitReport = {
  /** the station's own, a uuid: heard once */
  id: string;
  boxId: string;
  /** all that was in the parcel, or was to go in */
  lines: readonly Pick<AskedLine, 'inventoryItemId' | 'quantity'>[];
  /** true: packed as shown. false: "didn't fit" */
  fitted: boolean;
  at: Date;
};

/** What a packer said of a box, learned. Once per id; of goods that nobody measured only the box is remembered. */
export async function heardOfFit(tx: ShopTx, shop: string, report: FitReport): Promise<void> {
  const lines = report.lines.filter((line) => line.quantity > 0);
  if (lines.length === 0 || lines.some((line) => line.inventoryItemId === null)) return;
  const goods = goodsOf(lines);
  const { id, boxId, fitted, at } = report;
  if (!(await insertFitReport(tx, shop, { id, boxId, goods, fitted, at }))) return;
  const variants = [...goods.keys()];
  await lockSizes(tx, shop, variants);
  const sizes = await loadSizes(tx, variants);
  if (sizes.size < variants.length) return;
  const box = fitted ? undefined : (await loadBoxes(tx, 'all')).find((one) => one.id === boxId);
  if (!fitted && !box) return;
  const headroom = box ? headroomOf(grownItems(goods, sizes), box, { now, until: now() + TIME_A_BOX }) : 0;
  await saveTrust(tx, shop, afterReport(sizes, { variants, fitted, headroom }));
}

function goodsOf(lines: readonly Pick<AskedLine, 'inventoryItemId' | 'quantity'>[]): Goods {
  const goods = new Map<string, number>();
  for (const { inventoryItemId: id, quantity } of lines)
    if (id !== null) goods.set(id, (goods.get(id) ?? 0) + quantity);
  return goods;
}

/** The units as large as they were taken for when the box was chosen. Weight is not what keeps a thing out. */
function grownItems(goods: Goods, sizes: Awaited<ReturnType<typeof loadSizes>>): Item[] {
  return [...goods].flatMap(([id, quantity]) => {
    const { length, width, height, upright, fragile, margin } = sizes.get(id)!;
    const more = Math.ceil(margin);
    return Array.from({ length: quantity }, (_, n) => ({
      ...{ id: `${id}#${n}`, length: length + more, width: width + more, height: height + more },
      ...{ weight: 0, upright, fragile },
    }));
  });
}
