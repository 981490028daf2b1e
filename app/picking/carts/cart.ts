// What a picker pushes: a cart with totes, and how orders ride on it.
//
// cluster: each order has totes of its own, so that nothing is sorted afterwards. sort: all is picked together, and sorted into
// orders at a wall of pigeonholes. single: orders of one unit each, thrown into one tote, and told apart when they are packed.

export const cartMethods = ['cluster', 'sort', 'single'] as const;
export type CartMethod = (typeof cartMethods)[number];

export type Cart = {
  id: string;
  name: string;
  method: CartMethod;
  totes: number;
  /** null = volume is not looked at */
  toteMillilitres: number | null;
  /** null = weight is not looked at */
  maxGrams: number | null;
};

/** The cart of a location that has none yet: as many orders as the wave takes, nothing measured. */
export const anyCart: Cart = {
  id: '',
  name: 'Any cart',
  method: 'cluster',
  totes: 100,
  toteMillilitres: null,
  maxGrams: null,
};

/** What is known of one unit of an item; null = nobody measured or weighed it, and it counts as nothing. */
export type UnitSize = { millilitres: number | null; grams: number | null };

/** What one order takes of a cart, as far as its items' sizes are known. `largest`: millilitres of its largest unit. */
export type OrderSize = { millilitres: number; grams: number; largest?: number };

export function orderSize(
  lines: readonly { inventoryItemId: string | null; quantity: number }[],
  sizes: ReadonlyMap<string, UnitSize>,
): OrderSize {
  const size = { millilitres: 0, grams: 0, largest: 0 };
  for (const { inventoryItemId, quantity } of lines) {
    const one = sizes.get(inventoryItemId ?? '');
    size.millilitres += quantity * (one?.millilitres ?? 0);
    size.grams += quantity * (one?.grams ?? 0);
    if (quantity > 0) size.largest = Math.max(size.largest, one?.millilitres ?? 0);
  }
  return size;
}

/** How many totes of its own an order needs; 0 on a cart that does not part orders. */
export function totesFor(cart: Cart, size: OrderSize): number {
  if (cart.method !== 'cluster') return 0;
  return cart.toteMillilitres === null ? 1 : Math.max(1, Math.ceil(size.millilitres / cart.toteMillilitres));
}

/**
 * Of each line of an order that has `own` totes, in the order of the walk, the tote in which its first unit lies, counted from 0. A line that fills
 * its tote goes on in the next one.
 */
export function toteOfLines(
  cart: Cart,
  own: number,
  lines: readonly { inventoryItemId: string | null; quantity: number }[],
  sizes: ReadonlyMap<string, UnitSize>,
): number[] {
  let before = 0;
  return lines.map(({ inventoryItemId, quantity }) => {
    const at = cart.toteMillilitres === null ? 0 : Math.floor(before / cart.toteMillilitres);
    before += quantity * (sizes.get(inventoryItemId ?? '')?.millilitres ?? 0);
    return Math.min(at, Math.max(0, own - 1));
  });
}

/**
 * The lines of a walk with their totes, and the first tote of each order: on a cart that parts orders each has as many as it needs, numbered
 * in the order of `orders`. Null where all goes into one.
 */
export function intoTotes<Line extends { orderId: string; inventoryItemId: string | null; quantity: number }>(
  cart: Cart,
  orders: readonly { orderId: string; size: OrderSize }[],
  walk: readonly Line[],
  sizes: ReadonlyMap<string, UnitSize>,
): { totes: Map<string, number | null>; lines: (Omit<Line, 'tote'> & { tote: number | null })[] } {
  const totes = new Map<string, number | null>();
  const toteOf = new Map<Line, number>();
  let next = 1;
  for (const { orderId, size } of orders) {
    const own = totesFor(cart, size);
    totes.set(orderId, own > 0 ? next : null);
    const lines = walk.filter((line) => line.orderId === orderId);
    if (own > 0)
      for (const [at, tote] of toteOfLines(cart, own, lines, sizes).entries()) toteOf.set(lines[at]!, next + tote);
    next += own;
  }
  return { totes, lines: walk.map((line) => ({ ...line, tote: toteOf.get(line) ?? null })) };
}

/** What an order takes of a cart, in the measures of `capacityOf`. */
export function loadOf(cart: Cart, size: OrderSize): number[] {
  return [1, totesFor(cart, size), size.millilitres, size.grams];
}

