import { padded } from '../../kernel/money.ts';
import { restId, restTime } from '../../kernel/rest.ts';
import type { PayloadBuilder, World } from '../../kernel/world.ts';
import { customerPayload, restAddress } from '../customers/payload.ts';
import { shopOf } from '../shop/domain.ts';
import type { DraftLine, DraftOrder } from './domain.ts';

interface Sums {
  subtotal: number;
  total: number;
  discounts: number;
}

/** The body of draft_orders/create and update; `sumsOf` adds a draft up. A draft that is gone is told by its number alone. */
export const draftOrderPayload =
  (sumsOf: (draft: DraftOrder) => Sums): PayloadBuilder =>
  (world, id) => {
    const draft = world.get('DraftOrder', id);
    if (!draft) return { id: restId(id) };
    const shop = shopOf(world);
    const time = (at: string | null) => restTime(at, shop.timezoneOffsetMinutes);
    const sums = sumsOf(draft);
    const customer = world.get('Customer', draft.customerId);
    const { addresses: _, ...person } = customer
      ? (customerPayload(world, customer.id) as Record<string, unknown>)
      : {};
    const address = (one: DraftOrder['shippingAddress']) =>
      one && { ...restAddress(one), latitude: null, longitude: null };
    return {
      id: restId(draft.id),
      note: draft.note,
      email: draft.email ?? '',
      taxes_included: shop.taxesIncluded,
      currency: shop.currencyCode,
      invoice_sent_at: time(draft.invoiceSentAt),
      created_at: time(draft.createdAt),
      updated_at: time(draft.updatedAt),
      tax_exempt: draft.taxExempt,
      completed_at: time(draft.completedAt),
      name: draft.name,
      'allow_discount_codes_in_checkout?': false,
      'b2b?': draft.purchasingCompany !== null,
      status: draft.status.toLowerCase(),
      line_items: draft.lines.map((line) => draftLine(world, line)),
      api_client_id: null,
      shipping_address: address(draft.shippingAddress),
      billing_address: address(draft.billingAddress),
      invoice_url: `https://${world.shop}/invoices/${restId(draft.id)}`,
      created_on_api_version_handle: null,
      applied_discount: draft.discount && {
        title: draft.discount.title,
        description: draft.discount.title,
        value: 'percentage' in draft.discount.value ? String(draft.discount.value.percentage) : padded(sums.discounts),
        value_type: 'percentage' in draft.discount.value ? 'percentage' : 'fixed_amount',
        amount: padded(sums.discounts),
      },
      order_id: restId(draft.orderId),
      shipping_line: draft.shipping && {
        custom: true,
        handle: null,
        title: draft.shipping.title,
        price: padded(draft.shipping.price),
      },
      tax_lines: [],
      tags: draft.tags.join(', '),
      note_attributes: draft.customAttributes.map(({ key, value }) => ({ name: key, value })),
      total_price: padded(sums.total),
      subtotal_price: padded(sums.subtotal),
      total_tax: '0.00',
      payment_terms: null,
      admin_graphql_api_id: draft.id,
      customer: customer ? person : null,
    };
  };

function draftLine(world: World, line: DraftLine) {
  const variant = world.get('ProductVariant', line.variantId);
  const product = world.get('Product', variant?.productId);
  return {
    id: restId(line.id),
    variant_id: restId(line.variantId),
    product_id: restId(variant?.productId),
    title: line.title,
    variant_title: line.variantTitle,
    sku: line.sku,
    vendor: product?.vendor ?? null,
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    taxable: line.taxable,
    gift_card: false,
    fulfillment_service: 'manual',
    grams: 0,
    tax_lines: [],
    applied_discount: null,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    properties: line.customAttributes.map(({ key, value }) => ({ name: key, value })),
    custom: line.variantId === null,
    price: padded(line.price),
    admin_graphql_api_id: line.id,
  };
}
