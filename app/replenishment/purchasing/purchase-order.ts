// A purchase order: what we ask one supplier to bring to one location, in one currency.
//
// It is drafted from the reorder list or by hand and may be changed freely until someone approves it. Approved, it is sent to
// the supplier's mailbox, or a person sends it another way and says so; then it is ordered and its units count as on order.
// What arrives is received in as many parts as it comes in. It is closed when all of it came, or when a person says that the
// rest will not come (closed short). Until something came it may be canceled.
//
// Every change raises the version. Whoever acts says on which version; when it is not the newest, nothing is done and the
// person is told what happened meanwhile.

export const orderStates = ['draft', 'approved', 'ordered', 'receiving', 'closed', 'canceled'] as const;
export type OrderState = (typeof orderStates)[number];

export type OrderAction =
  | 'edit'
  | 'approve'
  | 'reopen'
  | 'order'
  | 'receive'
  | 'change-costs'
  | 'close-short'
  | 'cancel';

export const costKinds = ['freight', 'duty', 'other'] as const;
export type CostKind = (typeof costKinds)[number];
/** A cost of the whole order, in minor units of its currency. */
export type ExtraCost = { kind: CostKind; amount: bigint };

export type OrderLine = {
  id: string;
  position: number;
  inventoryItemId: string;
  variantId: string | null;
  title: string;
  sku: string | null;
  barcode: string | null;
  supplierSku: string | null;
  ordered: number;
  /** units accepted so far */
  received: number;
  /** units that came and were sent back or thrown away */
  rejected: number;
  /** minor units of the order's currency */
  unitCost: bigint;
  packSize: number;
  receiptHash: string | null;
  inIncoming: number;
};

export type OrderHead = {
  id: string;
  number: number;
  supplierId: string;
  supplierName: string;
  locationId: string;
  currency: string;
  state: OrderState;
  version: number;
  lastChange: string;
  note: string | null;
  /** the day the supplier promised, as midnight UTC */
  dueOn: Date | null;
  extraCosts: ExtraCost[];
  createdAt: Date;
  approvedAt: Date | null;
  orderedAt: Date | null;
  closedAt: Date | null;
};

export type PurchaseOrder = OrderHead & { lines: OrderLine[] };

const from: Record<OrderAction, readonly OrderState[]> = {
  edit: ['draft'],
  approve: ['draft'],
  reopen: ['approved'],
  order: ['approved'],
  receive: ['ordered', 'receiving'],
  // Freight and duty are often known only when the invoice comes.
  'change-costs': ['draft', 'approved', 'ordered', 'receiving', 'closed'],
  'close-short': ['ordered', 'receiving'],
  cancel: ['draft', 'approved', 'ordered'],
};

export function mayHappen(action: OrderAction, state: OrderState): boolean {
  return from[action].includes(state);
}

/** PO-12 */
export const orderName = (number: number) => `PO-${number}`;

/** Units of a line that are still to come. More may have come than was ordered. */
export function outstanding(line: Pick<OrderLine, 'ordered' | 'received' | 'rejected'>): number {
  return Math.max(0, line.ordered - line.received - line.rejected);
}

/** What the goods cost, without extra costs, in minor units. */
export function orderValue(lines: readonly Pick<OrderLine, 'ordered' | 'unitCost'>[]): bigint {
  return lines.reduce((sum, line) => sum + line.unitCost * BigInt(line.ordered), 0n);
}

const stands: Record<OrderState, string> = {
  draft: 'is a draft: approve it first',
  approved: 'is approved and not sent yet',
  ordered: 'is ordered already',
  receiving: 'has been received in part',
  closed: 'is closed',
  canceled: 'was canceled',
};

/** Why `action` may not happen to an order in `state`. */
export function refusal(action: OrderAction, order: Pick<OrderHead, 'number' | 'state'>): string {
  if (action === 'edit' && order.state === 'approved')
    return `${orderName(order.number)} is approved. Reopen it to change it. Nothing was changed.`;
  return `${orderName(order.number)} ${stands[order.state]}. Nothing was changed.`;
}

/** What to tell someone who acted on an older version than `order` has now. */
export function staleSentence(order: Pick<OrderHead, 'number' | 'lastChange'>): string {
  return `${orderName(order.number)} was changed meanwhile: ${order.lastChange}. Nothing of yours was done, and what you typed is still here. Look at it again, then repeat it.`;
}

/** An order read from a place that may be older: what stands in the way of `action` on it, or null. */
export function objection(order: OrderHead, version: number, action: OrderAction): string | null {
  if (order.version !== version) return staleSentence(order);
  return mayHappen(action, order.state) ? null : refusal(action, order);
}
