// The proof, ready for a page or a file.
import { inShop } from '../../db.server.ts';
import type { ReplayInputs } from './replay-place.ts';
import {
  type CalibrationTotal,
  countResults,
  lastRuns,
  listInputs,
  listResults,
  loadInputs,
  loadResult,
  type PromiseTotal,
  type ResultFilter,
  type ResultRow,
  type RunView,
  type Sort,
  sumCalibration,
  sumPromise,
  sumResults,
  type TabCounts,
} from './store.server.ts';

type Place = { inventoryItemId: string; locationId: string };
type Within = Omit<ResultFilter, 'tab'>;

export type ProofTotals = Awaited<ReturnType<typeof sumResults>>;

export async function readProof(
  shop: string,
  within: Within,
): Promise<{
  run: RunView | null;
  doneAt: Date | null;
  totals: ProofTotals;
  promise: PromiseTotal | null;
  calibration: CalibrationTotal[];
}> {
  return inShop(shop, async (tx) => {
    const { last, doneAt } = await lastRuns(tx);
    return {
      run: last,
      doneAt,
      totals: await sumResults(tx, shop, within),
      promise: await sumPromise(tx, shop, within),
      calibration: await sumCalibration(tx, shop, within),
    };
  });
}

export async function readProofList(
  shop: string,
  filter: ResultFilter,
  sort: Sort,
  page: { skip: number; take: number },
): Promise<{ list: ResultRow[]; counts: TabCounts }> {
  return inShop(shop, async (tx) => ({
    list: await listResults(tx, shop, filter, sort, page),
    counts: await countResults(tx, shop, filter),
  }));
}

export async function readResult(shop: string, place: Place): Promise<ResultRow | null> {
  return inShop(shop, (tx) => loadResult(tx, shop, place));
}

export async function readInputs(shop: string, place: Place): Promise<ReplayInputs | null> {
  return inShop(shop, (tx) => loadInputs(tx, shop, place));
}

export async function readInputsPage(shop: string, after: Place | null, take: number): ReturnType<typeof listInputs> {
  return inShop(shop, (tx) => listInputs(tx, after, take));
}
