// The bin ledger: what was put where, taken, counted. What lies in a bin is the sum of its ledger, and nothing else writes it.
//
// The ledger never stands in a picker's way. A quantity may be unknown until somebody counts it; units that are put into or taken
// from an unknown quantity leave it unknown. A bin that gave more than it was said to hold was said wrong: from then on it is
// unknown. Shopify's on-hand is another book, kept by Shopify; where the two differ, a page says so and a count settles it.

export const moveKinds = ['placed', 'put-away', 'moved', 'picked', 'counted', 'adjusted', 'taken-out'] as const;
export type MoveKind = (typeof moveKinds)[number];

export type BinMove = {
  /** made by who asks, so that the same move told twice is one */
  id: string;
  kind: MoveKind;
  inventoryItemId: string;
  /** moved, picked, taken-out */
  from: string | null;
  /** placed, put-away, moved, counted, adjusted */
  to: string | null;
  /** null = no lot was named: what expires first goes first */
  lot: string | null;
  /** YYYY-MM-DD */
  expiresOn: string | null;
  /**
   * Units, not negative; of a count what was found, of an adjustment the difference (may be negative). Null: of a move all that
   * lies there; of placed and taken-out nothing is said.
   */
  quantity: number | null;
  note: string | null;
};

/** One item (and lot) in one bin. Null = unknown. */
export type BinStock = {
  bin: string;
  inventoryItemId: string;
  lot: string;
  expiresOn: string | null;
  quantity: number | null;
};

/** What lies where after `move`; the order of rows has no meaning. `stock` may hold other bins and items, which stay as they are. */
export function afterMove(stock: readonly BinStock[], move: BinMove): BinStock[] {
  const { kind, from, to, quantity } = move;
  switch (kind) {
    case 'placed':
      return to === null ? [...stock] : home(stock, move, to);
    case 'put-away':
      return to === null ? [...stock] : add(stock, move, to, move.lot ?? '', move.expiresOn, quantity);
    case 'picked':
      return from === null ? [...stock] : take(stock, move, from, quantity ?? 0).left;
    case 'counted':
      return to === null ? [...stock] : counted(stock, move, to, quantity ?? 0);
    case 'adjusted':
      if (to === null || quantity === null) return [...stock];
      return quantity < 0
        ? take(stock, move, to, -quantity).left
        : add(stock, move, to, move.lot ?? '', move.expiresOn, quantity);
    case 'taken-out':
      return stock.filter((row) => !inBin(row, move, from));
    case 'moved':
      return from === null || to === null || from === to ? [...stock] : moved(stock, move, from, to);
  }
}

/** The ledger told from its beginning. */
export function fold(moves: readonly BinMove[], stock: readonly BinStock[] = []): BinStock[] {
  return moves.reduce<BinStock[]>((rows, move) => afterMove(rows, move), [...stock]);
}

/** First to expire, first out; what does not expire last, then by lot. */
export function byExpiry(a: Pick<BinStock, 'expiresOn' | 'lot'>, b: Pick<BinStock, 'expiresOn' | 'lot'>): number {
  if (a.expiresOn !== b.expiresOn) {
    if (a.expiresOn === null) return 1;
    if (b.expiresOn === null) return -1;
    return a.expiresOn < b.expiresOn ? -1 : 1;
  }
  return a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0;
}

/** Units of these rows together; null when one of them is unknown. */
export function sumOf(rows: readonly Pick<BinStock, 'quantity'>[]): number | null {
  return rows.reduce<number | null>(
    (sum, row) => (sum === null || row.quantity === null ? null : sum + row.quantity),
    0,
  );
}

const inBin = (row: BinStock, move: BinMove, bin: string | null) =>
  row.bin === bin && row.inventoryItemId === move.inventoryItemId && (move.lot === null || row.lot === move.lot);

function home(stock: readonly BinStock[], move: BinMove, to: string): BinStock[] {
  if (stock.some((row) => inBin(row, move, to))) return [...stock];
  const row = { bin: to, inventoryItemId: move.inventoryItemId, lot: move.lot ?? '', expiresOn: move.expiresOn };
  return [...stock, { ...row, quantity: null }];
}

