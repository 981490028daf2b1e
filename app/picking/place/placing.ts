// From where things shall lie to the moves that bring them there.
import type { PlacedRow } from './bin-file.ts';
import { type BinMove, type BinStock, sumOf } from './ledger.ts';

export type MoveDraft = Omit<BinMove, 'id'>;

const blank = { from: null, to: null, lot: null, expiresOn: null, quantity: null, note: null };

/**
 * Puts an item's pick face into the bin `to`; an empty name takes it out. `face` is the bin it is picked from now, null when it
 * has none. All that lies in the face moves along: somebody wrote down where the shelf is, and moved nothing on paper only.
 */
export function placeFace(inventoryItemId: string, face: string | null, to: string): MoveDraft[] {
  if (to === (face ?? '')) return [];
  if (to === '') return [{ ...blank, kind: 'taken-out', inventoryItemId, from: face }];
  if (face === null) return [{ ...blank, kind: 'placed', inventoryItemId, to }];
  return [{ ...blank, kind: 'moved', inventoryItemId, from: face, to }];
}

/**
 * The moves that make a file's rows true. The file is believed for the pick faces of the items it names: a face that it does not
 * name is left, and when just one is left and one is new, what lay there moved. Reserve bins keep what they hold, unless a row
 * says otherwise. `isReserve` knows the bins' kinds, with what the file says of them.
 */
export function movesOfFile(
  rows: readonly PlacedRow[],
  stock: readonly BinStock[],
  isReserve: (bin: string) => boolean,
): MoveDraft[] {
  const lying = Map.groupBy(stock, (row) => row.inventoryItemId);
  return [...Map.groupBy(rows, (row) => row.inventoryItemId)].flatMap(([inventoryItemId, own]) => {
    const now = lying.get(inventoryItemId) ?? [];
    const faces = new Set(now.map((row) => row.bin).filter((bin) => !isReserve(bin)));
    const wanted = new Set(own.map((row) => row.bin).filter((bin) => bin !== ''));
    const added = [...wanted].filter((bin) => !now.some((row) => row.bin === bin));
    const left = [...faces].filter((bin) => !wanted.has(bin));
    const [onlyAdded, onlyLeft] = [added.filter((bin) => !isReserve(bin)), left];
    const moves: MoveDraft[] = [];
    const [to, from] = [onlyAdded[0], onlyLeft[0]];
    if (onlyAdded.length === 1 && onlyLeft.length === 1 && to !== undefined && from !== undefined)
      moves.push({ ...blank, kind: 'moved', inventoryItemId, from, to });
    else moves.push(...left.map((bin) => ({ ...blank, kind: 'taken-out' as const, inventoryItemId, from: bin })));
    const moved = new Set(moves.map((move) => move.to));
    for (const row of own) {
      if (row.bin === '') continue;
      // A row without a lot tells of all that lies there; beside a row with one, of what has none.
      const lot = row.lot ?? (own.some((one) => one.bin === row.bin && one.lot !== null) ? '' : null);
      const there = now.filter((one) => one.bin === row.bin && (lot === null || one.lot === lot));
      const at = { inventoryItemId, to: row.bin, lot, expiresOn: row.expiresOn };
      if (row.quantity !== null && (there.length === 0 || row.quantity !== sumOf(there)))
        moves.push({ ...blank, ...at, kind: 'counted', quantity: row.quantity });
      else if (there.length === 0 && !moved.has(row.bin)) moves.push({ ...blank, ...at, kind: 'placed' });
    }
    return moves;
  });
}
