import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { addEvent, ship } from '../fulfillment/fulfillment.ts';
import { methodType, remainingOf } from '../fulfillment/fulfillment-order.ts';
import { shopOf } from '../shop/domain.ts';

/**
 * Labels bought from Shopify Shipping, from the descriptions of the 2026-07 schema (no recording shows a purchase): what is wrong with
 * the shipment is refused at once, a carrier's refusal comes later in the result. A bought label fulfills what its fulfillment
 * order has left. `POST /_store/labels` says whether the shop accepted the terms, whether there are rates, and how purchases fail.
 */
export interface LabelPurchase {
  id: string;
  fulfillmentOrderId: string;
  status: 'PENDING_PURCHASE' | 'PURCHASED' | 'PURCHASE_FAILED';
  errors: { code: string; message: string }[];
  labelIds: string[];
}

export interface BoughtLabel {
  id: string;
  fulfillmentId: string;
  locationId: string;
  company: string;
  number: string;
}

interface LabelSetting {
  id: string;
  terms: boolean;
  rates: boolean;
  /** the code with which the carrier refuses, until it is told otherwise */
  fail: string | null;
  /** pending through so many more readings */
  wait: number;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    ShippingLabelPurchaseResult: LabelPurchase;
    ShippingLabel: BoughtLabel;
    LabelSetting: LabelSetting;
  }
}

const SETTING = 'gid://shopify/LabelSetting/1';
const settingOf = (world: World): LabelSetting =>
  world.get('LabelSetting', SETTING) ?? { id: SETTING, terms: true, rates: true, fail: null, wait: 0 };

const FAILURES: Record<string, string> = {
  CARRIER_NOT_AVAILABLE: 'The carrier is not available for this label. Please try another carrier.',
  CONNECTION_ERROR: 'We could not reach the shipping carrier. Please try again in a few minutes.',
  PURCHASE_LABEL_VALIDATION_ERROR:
    'The shipping label could not be purchased due to invalid information. Please verify the shipping address, package weight and dimensions, and customs details (for international shipments).',
  TRANSIENT_ERROR: 'An error occurred while purchasing the label. Please try again.',
};

interface Measures {
  length: number;
  width: number;
  height: number;
}

interface PurchaseInput {
  fulfillmentOrderId: string;
  shippingDatetime: string;
  totalWeight?: { value: number } | null;
  packageInfo?: {
    customPackage?: { dimensions: Measures; weight: { value: number } } | null;
    carrierPackage?: object | null;
  } | null;
  preferredRateSelection?: { carrierCode: string } | null;
}

const shippingLabelPurchase: Resolver = (
  _,
  { shippingLabelPurchase: input }: { shippingLabelPurchase: PurchaseInput },
  { world }: Ctx,
) => {
  const no = (field: string[], message: string, code: string) =>
    refuse(userError(['shippingLabelPurchase', ...field], message, code), 'shippingLabelPurchaseResult');
  const setting = settingOf(world);
  if (!setting.terms)
    return no(
      [],
      'Shopify Shipping terms of service have not been accepted. Purchase a shipping label through the Shopify admin first.',
      'TERMS_OF_SERVICE_NOT_ACCEPTED',
    );
  const one = world.get('FulfillmentOrder', expectId(input.fulfillmentOrderId, 'FulfillmentOrder'));
  if (!one)
    return no(['fulfillmentOrderId'], "The record with the ID used as the input value couldn't be found.", 'NOT_FOUND');
  const order = world.get('Order', one.orderId);
  const fulfillable = one.status === 'OPEN' || one.status === 'IN_PROGRESS';
  if (!fulfillable || remainingOf(one) === 0 || methodType(world, one) !== 'SHIPPING' || !order?.shippingAddress)
    return no(
      ['fulfillmentOrderId'],
      'The fulfillment order is not eligible for label purchase. Review the fulfillment order details and try again.',
      'FULFILLMENT_ORDER_INVALID',
    );
  if (Date.parse(input.shippingDatetime) < world.now())
    return no(['shippingDatetime'], 'Shipping date has already passed.', 'SHIPPING_DATE_IN_THE_PAST');
  const measures = input.packageInfo?.customPackage?.dimensions;
  if (measures && [measures.length, measures.width, measures.height].some((value) => value <= 0))
    return no(
      ['packageInfo', 'customPackage', 'dimensions'],
      'Package dimensions must be greater than zero.',
      'INVALID_PACKAGE_DIMENSIONS',
    );
  if (input.totalWeight && input.totalWeight.value <= 0)
    return no(['totalWeight'], 'Non-zero total weight is required for purchase.', 'TOTAL_WEIGHT_ZERO');
  if (input.preferredRateSelection?.carrierCode === 'fedex')
    return no(
      ['preferredRateSelection'],
      'The selected shipping carrier cannot be purchased through this API.',
      'CARRIER_NOT_SUPPORTED',
    );
  if (!setting.rates)
    return no(
      [],
      'Rates for the shipping label were not found. Please review the shipment details and try again.',
      'RATES_NOT_FOUND',
    );
  const result = world.insert('ShippingLabelPurchaseResult', {
    id: gid('ShippingLabelPurchaseResult', world.uuid()),
    fulfillmentOrderId: one.id,
    status: 'PENDING_PURCHASE',
    errors: [],
    labelIds: [],
  });
  workOn(world, result.id, setting.wait);
  return { shippingLabelPurchaseResult: result, userErrors: [] };
};

