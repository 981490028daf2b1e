import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolver, Resolvers } from '../../kernel/context.ts';
import { accessDenied } from '../../kernel/errors.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { padded } from '../../kernel/money.ts';
import { search } from '../../kernel/search.ts';
import type { World } from '../../kernel/world.ts';
import { finders } from '../node.ts';
import type { LineItem, Order } from '../orders/order.ts';
import { bag, lineGross, lineNet, share } from '../orders/totals.ts';
import { weightOf } from '../products/product.ts';
import {
  displayStatus,
  type Fulfillment,
  type FulfillmentEvent,
  fulfillmentsOf,
  type ShippedPart,
  shippedPart,
  shippedPartId,
} from './fulfillment.ts';
import {
  chosenAtCheckout,
  type FulfillmentOrder,
  fulfillmentOrdersOf,
  type Hold,
  isLive,
  type MerchantRequest,
  methodType,
  ownerOfPart,
  type Part,
  partId,
  partOf,
} from './fulfillment-order.ts';
import { HOLD_REASONS } from './hold.ts';
import { isStockedAt } from './move.ts';
import { manualService } from './service.ts';
import { isAtService, mergeable, supportedActions } from './supported-actions.ts';

/** A FulfillmentOrderLineItem as resolvers pass it on: the part and what it belongs to. */
export interface PartNode {
  __typename: 'FulfillmentOrderLineItem';
  id: string;
  part: Part;
  one: FulfillmentOrder;
}

const partNode = (one: FulfillmentOrder, part: Part): PartNode => ({
  __typename: 'FulfillmentOrderLineItem',
  id: partId(part),
  part,
  one,
});

/** A FulfillmentLineItem as resolvers pass it on. */
export interface ShippedNode {
  __typename: 'FulfillmentLineItem';
  id: string;
  part: ShippedPart;
  quantity: number;
}

export const shippedNode = (part: ShippedPart): ShippedNode => ({
  __typename: 'FulfillmentLineItem',
  id: shippedPartId(part),
  part,
  quantity: part.quantity,
});

/** The FulfillmentLineItem of an id, or null. */
export function shippedNodeById(world: World, id: string): ShippedNode | null {
  const found = shippedPart(world, id);
  return found ? shippedNode(found.part) : null;
}

finders.FulfillmentLineItem = (id, { world }) => shippedNodeById(world, id);
finders.FulfillmentOrderLineItem = (id, { world }) => {
  const one = ownerOfPart(world, id);
  const part = one && partOf(one, id);
  return part ? partNode(one, part) : null;
};

const lineOf = (world: World, id: string): LineItem => world.get('LineItem', id)!;
const orderOf = (world: World, one: { orderId: string }): Order => world.get('Order', one.orderId)!;

const SORTS: Record<string, (one: FulfillmentOrder) => string | number | null> = {
  CREATED_AT: (one) => one.createdAt,
  FULFILL_AT: (one) => one.fulfillAt,
  ID: (one) => Number(gidTail(one.id)),
  UPDATED_AT: (one) => one.updatedAt,
};

function found(
  list: Iterable<FulfillmentOrder>,
  args: PageArgs & { query?: string | null; sortKey?: string | null },
  path: string,
  ctx: Ctx,
) {
  const { test, warnings } = search(args.query, {
    fields: {
      id: (one: FulfillmentOrder) => Number(gidTail(one.id)),
      status: (one) => one.status,
      request_status: (one) => one.requestStatus,
      assigned_location_id: (one) => Number(gidTail(one.locationId)),
      order_id: (one) => Number(gidTail(one.orderId)),
      fulfill_at: (one) => one.fulfillAt,
      created_at: (one) => one.createdAt,
      updated_at: (one) => one.updatedAt,
    },
  });
  if (warnings.length) ctx.extensions.search = [{ path: [path], query: args.query, warnings }];
  const matching = args.query ? [...list].filter(test) : list;
  return connection(matching, args, { sort: SORTS[args.sortKey ?? 'ID'] ?? SORTS.ID! });
}

/** What a fulfillment service is asked to do, by assignment status. */
const ASSIGNED: Record<string, (one: FulfillmentOrder) => boolean> = {
  FULFILLMENT_REQUESTED: (one) => one.requestStatus === 'SUBMITTED',
  FULFILLMENT_ACCEPTED: (one) => one.requestStatus === 'ACCEPTED' && !asked(one),
  FULFILLMENT_UNSUBMITTED: (one) => one.requestStatus === 'UNSUBMITTED',
  CANCELLATION_REQUESTED: (one) => one.requestStatus === 'ACCEPTED' && asked(one),
};
const asked = (one: FulfillmentOrder) => one.requests?.at(-1)?.kind === 'CANCELLATION_REQUEST';

