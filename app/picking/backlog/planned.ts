import type { Cart } from '../carts/cart.ts';
import type { Unsized } from '../carts/unsized.ts';
import type { Finish } from '../finish.ts';
import type { Prepared } from './groups.ts';

export type PlannedWave = {
  orders: { orderId: string; orderName: string; lines: number; units: number; tote: number | null }[];
  /** what each bin gives of a fulfillment-order line, in the order of the walk; no line twice from the same bin */
  walk: { fulfillmentOrderLineId: string; quantity: number; bin: string | null; tote: number | null }[];
  rule: string | null;
  cart: string | null;
  method: Cart['method'];
  dueAt: Date | null;
  /** the cut-off that says so; null where none does, undefined in a plan that an earlier version made */
  cutOff?: string | null;
  /** where its rule keeps to, if it does: what a bin lacks later is taken from there if it can be */
  zones?: string[];
  lines: number;
  units: number;
  /** what is found in bins that the layout does not have, walked last */
  unplaced: number;
  /** null where no layout is known */
  metres: { walk: number; bound: number; oneByOne: number; byBinName: number } | null;
  /** as it is likely to take */
  seconds: number;
  finish: Finish;
};

export type PlannedBacklog = {
  waves: PlannedWave[];
  tooLarge: Prepared['tooLarge'];
  /** in sum; null where no layout is known. No plan under the same rules is shorter than `bound`. */
  metres: {
    walk: number;
    bound: number;
    proven: boolean;
    oneByOne: number;
    firstCome: number;
    /** first come, walked by bin name */
    byBinName: number;
  } | null;
  learnedFrom: number;
  /** with so many pickers every wave keeps its cut-off in nine of ten plays; null = with those there are, or not with twenty either */
  pickersToKeepUp: number | null;
  /** items of which a cart's limits know nothing; a plan that an earlier version made says nothing of them */
  unsized?: Unsized;
  /** slots of the put wall, where waves would have more orders without it; null = it binds none */
  wallSlots?: number | null;
};