/**
 * Orders in a wave at most: as many as is usual, and where they are sorted after no more than the put wall has slots. `slots` null: nobody
 * described a wall.
 */
export function mostOrders(cart: Cart, usual: number, slots: number | null): number {
  return cart.method === 'sort' && slots !== null ? Math.min(usual, slots) : usual;
}

/** The most that a walk with this cart holds: orders, totes, millilitres, grams. */
export function capacityOf(cart: Cart, mostOrders: number): number[] {
  const unlimited = Number.MAX_SAFE_INTEGER;
  return [
    mostOrders,
    cart.method === 'cluster' ? cart.totes : unlimited,
    cart.toteMillilitres === null ? unlimited : cart.totes * cart.toteMillilitres,
    cart.maxGrams ?? unlimited,
  ];
}

/** Why an order does not ride on this cart, even alone; null when it does. */
export function tooLarge(cart: Cart, size: OrderSize): string | null {
  const [, totes = 0, millilitres = 0, grams = 0] = capacityOf(cart, 1);
  const { largest = 0 } = size;
  if (cart.toteMillilitres !== null && largest > cart.toteMillilitres)
    return `One unit of it takes ${litres(largest)}, and a tote of ${cart.name} holds ${litres(cart.toteMillilitres)}. Take a cart with larger totes.`;
  if (totesFor(cart, size) > totes || size.millilitres > millilitres)
    return `It takes ${litres(size.millilitres)}, and ${cart.name} holds ${litres(cart.totes * (cart.toteMillilitres ?? 0))}. Take a larger cart, or split the order.`;
  if (size.grams > grams)
    return `It weighs ${kilos(size.grams)}, and ${cart.name} carries ${kilos(grams)}. Take a stronger cart, or split the order.`;
  return null;
}

export type CartTyped = Record<'name' | 'method' | 'totes' | 'toteLitres' | 'maxKilos', string>;
export type CartProblems = Partial<Record<keyof CartTyped, string>>;

/** Reads a cart out of a form: litres and kilograms in, millilitres and grams out. */
export function readCart(
  typed: Partial<CartTyped>,
): { ok: true; cart: Omit<Cart, 'id'> } | { ok: false; problems: CartProblems } {
  const problems: CartProblems = {};
  const name = (typed.name ?? '').trim();
  if (name === '') problems.name = 'Give the cart a name';
  else if (name.length > 40) problems.name = 'Shorten the name to 40 characters';
  const method = cartMethods.find((one) => one === typed.method);
  if (!method) problems.method = 'Choose how orders ride on it';
  const totes = Number((typed.totes ?? '').trim());
  if (!/^\d{1,3}$/.test((typed.totes ?? '').trim()) || totes < 1 || totes > 100)
    problems.totes = 'Enter how many totes it carries, from 1 to 100';
  const toteMillilitres = readThousandths(typed.toteLitres ?? '', 1000);
  if (toteMillilitres === undefined)
    problems.toteLitres = 'Enter litres up to 1,000, for example 35 or 12.5, or leave it empty';
  const maxGrams = readThousandths(typed.maxKilos ?? '', 2000);
  if (maxGrams === undefined) problems.maxKilos = 'Enter kilograms up to 2,000, for example 80, or leave it empty';
  if (!method || toteMillilitres === undefined || maxGrams === undefined || Object.keys(problems).length > 0)
    return { ok: false, problems };
  return { ok: true, cart: { name, method, totes, toteMillilitres, maxGrams } };
}

/** "12.5" -> 12500; '' -> null; nonsense, zero, or more than `most` -> undefined. */
function readThousandths(text: string, most: number): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  if (!/^\d{1,5}(\.\d{1,3})?$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return value > 0 && value <= most ? Math.round(value * 1000) : undefined;
}

/** What a form shows of a kept cart. */
export function cartTyped(cart: Omit<Cart, 'id'>): CartTyped {
  return {
    name: cart.name,
    method: cart.method,
    totes: String(cart.totes),
    toteLitres: cart.toteMillilitres === null ? '' : String(cart.toteMillilitres / 1000),
    maxKilos: cart.maxGrams === null ? '' : String(cart.maxGrams / 1000),
  };
}

const litres = (millilitres: number) =>
  `${(millilitres / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} litres`;
const kilos = (grams: number) => `${(grams / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} kg`;
