import type { NewOrder } from '../admin/orders/taking.ts';

type Chosen = NonNullable<NewOrder['shippingLines']>;

const free = (title: string): Chosen => [
  { title, code: title.toUpperCase().replaceAll(' ', '_'), source: 'shopify', price: { shop: 0 }, taxLines: [] },
];

export const express = free('DHL Express');
const ups = free('UPS Standard');
const usual = free('Standard');

/** What the nth customer chose at checkout; this shop charges for none of it. */
export function chosenBy(nth: number): Chosen {
  return nth % 5 === 3 ? express : nth % 5 === 1 ? ups : usual;
}
