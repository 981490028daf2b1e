import { asset } from '../assets.ts';
import { type Html, html, json } from '../html.ts';
import { ask, type Data } from '../merchant.ts';
import type { Customer } from '../storefront/customer.ts';
import { type ShopRequest, shopTitle } from '../storefront/theme.ts';
import { type BuiltExtension, builtExtensions } from './extensions.ts';

/** What a place tells the extensions in it. */
export interface PlaceData {
  customer: Customer;
  /** Full gids and details of the order that the page shows. */
  order?: Data;
  returnId?: string;
  fulfillmentId?: string;
}

/** Every extension of the target, each in a box of its own; nothing when there is none. */
export function extensionsAt(request: ShopRequest, target: string, told: PlaceData, only?: string): Html[] {
  return builtExtensions(request.world)
    .filter((one) => one.targets.includes(target) && (!only || one.handle === only))
    .map((one) => place(request, one, target, told));
}

/** The script that brings them to life; once a page. */
export function extensionScript(): Html {
  return html`<script src="${asset('extension-host.js')}" defer></script>`;
}

function place(request: ShopRequest, extension: BuiltExtension, target: string, told: PlaceData): Html {
  const { base, world } = request;
  const { customer, order } = told;
  const shop = ask(request, 'query { shop { id currencyCode ianaTimezone } }').data.shop ?? {};
  const currency = order?.currentTotalPriceSet?.shopMoney.currencyCode ?? shop.currencyCode ?? 'USD';
  const amount = (set: Data) => ({ amount: Number(set?.shopMoney.amount ?? 0), currencyCode: currency });
  const config = {
    handle: extension.handle,
    target,
    base,
    orderPath: order ? `${base}/account/orders/${order.id.split('/').at(-1)}` : null,
    workerUrl: asset('extension-worker.js'),
    scriptUrl: `${base}/account/extensions/${extension.handle}/bundle.js`,
    data: {
      url: `extension:${extension.handle}/`,
      apiVersion: extension.apiVersion,
      capabilities: extension.capabilities,
      settings: extension.settings,
      translations: extension.translations,
      locale: extension.locale,
      currency,
      timezone: shop.ianaTimezone ?? 'UTC',
      customer: { id: customer.id, email: customer.email, fullName: customer.displayName },
      shop: { id: shop.id, name: shopTitle(request), myshopifyDomain: world.shop },
      returnId: told.returnId,
      fulfillmentId: told.fulfillmentId,
      ...(order
        ? {
            order: { id: order.id, name: order.name, processedAt: order.processedAt, cancelledAt: order.cancelledAt },
            shippingAddress: order.shippingAddress,
            country: order.shippingAddress?.countryCode,
            lines: order.lineItems.nodes.map((line: Data) => orderLine(line, currency)),
            cost: {
              totalAmount: amount(order.currentTotalPriceSet),
              subtotalAmount: amount(order.currentSubtotalPriceSet),
            },
          }
        : { lines: [] }),
    },
  };
  return html`<div class="extension" data-target="${target}" data-handle="${extension.handle}"><script type="application/json">${json(config)}</script></div>`;
}

/** A line of the order as the extension API's CartLine. */
function orderLine(line: Data, currencyCode: string): Data {
  const each = Number(line.originalUnitPriceSet?.shopMoney.amount ?? 0);
  return {
    id: line.id,
    quantity: line.currentQuantity,
    cost: { totalAmount: { amount: Math.round(each * line.currentQuantity * 100) / 100, currencyCode } },
    attributes: [],
    discountAllocations: [],
    lineComponents: [],
    merchandise: {
      type: 'variant',
      id: line.variant?.id ?? '',
      title: line.title,
      subtitle: line.variantTitle ?? undefined,
      sku: line.sku ?? undefined,
      selectedOptions: [],
      requiresShipping: true,
      product: { id: line.product?.id ?? '', vendor: line.vendor ?? '', productType: '' },
    },
  };
}
