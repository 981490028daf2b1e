// What to move from where to where, as a file: for whoever moves goods without transfers in Shopify.
import { csvText } from '../../lib/csv.ts';
import type { ReorderRow } from '../reorder-point.ts';

type Row = Pick<ReorderRow, 'title' | 'sku' | 'barcode' | 'locationId' | 'moves'>;

/** One line for each move, by origin and destination, as transfers would have them. `nameOf` gives a location's name. */
export function movesFile(rows: readonly Row[], nameOf: (locationId: string) => string): string {
  const moves = rows.flatMap(({ title, sku, barcode, locationId, moves: own }) =>
    own.map(({ from, units }) => ({ title, sku, barcode, from: nameOf(from), to: nameOf(locationId), units })),
  );
  moves.sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to) || a.title.localeCompare(b.title));
  return csvText([
    ['From', 'To', 'Product', 'SKU', 'Barcode', 'Units'],
    ...moves.map((move) => [move.from, move.to, move.title, move.sku, move.barcode, move.units]),
  ]);
}