function add(
  stock: readonly BinStock[],
  { inventoryItemId }: BinMove,
  bin: string,
  lot: string,
  expiresOn: string | null,
  units: number | null,
): BinStock[] {
  const found = stock.find((row) => row.bin === bin && row.inventoryItemId === inventoryItemId && row.lot === lot);
  if (!found) return [...stock, { bin, inventoryItemId, lot, expiresOn, quantity: units }];
  const quantity = found.quantity === null || units === null ? null : found.quantity + units;
  return stock.map((row) => (row === found ? { ...row, quantity, expiresOn: row.expiresOn ?? expiresOn } : row));
}

type Taken = { lot: string; expiresOn: string | null; units: number };

/** Takes units out of a bin, the first to expire first. A row that is used up stays only as the last of its item there. */
function take(
  stock: readonly BinStock[],
  move: BinMove,
  bin: string,
  units: number,
): { left: BinStock[]; taken: Taken[] } {
  const rows = stock.filter((row) => inBin(row, move, bin)).sort(byExpiry);
  const others = stock.filter((row) => !rows.includes(row));
  const taken: Taken[] = [];
  let wanted = units;
  const after = rows.map((row): BinStock => {
    const given = row.quantity === null ? wanted : Math.min(row.quantity, wanted);
    wanted -= given;
    if (given > 0) taken.push({ lot: row.lot, expiresOn: row.expiresOn, units: given });
    return { ...row, quantity: row.quantity === null ? null : row.quantity - given };
  });
  const last = after.at(-1);
  if (wanted > 0) {
    taken.push({ lot: move.lot ?? last?.lot ?? '', expiresOn: last?.expiresOn ?? move.expiresOn, units: wanted });
    if (last) after[after.length - 1] = { ...last, quantity: null };
  }
  return { left: [...others, ...withoutUsedUp(after, others, move, bin)], taken };
}

function withoutUsedUp(rows: BinStock[], others: readonly BinStock[], move: BinMove, bin: string): BinStock[] {
  const kept = rows.filter((row) => row.quantity !== 0);
  if (kept.length > 0 || others.some((row) => row.bin === bin && row.inventoryItemId === move.inventoryItemId))
    return kept;
  return rows.slice(-1);
}

function moved(stock: readonly BinStock[], move: BinMove, from: string, to: string): BinStock[] {
  if (move.quantity === null) {
    const all = stock.filter((row) => inBin(row, move, from));
    const rest = stock.filter((row) => !all.includes(row));
    return all.reduce<BinStock[]>((rows, row) => add(rows, move, to, row.lot, row.expiresOn, row.quantity), rest);
  }
  const { left, taken } = take(stock, move, from, move.quantity);
  return taken.reduce<BinStock[]>((rows, one) => add(rows, move, to, one.lot, one.expiresOn, one.units), left);
}

/**
 * What a count found, spread over the lots that lie there: fewer than were said, and the first to expire are gone; more, and they
 * are of no known lot. Of unknown rows one takes what the known ones leave, the others are empty.
 */
function counted(stock: readonly BinStock[], move: BinMove, bin: string, found: number): BinStock[] {
  const rows = stock.filter((row) => inBin(row, move, bin)).sort(byExpiry);
  if (rows.length === 0) return add(stock, move, bin, move.lot ?? '', move.expiresOn, found);
  let rest = found;
  // What expires last was there last: it is filled first.
  const spread = rows.toReversed().map((row): BinStock => {
    const quantity = row.quantity === null ? 0 : Math.min(row.quantity, rest);
    rest -= quantity;
    return { ...row, quantity };
  });
  const more = spread.findIndex((_, at) => rows.toReversed()[at]?.quantity === null);
  const taker = more >= 0 ? more : spread.findIndex((row) => row.lot === (move.lot ?? ''));
  const others = stock.filter((row) => !rows.includes(row));
  if (rest > 0 && taker < 0 && rows.length > 1)
    return add([...others, ...withoutUsedUp(spread, others, move, bin)], move, bin, '', move.expiresOn, rest);
  const full = spread.map((row, at) =>
    at === Math.max(0, taker) ? { ...row, quantity: (row.quantity ?? 0) + rest } : row,
  );
  return [...others, ...withoutUsedUp(full, others, move, bin)];
}
