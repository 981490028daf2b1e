// Parcels, ready for a page.
import type { Prisma } from '@prisma/client';
import { afterCommit, inShop, type ShopTx } from '../../db.server.ts';
import { nudge } from '../../lib/queue.server.ts';
import { readContacts } from '../../mirror/read-contacts.server.ts';
import { readPickupLines } from '../../mirror/read-pickable.server.ts';
import {
  type CommandOutcome,
  commandOutcomes,
  namedInTrouble,
  newestInTrouble,
} from '../../shopify/command-outcomes.server.ts';
import { readCameBack } from '../packing/station/mend-parcel.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { readStillWanted } from '../still-wanted.server.ts';
import type { SentWhole } from '../store/of-orders.server.ts';
import { loadWave } from '../store/wave.server.ts';
import { readLabelAccess } from './buy-label.server.ts';
import { FOLLOWER } from './follow-parcels.server.ts';
import type { LabelAccess } from './label.ts';
import { type Parcel, type ParcelTab, parcelTabs, unitsIn } from './parcel.ts';
import { parcelFile } from './parcel-file.ts';
import { binsOf, liesReady, whatGoesBack } from './pickup.ts';
import { readRefusedOrders } from './refused-order.server.ts';
import { whyNotNowInWave } from './ship-parcel.server.ts';
import { loadLyingReady, loadParcel, loadParcels, lyingReady, toParcel, withLines } from './store.server.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The parcels of a tab. */
function whereOf(tab: Exclude<ParcelTab, 'problems'>): Prisma.ParcelWhereInput {
  switch (tab) {
    case 'waiting':
      return { state: 'sealed' };
    case 'open':
      return { state: 'open' };
    case 'shipped':
      return { state: 'shipped' };
    case 'pickup':
      return { state: 'shipped', handOff: 'pickup', collectedAt: null };
  }
}

/**
 * `all`: how many parcels Shopify refused something about, or of which nobody knows whether it took it, or that lie ready for a
 * customer who will not come; a page of those that are meant.
 */
async function readProblems(
  tx: ShopTx,
  shop: string,
  search: string,
  page: { skip: number; take: number } | null,
): Promise<{ all: number; total: number; ids: string[] }> {
  const canceled = [...(await readGoingBack(tx)).keys()];
  const troubled = [...(await namedInTrouble(tx, shop, 'parcel:')).filter((id) => uuid.test(id)), ...canceled];
  const [found] = await tx.$queryRaw<[{ all: number; total: number; ids: string[] }]>`
    WITH "problem" AS MATERIALIZED (
      SELECT "id", "sealedAt", ${search} = '' OR strpos(lower("orderName"), lower(${search})) > 0
        OR strpos(lower("trackingNumber"), lower(${search})) > 0 AS "meant"
      FROM "Parcel"
      WHERE "shop" = ${shop} AND (
        ("state" = 'sealed' AND ("commandId" IS NOT NULL OR "labelState" IN ('failed', 'unknown')))
        OR ("state" IN ('sealed', 'shipped') AND "id" = ANY(${troubled}::uuid[])))),
    "page" AS (
      SELECT "id", "sealedAt" FROM "problem" WHERE "meant"
      ORDER BY "sealedAt", "id" OFFSET ${page?.skip ?? 0} LIMIT ${page?.take ?? 0})
    SELECT (SELECT count(*) FROM "problem")::int AS "all", (SELECT count(*) FROM "problem" WHERE "meant")::int AS "total",
      coalesce((SELECT array_agg("id"::text ORDER BY "sealedAt", "id") FROM "page"), '{}') AS "ids"`;
  return found;
}

