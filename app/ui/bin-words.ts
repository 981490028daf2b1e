// Bins and their ledger as people read them.

export const binAddress = (locationId: string, bin: string) =>
  `/app/waves/bins/at?location=${locationId}&bin=${encodeURIComponent(bin)}`;

export const itemAddress = (locationId: string, inventoryItemId: string) =>
  `/app/waves/bins/items/${inventoryItemId}?location=${locationId}`;

/** Where an item is chosen for a count. */
export const countAddress = (locationId: string, sku: string | null) =>
  `/app/reorder/counts/new?kind=chosen&location=${locationId}&q=${encodeURIComponent(sku ?? '')}`;

/** "12", or a question mark's worth of honesty. */
export const unitsIn = (quantity: number | null) => (quantity === null ? 'not counted' : quantity.toLocaleString('en'));

type Told = {
  kind: string;
  from: string | null;
  to: string | null;
  quantity: number | null;
  lot: string | null;
  note: string | null;
};

/** A line of the ledger as a sentence. */
export function moveWords({ kind, from, to, quantity, lot, note }: Told): string {
  const units =
    quantity === null ? 'everything' : `${Math.abs(quantity)} ${Math.abs(quantity) === 1 ? 'unit' : 'units'}`;
  const of = lot ? ` of lot ${lot}` : '';
  const tail = note ? ` (${note})` : '';
  const said: Record<string, string> = {
    placed: `Given the bin ${to}`,
    'put-away': `Put away ${units}${of} in ${to}`,
    moved: `Moved ${units}${of} from ${from} to ${to}`,
    picked: `Picked ${units}${of} from ${from}`,
    counted: `Counted ${units}${of} in ${to}`,
    adjusted: `Adjusted ${to} by ${quantity}${of}`,
    'taken-out': `Taken out of ${from}`,
  };
  return `${said[kind] ?? kind}${tail}`;
}
