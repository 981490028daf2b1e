import { type Cents, moneyBag } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';
import {
  type Amount,
  currentQuantity,
  type LineItem,
  linesOf,
  type Order,
  type OrderTransaction,
  refundsOf,
  type ShippingLine,
  type TaxLine,
  transactionsOf,
} from './order.ts';

export const zero: Amount = { shop: 0, presentment: 0 };

export function plus(...amounts: Amount[]): Amount {
  let shop = 0;
  let presentment = 0;
  for (const amount of amounts) {
    shop += amount.shop;
    presentment += amount.presentment ?? amount.shop;
  }
  return { shop, presentment };
}

export function minus(a: Amount, b: Amount): Amount {
  return { shop: a.shop - b.shop, presentment: (a.presentment ?? a.shop) - (b.presentment ?? b.shop) };
}

/** The part of an amount that `part` of `whole` units carry, rounded to a cent. */
export function share(amount: Amount, part: number, whole: number): Amount {
  if (whole === 0) return zero;
  const of = (value: Cents) => Math.round((value * part) / whole);
  return { shop: of(amount.shop), presentment: of(amount.presentment ?? amount.shop) };
}

/** An amount of the order as the API's MoneyBag. */
export function bag(order: Pick<Order, 'currency' | 'presentmentCurrency'>, amount: Amount) {
  return moneyBag(amount.shop, order.currency, amount.presentment ?? amount.shop, order.presentmentCurrency);
}

/** Price of `quantity` units before discounts. */
export function lineGross(line: LineItem, quantity: number = line.quantity): Amount {
  return { shop: line.price.shop * quantity, presentment: (line.price.presentment ?? line.price.shop) * quantity };
}

/** Discounts on `quantity` of the line's units. */
export function lineDiscount(line: LineItem, quantity: number = line.quantity): Amount {
  return share(plus(...line.allocations.map((one) => one.amount)), quantity, line.quantity);
}

export function lineNet(line: LineItem, quantity: number = line.quantity): Amount {
  return minus(lineGross(line, quantity), lineDiscount(line, quantity));
}

export function taxTotal(lines: TaxLine[]): Amount {
  return plus(...lines.map((one) => one.price));
}

export function lineTax(line: LineItem, quantity: number = line.quantity): Amount {
  return share(taxTotal(line.taxLines), quantity, line.quantity);
}

export function activeShipping(order: Order): ShippingLine[] {
  return order.shippingLines.filter((line) => !line.removed);
}

/** Every total of an order, from its lines, payments and refunds. */
export interface Totals {
  /** As sold, with what edits added; removals and refunds do not lower these. */
  subtotal: Amount;
  discounts: Amount;
  shipping: Amount;
  tax: Amount;
  total: Amount;
  /** As it stands after removals and refunds. */
  currentSubtotal: Amount;
  currentDiscounts: Amount;
  currentShipping: Amount;
  currentTax: Amount;
  currentTotal: Amount;
  currentTaxLines: TaxLine[];
  currentQuantity: number;
  received: Amount;
  refunded: Amount;
  refundedShipping: Amount;
  authorized: Amount;
  outstanding: Amount;
}

