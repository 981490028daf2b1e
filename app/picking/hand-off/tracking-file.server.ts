// Numbers from a file: each good row ships its parcel or corrects its number; each bad one is named with its line.
import { inShop, type ShopTx } from '../../db.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { readTracking } from './carriers.ts';
import { correctTracking, sameTracking } from './correct-tracking.server.ts';
import { type Parcel, parcelName, whyNotNow } from './parcel.ts';
import { type BadRow, readTrackingFile, type TrackingRow } from './parcel-file.ts';
import { shipParcel } from './ship-parcel.server.ts';
import { loadParcels } from './store.server.ts';

export type RowPlan = {
  line: number;
  parcelId: string;
  name: string;
  carrier: string;
  trackingNumber: string;
  trackingUrl: string;
  what: 'ship' | 'correct';
};

export type TrackingPlan =
  | { ok: true; rows: RowPlan[]; same: number; without: number; bad: BadRow[] }
  | { ok: false; problem: string };

/** What a file would do, row by row. Nothing is changed. */
export async function previewTracking(shop: string, text: string): Promise<TrackingPlan> {
  const file = readTrackingFile(text);
  if (!file.ok) return file;
  const bad = [...file.bad];
  const rows: RowPlan[] = [];
  let same = 0;
  const find = await inShop(shop, (tx) => finder(tx, file.rows));
  const taken = new Map<string, number>();
  for (const row of file.rows) {
    const found = find(row);
    const typed = readTracking(row);
    const problem =
      typeof found === 'string'
        ? found
        : !typed.ok
          ? typed.problem
          : taken.has(found.id)
            ? `${parcelName(found)} is already on line ${taken.get(found.id)}. Keep one of them.`
            : found.state === 'shipped'
              ? null
              : whyNotNow(found);
    if (problem || typeof found === 'string' || !typed.ok) {
      bad.push({ line: row.line, text: row.text, problem: problem ?? '' });
      continue;
    }
    taken.set(found.id, row.line);
    if (found.state === 'shipped' && sameTracking(found, keptUrl(found, typed.tracking))) {
      same += 1;
      continue;
    }
    rows.push({
      line: row.line,
      parcelId: found.id,
      name: parcelName(found),
      carrier: typed.tracking.carrier ?? found.carrier ?? '',
      trackingNumber: row.trackingNumber,
      trackingUrl: row.trackingUrl,
      what: found.state === 'shipped' ? 'correct' : 'ship',
    });
  }
  return { ok: true, rows, same, without: file.without, bad: bad.sort((a, b) => a.line - b.line) };
}

/** What the file does not say of a shipped parcel stays as it is. */
function keptUrl(
  parcel: Parcel,
  typed: { carrier: string | null; trackingNumber: string | null; trackingUrl: string | null },
) {
  return {
    carrier: typed.carrier ?? parcel.carrier,
    trackingNumber: typed.trackingNumber,
    trackingUrl: typed.trackingUrl ?? (typed.trackingNumber === parcel.trackingNumber ? parcel.trackingUrl : null),
  };
}

export type TrackingTaken =
  | {
      ok: true;
      shipped: number;
      corrected: number;
      same: number;
      without: number;
      /** rows that there was no time for */
      left: number;
      bad: BadRow[];
    }
  | { ok: false; problem: string };

/**
 * Does it, row after row, while `mayGoOn`: a page has no minutes to wait. The same file again ships nothing again, as its parcels
 * have their numbers, and so goes on where it stopped.
 */
export async function takeTracking(
  shop: string,
  text: string,
  whyHeld: WhyHeld,
  now: Date,
  mayGoOn: () => boolean = () => true,
): Promise<TrackingTaken> {
  const plan = await previewTracking(shop, text);
  if (!plan.ok) return plan;
  const bad = [...plan.bad];
  let [shipped, corrected, left] = [0, 0, 0];
  for (const [at, row] of plan.rows.entries()) {
    if (!mayGoOn()) {
      left = plan.rows.length - at;
      break;
    }
    const { carrier, trackingNumber, trackingUrl } = row;
    const typed = { carrier, trackingNumber, trackingUrl };
    const done =
      row.what === 'ship'
        ? await shipParcel(shop, row.parcelId, typed, whyHeld, now)
        : await correctTracking(shop, row.parcelId, typed, now);
    if (!done.ok) bad.push({ line: row.line, text: `${row.name}, ${row.trackingNumber}`, problem: done.problem });
    else if (row.what === 'ship') shipped += 1;
    else corrected += 1;
  }
  const { same, without } = plan;
  return { ok: true, shipped, corrected, same, without, left, bad: bad.sort((a, b) => a.line - b.line) };
}

const plainName = (name: string) => name.trim().replace(/^#/, '').toLowerCase();

/** Finds each row's parcel, or says why there is none. */
async function finder(tx: ShopTx, rows: readonly TrackingRow[]): Promise<(row: TrackingRow) => Parcel | string> {
  const ids = rows.flatMap((row) => row.parcelId ?? []);
  const names = rows.flatMap((row) => (row.parcelId || !row.orderName ? [] : [row.orderName]));
  const written = [...new Set(names.flatMap((name) => [name, name.replace(/^#/, ''), `#${name.replace(/^#/, '')}`]))];
  const parcels = await loadParcels(tx, { OR: [{ id: { in: ids } }, { orderName: { in: written } }] });
  const byId = new Map(parcels.map((parcel) => [parcel.id, parcel]));
  const byOrder = Map.groupBy(
    parcels.filter((parcel) => parcel.state !== 'given-up'),
    (parcel) => plainName(parcel.orderName),
  );
  return (row) => {
    if (row.parcelId !== null)
      return byId.get(row.parcelId) ?? `There is no parcel ${row.parcelId}. Export the parcels anew and use that file.`;
    const own = byOrder.get(plainName(row.orderName ?? '')) ?? [];
    if (own.length === 0) return `Order ${row.orderName} has no parcel. Check the order number, or pack it first.`;
    const fitting = row.number === null ? own : own.filter((parcel) => parcel.number === row.number);
    // An order packed in several waves has several first parcels: the one that waits is meant.
    const sealed = fitting.filter((parcel) => parcel.state === 'sealed');
    const [only] = fitting.length === 1 ? fitting : sealed.length === 1 && row.number !== null ? sealed : [];
    if (only) return only;
    if (fitting.length === 0)
      return `Order ${row.orderName} has ${own.length === 1 ? 'one parcel' : `${own.length} parcels`} and none with number ${row.number}.`;
    return `Order ${row.orderName} has ${fitting.length} parcels. Add the column Parcel Number or Parcel ID to say which.`;
  };
}