/** Parcels that lie ready with something that nobody will come for, by id, with the reason and whether that is all of the order. */
async function readGoingBack(tx: ShopTx): Promise<Map<string, { why: string; whole: boolean }>> {
  const ready = Map.groupBy(await loadParcels(tx, lyingReady), (parcel) => parcel.orderId);
  const standing = await readStillWanted(tx, [...ready.keys()]);
  const orders = new Map(standing.map((order) => [order.orderId, order]));
  return new Map(
    [...ready].flatMap(([orderId, lying]) =>
      [...new Set(lying.map((one) => one.waveId))].flatMap((waveId) => {
        const back = whatGoesBack(waveId, lying, orders.get(orderId));
        return back ? [...back.of.keys()].map((id) => [id, { why: back.why, whole: back.whole }] as const) : [];
      }),
    ),
  );
}

/** A parcel and what became of what Shopify was asked about it; `putBack`: why goods in it that lie ready go back, and whether all do. */
export type ListedParcel = Parcel & {
  outcome: CommandOutcome | null;
  putBack: { why: string; whole: boolean } | null;
};

export async function readParcelsPage(
  shop: string,
  filter: { tab: ParcelTab; search: string },
  page: { skip: number; take: number },
): Promise<{
  rows: ListedParcel[];
  total: number;
  counts: Record<ParcelTab, number>;
  none: boolean;
  labels: LabelAccess | null;
  /** orders in no parcel that Shopify refused */
  refusedOrders: SentWhole[];
}> {
  return inShop(shop, async (tx) => {
    const { tab, search } = filter;
    const meant: Prisma.ParcelWhereInput =
      search === ''
        ? {}
        : {
            OR: [
              { orderName: { contains: search, mode: 'insensitive' } },
              { trackingNumber: { contains: search, mode: 'insensitive' } },
            ],
          };
    const problems = await readProblems(tx, shop, search, tab === 'problems' ? page : null);
    const counts = { problems: problems.all } as Record<ParcelTab, number>;
    for (const one of parcelTabs) if (one !== 'problems') counts[one] = await tx.parcel.count({ where: whereOf(one) });
    const orderBy = [
      tab === 'shipped' ? { shippedAt: 'desc' as const } : { sealedAt: 'asc' as const },
      { id: 'asc' as const },
    ];
    const where = tab === 'problems' ? { id: { in: problems.ids } } : { AND: [whereOf(tab), meant] };
    const total = tab === 'problems' ? problems.total : await tx.parcel.count({ where });
    const parcels = await tx.parcel.findMany({
      ...{ where, orderBy, include: withLines },
      ...(tab === 'problems' ? {} : page),
    });
    const outcomes = await commandOutcomes(
      tx,
      parcels.flatMap((parcel) => parcel.commandId ?? []),
    );
    askWhilePending(tx, shop, parcels);
    const back = await readGoingBack(tx);
    return {
      rows: parcels.map((row) => ({
        ...toParcel(row),
        putBack: back.get(row.id) ?? null,
        outcome: (row.commandId && outcomes.get(row.commandId)) || null,
      })),
      total,
      counts,
      none: (await tx.parcel.count()) === 0,
      labels: await readLabelAccess(tx, shop),
      refusedOrders: await readRefusedOrders(tx, shop),
    };
  });
}

/** While somebody looks, purchases under way are asked after without waiting for the clock. */
function askWhilePending(tx: ShopTx, shop: string, parcels: readonly { labelState: string }[]): void {
  if (parcels.some((parcel) => parcel.labelState === 'asked')) afterCommit(tx, () => nudge(FOLLOWER, shop));
}

export type ParcelPage = {
  parcel: Parcel;
  outcome: CommandOutcome | null;
  /** why the last correction of its number did not get through */
  trackingProblem: string | null;
  /** why it cannot go now, as things stand */
  changed: string | null;
  /** its wave is over and Shopify refused it: what of it is wanted no more; null while that is not so */
  cameBack: { title: string; units: number }[] | null;
  /** goods in it lie ready for a customer who will not come for them: why, where its order's goods go, and whether that is all of them */
  putBack: { why: string; whole: boolean; goods: ReturnType<typeof binsOf> } | null;
  /** it lies ready, and its order wants more than lies ready: what */
  added: { title: string; units: number }[];
  wave: { id: string; number: number } | null;
  labels: LabelAccess | null;
  manifest: { id: string; number: number } | null;
};

