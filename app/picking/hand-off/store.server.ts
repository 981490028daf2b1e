// Parcels as hand-off reads and moves them. The pack station makes and seals them.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { withdrawCommands } from '../../shopify/outbox.server.ts';
import { lockWave } from '../store/wave.server.ts';
import type { HandOff, LabelState, Parcel, ParcelState } from './parcel.ts';

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

/**
 * The parcels of a wave that were not given up, order by order. One that Shopify refused and that somebody sent again from the outbox
 * is as good as shipped.
 */
export async function parcelsOfWave(tx: ShopTx, waveId: string): Promise<Parcel[]> {
  const rows = await tx.parcel.findMany({
    where: { waveId, state: { not: 'given-up' } },
    orderBy: [{ orderId: 'asc' }, { number: 'asc' }],
    include: withLines,
  });
  const going = await sentAgain(tx, rows);
  return rows.map((row) => (going.has(row.id) ? { ...toParcel(row), state: 'shipped' } : toParcel(row)));
}

/** Whether somebody began to pack a wave. */
export async function hasParcels(tx: ShopTx, waveId: string): Promise<boolean> {
  return (await tx.parcel.findFirst({ where: { waveId }, select: { id: true } })) !== null;
}

/** Of these parcels those that are sealed while Shopify is asked, or was asked, to take them: by id. */
export async function sentAgain(
  tx: ShopTx,
  parcels: readonly { id: string; state: string; commandId: string | null }[],
): Promise<Set<string>> {
  const sealed = parcels.filter((parcel) => parcel.state === 'sealed' && parcel.commandId !== null);
  if (sealed.length === 0) return new Set();
  const outcomes = await commandOutcomes(
    tx,
    sealed.map((parcel) => parcel.commandId ?? ''),
  );
  return new Set(
    sealed.flatMap(({ id, commandId }) => {
      const outcome = outcomes.get(commandId ?? '');
      return outcome && outcome.state !== 'failed' ? id : [];
    }),
  );
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

/** The parcels of these orders that were made ready and are not collected. */
export const loadLyingReady = (tx: ShopTx, orderIds: string[]): Promise<Parcel[]> =>
  loadParcels(tx, { ...lyingReady, orderId: { in: orderIds } });

/** Of pickups: made ready, and not collected. */
export const lyingReady = { state: 'shipped', deliveryMethod: 'PICK_UP', collectedAt: null } as const;

/** Units by line leave a parcel, and not all of them: what it weighs is not known any more. */
export async function takeOutOfParcel(
  tx: ShopTx,
  shop: string,
  id: string,
  units: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [fulfillmentOrderLineId, quantity] of units)
    await tx.parcelLine.update({
      where: { shop_parcelId_fulfillmentOrderLineId: { shop, parcelId: id, fulfillmentOrderLineId } },
      data: { quantity: { decrement: quantity } },
    });
  await tx.parcelLine.deleteMany({ where: { parcelId: id, quantity: 0 } });
  await tx.parcel.update({ where: { shop_id: { shop, id } }, data: { expectedGrams: null, weighedGrams: null } });
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

/** The goods of these orders' sealed and open parcels go back: nothing of them ships any more, from the outbox neither. */
export async function giveUpParcels(tx: ShopTx, waveId: string, orderIds: string[] | null): Promise<void> {
  const rows = await tx.parcel.findMany({
    where: { waveId, state: { in: ['open', 'sealed'] }, ...(orderIds ? { orderId: { in: orderIds } } : {}) },
    select: { id: true, state: true, commandId: true },
  });
  const going = await sentAgain(tx, rows);
  const back = rows.filter((row) => !going.has(row.id));
  await withdrawCommands(
    tx,
    back.flatMap((row) => row.commandId ?? []),
    'The parcel was given up: its goods went back.',
  );
  await tx.parcel.updateMany({ where: { id: { in: back.map((row) => row.id) } }, data: { state: 'given-up' } });
}
