import { type UnionLength, unionLength, type Walks } from '../walk/walks.ts';

/** An order as batching sees it: where it must be picked, and what it takes of the cart. */
export interface OrderToBatch {
  /** how a person would call it in an error */
  name: string;
  stops: readonly number[];
  /** per measure of the capacity: entries, totes, volume, weight … */
  load: readonly number[];
}

/** Put every order in one batch, keep the capacity in every measure, and walk as little as possible in sum. */
export interface Task {
  orders: readonly OrderToBatch[];
  /** the most that a batch may hold of each measure */
  capacity: readonly number[];
  walks: Walks;
}

/** Order numbers by batch. */
export type Batches = number[][];

/** An order is more than a cart can hold. Orders are not split, so that this has no answer: the person must decide. */
export class TooMuchForACart extends Error {
  readonly order: number;
  constructor(order: number, name: string, load: number, capacity: number) {
    super(`Order ${name} takes ${load} of a cart, which holds ${capacity}. Split the order, or take a larger cart.`);
    this.name = 'TooMuchForACart';
    this.order = order;
  }
}

/** The task with what all methods need: loads and capacity in rows of numbers, and the walk's length for any orders. */
export interface Board {
  count: number;
  measures: number;
  /** `load[order * measures + measure]` */
  load: Float64Array;
  capacity: Float64Array;
  /** the length of the walk for so many of the members, which are order numbers */
  length: UnionLength;
  /** no batch that holds the order is shorter than this */
  least: Float64Array;
}

/** @throws TooMuchForACart, or RangeError for a load or capacity that is no number */
export function boardOf({ orders, capacity, walks }: Task): Board {
  const measures = capacity.length;
  const load = new Float64Array(orders.length * measures);
  capacity.forEach((most) => {
    if (!(most >= 0)) throw new RangeError(`A cart cannot hold ${most}.`);
  });
  orders.forEach(({ name, load: own }, order) => {
    capacity.forEach((most, measure) => {
      const amount = own[measure] ?? 0;
      if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY))
        throw new RangeError(`Order ${name} cannot take ${amount} of a cart.`);
      if (amount > most) throw new TooMuchForACart(order, name, amount, most);
      load[order * measures + measure] = amount;
    });
  });
  return {
    count: orders.length,
    measures,
    load,
    // Loads are added up in any order: a sum that is right but for rounding still fits.
    capacity: Float64Array.from(capacity, (most) => most + 1e-9 * Math.max(1, most)),
    length: unionLength(
      walks,
      orders.map(({ stops }) => stops),
    ),
    least: Float64Array.from(orders, ({ stops }) => (walks.shortest ? walks.length(stops) : walks.walk(stops).bound)),
  };
}

export function distanceOf({ length }: Board, batches: Batches): number {
  return batches.reduce((sum, batch) => sum + length(batch, batch.length), 0);
}