export async function readParcel(shop: string, id: string, whyHeld: WhyHeld): Promise<ParcelPage | null> {
  return inShop(shop, async (tx) => {
    const parcel = await loadParcel(tx, shop, id);
    if (!parcel) return null;
    const wave = await loadWave(tx, shop, parcel.waveId);
    const { commandId } = parcel;
    const late = await newestInTrouble(tx, `parcel:${id}:tracking:`);
    askWhilePending(tx, shop, [parcel]);
    const ready = liesReady(parcel);
    const lying = ready ? await loadLyingReady(tx, [parcel.orderId]) : [];
    const [order] = await readStillWanted(tx, [parcel.orderId]);
    const back = ready ? whatGoesBack(parcel.waveId, lying, order) : null;
    return {
      parcel,
      outcome: (commandId && (await commandOutcomes(tx, [commandId])).get(commandId)) || null,
      trackingProblem: late ? (late.problem ?? 'Shopify did not take the number.') : null,
      changed: wave && parcel.state === 'sealed' ? await whyNotNowInWave(tx, parcel, wave, whyHeld) : null,
      cameBack:
        wave?.state === 'shipped' && (parcel.state === 'sealed' || parcel.state === 'open')
          ? await readCameBack(tx, shop, parcel, whyHeld)
          : null,
      putBack:
        back?.of.has(id) && wave
          ? { why: back.why, whole: back.whole, goods: binsOf(wave.walk, [...back.of.values()].flat()) }
          : null,
      added: ready ? await readNotReady(tx, shop, parcel) : [],
      wave: wave && { id: wave.id, number: wave.number },
      labels: await readLabelAccess(tx, shop),
      manifest: parcel.manifestId
        ? await tx.manifest.findUnique({
            where: { shop_id: { shop, id: parcel.manifestId } },
            select: { id: true, number: true },
          })
        : null,
    };
  });
}

/** What the customer of a pickup still waits for and no parcel at its location holds. */
async function readNotReady(
  tx: ShopTx,
  shop: string,
  { orderId, locationId }: Parcel,
): Promise<{ title: string; units: number }[]> {
  const inParcels = unitsIn(
    await loadParcels(tx, { orderId, locationId, state: { not: 'given-up' }, collectedAt: null }),
  );
  return (await readPickupLines(tx, shop, orderId, locationId)).flatMap(({ id, title, remaining }) => {
    const units = remaining - (inParcels.get(id) ?? 0);
    return units > 0 ? [{ title, units }] : [];
  });
}

/** The parcels of a wave that were not given up, for its page. */
export async function readWaveParcels(
  shop: string,
  waveId: string,
): Promise<{ id: string; orderId: string; number: number; state: string }[]> {
  return inShop(shop, (tx) =>
    tx.parcel.findMany({
      where: { waveId, state: { not: 'given-up' } },
      orderBy: [{ orderId: 'asc' }, { number: 'asc' }],
      select: { id: true, orderId: true, number: true, state: true },
    }),
  );
}

/** The file for other label tools: these parcels, or all that wait and need a label. */
export async function exportParcels(shop: string, ids: string[] | null): Promise<string> {
  return inShop(shop, async (tx) => {
    const parcels = await loadParcels(
      tx,
      ids ? { id: { in: ids }, state: { in: ['sealed', 'shipped'] } } : { state: 'sealed' },
    );
    const going = parcels.filter((parcel) => parcel.deliveryMethod !== 'PICK_UP');
    return parcelFile(going, await readContacts(tx, [...new Set(going.map((parcel) => parcel.orderId))]));
  });
}
