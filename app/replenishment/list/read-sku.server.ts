// Everything the page of one SKU at one location shows.
import { inShop } from '../../db.server.ts';
import { timelineOf } from '../../events/read.server.ts';
import type { DemandInputs } from '../demand-inputs.ts';
import { demandOverDays } from '../demand-inputs.ts';
import { DAY_STATES } from '../forecast/demand-days.ts';
import { difference, differenceSentence } from '../policy/difference.ts';
import type { Receipt } from '../policy/receipt.ts';
import { readReceipt } from '../read-receipt.server.ts';
import type { Place, ReorderRow } from '../reorder-point.ts';
import { stockByDay } from './stock-by-day.ts';
import { listItem, type OpenOrderLine, openOrderLines } from './store.server.ts';

/** So far back the chart can go. */
const CHART_DAYS = 364;
const DAY_MS = 86_400_000;

export type PastDay = { day: string; units: number; state: (typeof DAY_STATES)[number]; available: number | null };
export type Promotion = { from: string; to: string; title: string };

export type Sku = {
  row: ReorderRow;
  receipt: Receipt<DemandInputs>;
  /** what became of the number since an earlier receipt; null without one, or when it stands under other rules */
  before: { day: string; sentence: string } | null;
  chart: { today: string; past: PastDay[]; promotions: Promotion[] };
  /** purchase orders of it to this location that are still open, drafts too */
  orders: OpenOrderLine[];
  /** the same item at the other locations */
  elsewhere: ReorderRow[];
};