const tails = (ids: string[] | null | undefined) => (ids?.length ? new Set(ids) : undefined);

const assignedFulfillmentOrders: Resolver = (
  _,
  args: PageArgs & { assignmentStatus?: string | null; locationIds?: string[] | null; sortKey?: string | null },
  ctx,
) => {
  const places = tails(args.locationIds);
  const test = args.assignmentStatus ? ASSIGNED[args.assignmentStatus] : undefined;
  const list = ctx.world
    .all('FulfillmentOrder')
    .filter(
      (one) =>
        isAtService(ctx.world, one) && isLive(one) && (!places || places.has(one.locationId)) && (!test || test(one)),
    );
  return found(list, { ...args, query: null }, 'assignedFulfillmentOrders', ctx);
};

export const fulfillmentFields: Resolvers = {
  QueryRoot: {
    fulfillmentOrder: (_, { id }: { id: string }, { world }) => world.get('FulfillmentOrder', id) ?? null,
    fulfillmentOrders: (_, args: PageArgs & { includeClosed?: boolean; query?: string | null }, ctx) => {
      const all = ctx.world.all('FulfillmentOrder');
      return found(args.includeClosed ? all : all.filter(isLive), args, 'fulfillmentOrders', ctx);
    },
    manualHoldsFulfillmentOrders: (_, args: PageArgs & { query?: string | null }, ctx) =>
      found(
        ctx.world.all('FulfillmentOrder').filter((one) => one.status === 'ON_HOLD'),
        args,
        'manualHoldsFulfillmentOrders',
        ctx,
      ),
    assignedFulfillmentOrders,
    fulfillment: (_, { id }: { id: string }, { world }) => world.get('Fulfillment', id) ?? null,
  },
  FulfillmentOrder: {
    assignedLocation: (one: FulfillmentOrder) => one,
    deliveryMethod: (one: FulfillmentOrder, _, { world }) => {
      const chosen = chosenAtCheckout(world, one);
      return {
        __typename: 'DeliveryMethod',
        id: gid('DeliveryMethod', gidTail(one.id)),
        methodType: methodType(world, one),
        presentedName: chosen?.title ?? null,
        serviceCode: chosen?.code ?? null,
        sourceReference: null,
        minDeliveryDateTime: null,
        maxDeliveryDateTime: null,
        additionalInformation: null,
        brandedPromise: null,
      };
    },
    destination: (one: FulfillmentOrder, _, { world }) => {
      const order = orderOf(world, one);
      const to = order.shippingAddress;
      if (!to) return null;
      return {
        __typename: 'FulfillmentOrderDestination',
        id: gid('FulfillmentOrderDestination', gidTail(one.id)),
        address1: to.address1 ?? null,
        address2: to.address2 ?? null,
        city: to.city ?? null,
        company: to.company ?? null,
        countryCode: to.countryCode ?? null,
        email: order.email,
        firstName: to.firstName ?? null,
        lastName: to.lastName ?? null,
        location: null,
        phone: to.phone ?? null,
        province: to.province ?? null,
        zip: to.zip ?? null,
      };
    },
    fulfillmentHolds: (one: FulfillmentOrder) => one.holds ?? [],
    fulfillmentOrdersForMerge: (one: FulfillmentOrder, args: PageArgs, { world }) =>
      connection(mergeable(world, one), args, { allowNoWindow: true }),
    fulfillments: (one: FulfillmentOrder, args: PageArgs, { world }) =>
      connection(
        world
          .where('Fulfillment', 'orderId', one.orderId)
          .filter((fulfillment) => fulfillment.parts.some((part) => part.fulfillmentOrderId === one.id)),
        args,
      ),
    lineItems: (one: FulfillmentOrder, args: PageArgs) =>
      connection(
        one.parts.map((part) => partNode(one, part)),
        args,
      ),
    locationsForMove: (one: FulfillmentOrder, args: PageArgs & { locationIds?: string[] | null }, { world }) => {
      const asked = tails(args.locationIds);
      const list = world
        .all('Location')
        .filter((location) => location.isActive && (!asked || asked.has(location.id)))
        .map((location) => {
          const fits = one.parts.filter((part) => isStockedAt(world, part, location.id));
          const here = location.id === one.locationId;
          const movable = !here && fits.length === one.parts.length && isLive(one);
          const nodes = (parts: Part[]) => parts.map((part) => partNode(one, part));
          return {
            id: location.id,
            location,
            movable,
            message: movable ? null : here ? 'Current location.' : 'No items are stocked at this location.',
            fits: nodes(fits),
            rest: nodes(one.parts.filter((part) => !fits.includes(part))),
          };
        });
      return connection(list, args);
    },
    merchantRequests: (one: FulfillmentOrder, args: PageArgs & { kind?: string | null }) =>
      connection(
        (one.requests ?? [])
          .filter((request) => !args.kind || request.kind === args.kind)
          .map((request) => ({ ...request, one })),
        args,
      ),
    order: (one: FulfillmentOrder, _, { world }) => orderOf(world, one),
    orderName: (one: FulfillmentOrder, _, { world }) => orderOf(world, one).name,
    orderProcessedAt: (one: FulfillmentOrder, _, { world }) => orderOf(world, one).processedAt,
    supportedActions: (one: FulfillmentOrder, _, { world, schema, token }) => {
      const known = schema.graphql.getType('FulfillmentOrderAction') as unknown as {
        getValue(name: string): unknown;
      };
      return supportedActions(world, one, token.app)
        .filter((action) => known.getValue(action))
        .map((action) => ({ action, externalUrl: null }));
    },
  },
  FulfillmentOrderAssignedLocation: {
    location: (one: FulfillmentOrder, _, { world }) => world.get('Location', one.locationId) ?? null,
    name: (one: FulfillmentOrder, _, { world }) => world.get('Location', one.locationId)?.name ?? '',
    ...Object.fromEntries(
      (['address1', 'address2', 'city', 'zip', 'phone'] as const).map((name) => [
        name,
        (one: FulfillmentOrder, _: unknown, { world }: Ctx) =>
          world.get('Location', one.locationId)?.address[name] ?? null,
      ]),
    ),
    countryCode: (one: FulfillmentOrder, _, { world }) =>
      world.get('Location', one.locationId)?.address.countryCode ?? 'ZZ',
    province: (one: FulfillmentOrder, _, { world }) =>
      world.get('Location', one.locationId)?.address.provinceCode ?? null,
  },
  FulfillmentOrderLocationForMove: {
    availableLineItems: (place: { fits: PartNode[] }, args: PageArgs) => connection(place.fits, args),
    availableLineItemsCount: (place: { fits: PartNode[] }) => ({ count: place.fits.length, precision: 'EXACT' }),
    unavailableLineItems: (place: { rest: PartNode[] }, args: PageArgs) => connection(place.rest, args),
    unavailableLineItemsCount: (place: { rest: PartNode[] }) => ({ count: place.rest.length, precision: 'EXACT' }),
  },
  FulfillmentOrderMerchantRequest: {
    fulfillmentOrder: (request: MerchantRequest & { one: FulfillmentOrder }) => request.one,
    responseData: () => null,
  },
  FulfillmentOrderLineItem: {
    totalQuantity: ({ part }: PartNode) => part.total,
    remainingQuantity: ({ part }: PartNode) => part.remaining,
    lineItem: ({ part }: PartNode, _, { world }) => lineOf(world, part.lineItemId),
    productTitle: ({ part }: PartNode, _, { world }) => lineOf(world, part.lineItemId).title,
    variantTitle: ({ part }: PartNode, _, { world }) => lineOf(world, part.lineItemId).variantTitle,
    sku: ({ part }: PartNode, _, { world }) => lineOf(world, part.lineItemId).sku,
    vendor: ({ part }: PartNode, _, { world }) => lineOf(world, part.lineItemId).vendor,
    requiresShipping: ({ part }: PartNode, _, { world }) => lineOf(world, part.lineItemId).requiresShipping,
    variant: ({ part }: PartNode, _, { world }) =>
      world.get('ProductVariant', lineOf(world, part.lineItemId).variantId) ?? null,
    inventoryItemId: ({ part }: PartNode, _, { world }) =>
      world.get('ProductVariant', lineOf(world, part.lineItemId).variantId)?.inventoryItemId ?? null,
    originalUnitPriceSet: ({ part, one }: PartNode, _, { world }) =>
      bag(orderOf(world, one), lineOf(world, part.lineItemId).price),
    financialSummaries: () => [],
    warnings: () => [],
    image: () => null,
    shippingLine: () => null,
    weight: ({ part }: PartNode, _, { world }) => weightOf(world, lineOf(world, part.lineItemId)),
  },
  FulfillmentHold: {
    displayReason: (hold: Hold) => HOLD_REASONS[hold.reason] ?? hold.reason,
    heldByRequestingApp: (hold: Hold, _, { token }) => hold.app === token.app,
    // Reading other apps is not among the scopes an app gets by asking: it has to be granted by name.
    heldByApp: (hold: Hold, _, { token }) => {
      if (!token.scopes.has('read_apps')) throw accessDenied('heldByApp', '`read_apps` access scope.');
      return hold.app ? { __typename: 'App', id: hold.app } : null;
    },
    heldBy: (hold: Hold) => hold.app,
  },
  Fulfillment: {
    displayStatus: (one: Fulfillment) => displayStatus(one),
    legacyResourceId: (one: Fulfillment) => gidTail(one.id),
    events: (one: Fulfillment, args: PageArgs & { sortKey?: string | null }, { world }) =>
      connection(world.where('FulfillmentEvent', 'fulfillmentId', one.id), args, {
        sort: (event) => (args.sortKey === 'ID' ? Number(gidTail(event.id)) : event.happenedAt),
      }),
    fulfillmentLineItems: (one: Fulfillment, args: PageArgs) => connection(one.parts.map(shippedNode), args),
    fulfillmentOrders: (one: Fulfillment, args: PageArgs, { world }) =>
      connection(
        [...new Set(one.parts.map((part) => part.fulfillmentOrderId))].flatMap(
          (id) => world.get('FulfillmentOrder', id) ?? [],
        ),
        args,
      ),
    location: (one: Fulfillment, _, { world }) => world.get('Location', one.locationId) ?? null,
    order: (one: Fulfillment, _, { world }) => orderOf(world, one),
    requiresShipping: (one: Fulfillment, _, { world }) =>
      one.parts.some((part) => lineOf(world, part.lineItemId).requiresShipping),
    service: (one: Fulfillment, _, { world }) => {
      const at = world.get('Location', one.locationId)?.fulfillmentServiceId;
      return (at && world.get('FulfillmentService', at)) || manualService(world);
    },
    totalQuantity: (one: Fulfillment) => one.parts.reduce((sum, part) => sum + part.quantity, 0),
    trackingInfo: (one: Fulfillment, { first }: { first?: number | null }) => {
      const { company, numbers, urls } = one.tracking;
      const count = Math.max(numbers.length, urls.length, company === null ? 0 : 1);
      const list = Array.from({ length: count }, (_, index) => ({
        company,
        number: numbers[index] ?? null,
        url: urls[index] ?? null,
      }));
      return list.slice(0, first ?? undefined);
    },
  },
  FulfillmentLineItem: {
    lineItem: ({ part }: ShippedNode, _, { world }) => lineOf(world, part.lineItemId),
    originalTotalSet: ({ part }: ShippedNode, _, { world }) => {
      const line = lineOf(world, part.lineItemId);
      return bag(orderOf(world, line), lineGross(line, part.quantity));
    },
    originalTotal: ({ part }: ShippedNode, _, { world }) =>
      padded(lineGross(lineOf(world, part.lineItemId), part.quantity).shop),
    discountedTotal: ({ part }: ShippedNode, _, { world }) =>
      padded(lineNet(lineOf(world, part.lineItemId), part.quantity).shop),
    discountedTotalSet: ({ part }: ShippedNode, _, { world }) => {
      const line = lineOf(world, part.lineItemId);
      return bag(orderOf(world, line), share(lineNet(line), part.quantity, line.quantity));
    },
  },
  FulfillmentEvent: {
    fulfillment: (event: FulfillmentEvent, _, { world }) => world.get('Fulfillment', event.fulfillmentId) ?? null,
  },
  Order: {
    fulfillmentOrders: (order: Order, args: PageArgs & { displayable?: boolean; query?: string | null }, ctx) => {
      const { test } = search(args.query, { fields: { status: (one: FulfillmentOrder) => one.status } });
      const all = fulfillmentOrdersOf(ctx.world, order.id);
      return connection(args.query ? all.filter(test) : all, args);
    },
    fulfillments: (order: Order, { first }: { first?: number | null }, { world }) =>
      fulfillmentsOf(world, order.id).slice(0, first ?? undefined),
    fulfillmentsCount: (order: Order, _, { world }) => ({
      count: world.where('Fulfillment', 'orderId', order.id).length,
      precision: 'EXACT',
    }),
  },
};