/** The carrier answers after this request, or `wait` requests later. */
function workOn(world: World, id: string, wait: number): void {
  world.afterwards(() => (wait > 0 ? workOn(world, id, wait - 1) : purchase(world, id)));
}

function purchase(world: World, id: string): void {
  const result = world.get('ShippingLabelPurchaseResult', id);
  if (result?.status !== 'PENDING_PURCHASE') return;
  const fail = (code: string) =>
    world.patch('ShippingLabelPurchaseResult', result, {
      status: 'PURCHASE_FAILED',
      errors: [{ code, message: FAILURES[code] ?? 'An unknown error occurred while purchasing the label.' }],
    });
  const { fail: code } = settingOf(world);
  const one = world.get('FulfillmentOrder', result.fulfillmentOrderId);
  const order = one && world.get('Order', one.orderId);
  if (code) return void fail(code);
  if (!one || !order || remainingOf(one) === 0) return void fail('PERMANENT_ERROR');
  const company = order.shippingAddress?.countryCode === 'US' ? 'USPS' : 'UPS';
  const number = `1Z${String(world.count('label', 100_000_001))}`;
  const parts = one.parts.filter((part) => part.remaining > 0).map((part) => ({ part, quantity: part.remaining }));
  const fulfillment = ship(world, order, [{ fulfillmentOrder: one, parts }], {
    tracking: { company, numbers: [number], urls: [] },
  });
  addEvent(world, fulfillment, { status: 'LABEL_PURCHASED' });
  const label = world.insert('ShippingLabel', {
    fulfillmentId: fulfillment.id,
    locationId: one.locationId,
    company,
    number,
  });
  world.patch('ShippingLabelPurchaseResult', result, { status: 'PURCHASED', labelIds: [label.id] });
}

export const labels: Domain = {
  name: 'labels',
  resolvers: {
    Mutation: { shippingLabelPurchase },
    ShippingLabelPurchaseResult: {
      done: (one: LabelPurchase) => one.status !== 'PENDING_PURCHASE',
      errors: (one: LabelPurchase) => one.errors.map((error) => ({ ...error, field: null })),
      shippingLabels: (one: LabelPurchase, _, { world }) =>
        one.labelIds.flatMap((id) => world.get('ShippingLabel', id) ?? []),
    },
    ShippingLabel: {
      cancellable: () => true,
      printed: () => false,
      location: (one: BoughtLabel, _, { world }) => world.get('Location', one.locationId) ?? null,
      trackingInfo: (one: BoughtLabel) => ({ company: one.company, number: one.number, url: null }),
      shippingDocuments: (one: BoughtLabel, _, { world }) => [
        {
          documentType: 'LABEL',
          format: 'PDF',
          printedAt: null,
          shippingLabelId: one.id,
          url: `https://${shopOf(world).myshopifyDomain}/_labels/${gidTail(one.id)}.pdf`,
        },
      ],
    },
  },
  complete: ['ShippingLabelPurchaseResult', 'ShippingLabel'],
  routes: [
    {
      method: 'POST',
      pattern: '/_store/labels',
      handle: ({ body, world }) => {
        const told = JSON.parse(body.toString() || '{}') as Partial<Omit<LabelSetting, 'id'>>;
        const setting = world.get('LabelSetting', SETTING) ?? world.insert('LabelSetting', settingOf(world));
        const { id: _, ...now } = world.patch('LabelSetting', setting, told);
        return { body: { ...now, bought: world.all('ShippingLabel').length } };
      },
    },
  ],
};