export function totalsOf(world: World, order: Order): Totals {
  const lines = linesOf(world, order.id);
  const refunds = refundsOf(world, order.id);
  const transactions = transactionsOf(world, order.id);
  const shippingLines = activeShipping(order);
  const subtotal = plus(...lines.map((line) => lineNet(line)));
  const discountedShipping = plus(...shippingLines.map((line) => line.discounted));
  const shippingTax = plus(...shippingLines.map((line) => taxTotal(line.taxLines)));
  const tax = plus(shippingTax, ...lines.map((line) => lineTax(line)));
  const refundedShipping = plus(...refunds.flatMap((refund) => refund.shipping.map((one) => one.subtotal)));
  const refundedShippingTax = plus(...refunds.flatMap((refund) => refund.shipping.map((one) => one.tax)));
  const currentSubtotal = plus(...lines.map((line) => lineNet(line, currentQuantity(line))));
  const currentShipping = minus(discountedShipping, refundedShipping);
  const currentTax = plus(
    minus(shippingTax, refundedShippingTax),
    ...lines.map((line) => lineTax(line, currentQuantity(line))),
  );
  const withTax = (sum: Amount, taxes: Amount) => (order.taxesIncluded ? sum : plus(sum, taxes));
  const total = withTax(plus(subtotal, discountedShipping), tax);
  const currentTotal = withTax(plus(currentSubtotal, currentShipping), currentTax);
  const { received, refunded, authorized } = payments(transactions);
  return {
    subtotal,
    discounts: plus(
      ...lines.map((line) => lineDiscount(line)),
      ...shippingLines.map((line) => minus(line.price, line.discounted)),
    ),
    shipping: discountedShipping,
    tax,
    total,
    currentSubtotal,
    currentDiscounts: plus(
      ...lines.map((line) => lineDiscount(line, currentQuantity(line))),
      ...shippingLines.map((line) => minus(line.price, line.discounted)),
    ),
    currentShipping,
    currentTax,
    currentTotal,
    currentTaxLines: currentTaxLines(lines, shippingLines),
    currentQuantity: lines.reduce((sum, line) => sum + currentQuantity(line), 0),
    received,
    refunded,
    refundedShipping,
    authorized,
    outstanding: minus(minus(currentTotal, minus(received, refunded)), authorized),
  };
}

/** Tax of the units that remain, summed by title and rate. */
function currentTaxLines(lines: LineItem[], shippingLines: ShippingLine[]): TaxLine[] {
  const sums = new Map<string, TaxLine>();
  const add = (tax: TaxLine, price: Amount) => {
    const key = `${tax.title} ${tax.rate}`;
    const known = sums.get(key);
    sums.set(key, { title: tax.title, rate: tax.rate, price: known ? plus(known.price, price) : price });
  };
  for (const line of lines) {
    const quantity = currentQuantity(line);
    if (quantity > 0) for (const tax of line.taxLines) add(tax, share(tax.price, quantity, line.quantity));
  }
  for (const line of shippingLines) for (const tax of line.taxLines) add(tax, tax.price);
  return [...sums.values()];
}

/** Captured, refunded, and authorized but neither captured nor voided. */
export function payments(transactions: OrderTransaction[]): { received: Amount; refunded: Amount; authorized: Amount } {
  const good = transactions.filter((one) => one.status === 'SUCCESS');
  const sum = (kinds: string[]) => plus(...good.filter((one) => kinds.includes(one.kind)).map((one) => one.amount));
  const voided = new Set(good.filter((one) => one.kind === 'VOID').map((one) => one.parentId));
  const authorized = plus(
    ...good.filter((one) => one.kind === 'AUTHORIZATION' && !voided.has(one.id)).map((one) => one.amount),
  );
  const captured = plus(...good.filter((one) => one.kind === 'CAPTURE' && one.parentId).map((one) => one.amount));
  const open = minus(authorized, captured);
  return { received: sum(['SALE', 'CAPTURE']), refunded: sum(['REFUND']), authorized: open.shop > 0 ? open : zero };
}

/** OrderDisplayFinancialStatus; null when nothing was ever said or paid. */
export function financialStatus(world: World, order: Order, totals: Totals = totalsOf(world, order)): string | null {
  const transactions = transactionsOf(world, order.id);
  if (transactions.length === 0) return order.givenFinancialStatus;
  const { received, refunded, authorized, currentTotal } = totals;
  const voided = transactions.some((one) => one.kind === 'VOID' && one.status === 'SUCCESS');
  if (received.shop === 0) {
    if (authorized.shop > 0) return authorized.shop < currentTotal.shop ? 'PARTIALLY_PAID' : 'AUTHORIZED';
    if (voided) return 'VOIDED';
    return order.givenFinancialStatus === 'PAID' ? 'PAID' : 'PENDING';
  }
  if (refunded.shop >= received.shop) return 'REFUNDED';
  if (refunded.shop > 0) return 'PARTIALLY_REFUNDED';
  return received.shop < currentTotal.shop ? 'PARTIALLY_PAID' : 'PAID';
}
