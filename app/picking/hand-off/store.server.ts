// Parcels as hand-off reads and moves them. The pack station makes and seals them.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { lockWave } from '../store.server.ts';
import { type HandOff, type LabelState, type Parcel, type ParcelState, unitsIn } from './parcel.ts';

export const withLines = { lines: { orderBy: { fulfillmentOrderLineId: 'asc' } } } satisfies Prisma.ParcelInclude;

export function toParcel(row: Prisma.ParcelGetPayload<{ include: typeof withLines }>): Parcel {
  const { shop: _shop, boxId: _box, pickerId: _picker, proofSeq: _seq, ...known } = row;
  const { lines, state, handOff, labelState, proofHash, ...rest } = known;
  return {
    ...rest,
    state: state as ParcelState,
    handOff: handOff as HandOff | null,
    labelState: labelState as LabelState,
    sealHash: proofHash && Buffer.from(proofHash).toString('hex'),
    lines: lines.map(({ shop: _, parcelId: _parcel, ...line }) => line),
  };
}

export async function loadParcel(tx: ShopTx, shop: string, id: string): Promise<Parcel | null> {
  const row = await tx.parcel.findUnique({ where: { shop_id: { shop, id } }, include: withLines });
  return row ? toParcel(row) : null;
}

/** A parcel that nobody else moves until the transaction ends: its wave is held first, then the parcel itself. */
export async function lockParcel(tx: ShopTx, shop: string, id: string): Promise<Parcel | null> {
  const head = await tx.parcel.findUnique({ where: { shop_id: { shop, id } }, select: { waveId: true } });
  if (!head) return null;
  await lockWave(tx, shop, head.waveId);
  await tx.$queryRaw`SELECT 1 FROM "Parcel" WHERE "shop" = ${shop} AND "id" = ${id}::uuid FOR UPDATE`;
  return loadParcel(tx, shop, id);
}

/** The parcels of a wave that were not given up, order by order. */
export async function parcelsOfWave(tx: ShopTx, waveId: string): Promise<Parcel[]> {
  const rows = await tx.parcel.findMany({
    where: { waveId, state: { not: 'given-up' } },
    orderBy: [{ orderId: 'asc' }, { number: 'asc' }],
    include: withLines,
  });
  return rows.map(toParcel);
}

/** Parcels, those packed first in front; of an order in the order in which they are counted. Papers and the station read them here too. */
export async function loadParcels(tx: ShopTx, where: Prisma.ParcelWhereInput): Promise<Parcel[]> {
  const orderBy: Prisma.ParcelOrderByWithRelationInput[] = [
    { openedAt: 'asc' },
    { waveId: 'asc' },
    { number: 'asc' },
    { id: 'asc' },
  ];
  const rows = await tx.parcel.findMany({ where, orderBy, include: withLines });
  return rows.map(toParcel);
}

/**
 * Units by fulfillment-order line of an order's parcels that are to be told to Shopify and surely are not yet: what the mirror says is
 * left still has them. `but`: not of this parcel.
 */
export async function queuedUnits(tx: ShopTx, orderId: string, but?: string): Promise<Map<string, number>> {
  const sent = await loadParcels(tx, {
    ...{ orderId, state: 'shipped', commandId: { not: null }, handOff: { not: 'pickup' } },
    ...(but ? { id: { not: but } } : {}),
  });
  const outcomes = await commandOutcomes(
    tx,
    sent.flatMap((parcel) => parcel.commandId ?? []),
  );
  return unitsIn(sent.filter((parcel) => outcomes.get(parcel.commandId ?? '')?.state === 'queued'));
}

/** Empties what tells, of these orders' parcels, who got them: a carrier's page names its customer. */
export async function forgetParcels(tx: ShopTx, orderIds: string[]): Promise<void> {
  await tx.parcel.updateMany({
    where: { orderId: { in: orderIds } },
    data: { trackingNumber: null, trackingUrl: null, labelUrl: null, labelProblem: null },
  });
}

/** What the parcel's box weighs empty, grams; 0 where nobody knows. */
export async function boxGrams(tx: ShopTx, shop: string, parcelId: string): Promise<number> {
  const row = await tx.parcel.findUnique({ where: { shop_id: { shop, id: parcelId } }, select: { boxId: true } });
  const box =
    row?.boxId && (await tx.box.findUnique({ where: { shop_id: { shop, id: row.boxId } }, select: { weight: true } }));
  return box ? box.weight : 0;
}

export async function saveParcel(
  tx: ShopTx,
  shop: string,
  id: string,
  data: Partial<
    Pick<
      Parcel,
      | 'state'
      | 'shippedAt'
      | 'collectedAt'
      | 'handOff'
      | 'carrier'
      | 'trackingNumber'
      | 'trackingUrl'
      | 'commandId'
      | 'labelState'
      | 'labelCommandId'
      | 'labelResultId'
      | 'labelUrl'
      | 'labelProblem'
      | 'manifestId'
    >
  >,
): Promise<void> {
  await tx.parcel.update({ where: { shop_id: { shop, id } }, data });
}

/** The goods of these orders' sealed and open parcels go back: nothing of them ships any more. */
export async function giveUpParcels(tx: ShopTx, waveId: string, orderIds: string[] | null): Promise<void> {
  await tx.parcel.updateMany({
    where: { waveId, state: { in: ['open', 'sealed'] }, ...(orderIds ? { orderId: { in: orderIds } } : {}) },
    data: { state: 'given-up' },
  });
}
