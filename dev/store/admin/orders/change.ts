import type { Ctx } from '../../kernel/context.ts';
import { accessDenied } from '../../kernel/errors.ts';
import { gidType } from '../../kernel/gid.ts';
import { cents } from '../../kernel/money.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { mayOrderFor } from '../companies/domain.ts';
import { cancelFulfillmentOrders } from '../fulfillment/fulfillment-order.ts';
import { addJob } from '../jobs/job.ts';
import { type MetafieldInput, setMetafields } from '../metafields/metafield.ts';
import { shopOf } from '../shop/domain.ts';
import { checkAddress, readAddress } from './address.ts';
import { canMarkAsPaid } from './fields.ts';
import { type Address, linesOf, type Order, touch, transactionsOf, unfulfilledQuantity } from './order.ts';
import { addTransaction, sortTags } from './taking.ts';
import { financialStatus, minus, share, totalsOf } from './totals.ts';

interface UpdateInput {
  id: string;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  tags?: string[] | null;
  poNumber?: string | null;
  customAttributes?: { key: string; value: string }[] | null;
  shippingAddress?: Address | null;
  metafields?: MetafieldInput[] | null;
}

/** Mutation.orderUpdate. */
export function orderUpdate(_: unknown, { input }: { input: UpdateInput }, ctx: Ctx) {
  const { world } = ctx;
  const order = world.get('Order', input.id);
  if (!order) return refuse(userError(['id'], 'Order does not exist'), 'order');
  if (Object.keys(input).length === 1)
    return { order, userErrors: [userError(null, 'No valid update parameters have been provided')] };
  const errors: UserError[] = [];
  if (input.phone && !/^\+?[\d\s().-]{7,}$/.test(input.phone)) errors.push(userError(['phone'], 'Phone is invalid'));
  if (input.email && !isEmail(input.email)) errors.push(userError(['email'], 'Email is invalid'));
  if (input.shippingAddress) errors.push(...checkAddress(input.shippingAddress, ['shippingAddress']));
  if (errors.length) return { order, userErrors: errors };

  const { metafields, ...rest } = input;
  touch(world, order, {
    ...('email' in rest ? { email: rest.email ?? null } : {}),
    ...('phone' in rest ? { phone: rest.phone ?? null } : {}),
    ...('note' in rest ? { note: rest.note ?? null } : {}),
    ...('poNumber' in rest ? { poNumber: rest.poNumber ?? null } : {}),
    ...(rest.tags ? { tags: sortTags(rest.tags) } : {}),
    ...(rest.customAttributes
      ? { customAttributes: rest.customAttributes.map(({ key, value }) => ({ key, value })) }
      : {}),
    ...('shippingAddress' in rest ? { shippingAddress: readAddress(rest.shippingAddress) } : {}),
  });
  if (metafields?.length) setMetafields(ctx, order.id, metafields);
  return { order, userErrors: [] };
}

export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
}

/** Mutation.orderClose: closing a closed order succeeds and changes nothing. */
export function orderClose(_: unknown, { input }: { input: { id: string } }, { world }: Ctx) {
  const order = world.get('Order', input.id);
  if (!order) return refuse(userError(['id'], 'Order does not exist'), 'order');
  if (!order.closedAt) touch(world, order, { closedAt: world.timestamp() });
  return { order, userErrors: [] };
}

/** Mutation.orderOpen. */
export function orderOpen(_: unknown, { input }: { input: { id: string } }, { world }: Ctx) {
  const order = world.get('Order', input.id);
  if (!order) return refuse(userError(['id'], 'Order does not exist'), 'order');
  if (order.closedAt) touch(world, order, { closedAt: null });
  return { order, userErrors: [] };
}

/** Mutation.orderMarkAsPaid: a manual sale over what is outstanding. */
export function orderMarkAsPaid(_: unknown, { input }: { input: { id: string } }, { world }: Ctx) {
  const order = world.get('Order', input.id);
  if (!order) return refuse(userError(['id'], 'Order does not exist'), 'order');
  if (!canMarkAsPaid(world, order))
    return { order, userErrors: [userError(['id'], 'Order cannot be marked as paid.')] };
  payOutstanding(world, order);
  return { order, userErrors: [] };
}

/** Books what is outstanding: the open authorization is captured first, the rest is a manual sale. Tells orders/paid. */
export function payOutstanding(world: World, order: Order): void {
  const { outstanding, authorized } = totalsOf(world, order);
  if (authorized.shop > 0) capture(world, order);
  if (outstanding.shop > 0) {
    const { id } = addTransaction(world, order, { kind: 'SALE', amount: outstanding, gateway: 'manual' });
    world.emit('order_transactions/create', id);
  }
  touch(world, order, {}, 'orders/paid');
}

function capture(world: World, order: Order, amount?: { shop: number; presentment?: number }): void {
  const authorization = transactionsOf(world, order.id).find((one) => one.kind === 'AUTHORIZATION');
  if (!authorization) return;
  const { id } = addTransaction(world, order, {
    kind: 'CAPTURE',
    amount: amount ?? totalsOf(world, order).authorized,
    gateway: authorization.gateway,
    parentId: authorization.id,
  });
  world.emit('order_transactions/create', id);
}

/** Mutation.orderCapture. */
export function orderCapture(
  _: unknown,
  { input }: { input: { id: string; amount: string; parentTransactionId: string } },
  { world }: Ctx,
) {
  const order = world.get('Order', input.id);
  if (!order) return refuse(userError(['id'], 'Order does not exist'), 'transaction');
  const parent = world.get('OrderTransaction', input.parentTransactionId);
  if (!parent || parent.orderId !== order.id || parent.kind !== 'AUTHORIZATION')
    return refuse(userError(['parentTransactionId'], 'Transaction does not exist'), 'transaction');
  const wanted = cents(input.amount);
  const { authorized } = totalsOf(world, order);
  if (wanted > authorized.shop)
    return refuse(userError(['amount'], 'Cannot capture more than the authorized amount'), 'transaction');
  capture(world, order, share(authorized, wanted, authorized.shop));
  touch(world, order, {}, financialStatus(world, order) === 'PAID' ? 'orders/paid' : 'orders/updated');
  return { transaction: transactionsOf(world, order.id).at(-1), userErrors: [] };
}

/** Mutation.transactionVoid: lets an authorization go of which nothing was captured. */
export function transactionVoid(_: unknown, args: { parentTransactionId: string }, { world }: Ctx) {
  const field = ['parentTransactionId'];
  const no = (message: string, code: string) => refuse(userError(field, message, code), 'transaction');
  const parent = world.get('OrderTransaction', args.parentTransactionId);
  if (!parent) return no('Transaction does not exist', 'TRANSACTION_NOT_FOUND');
  if (parent.kind !== 'AUTHORIZATION') return no('Parent transaction must be an authorization', 'AUTH_NOT_VOIDABLE');
  if (parent.status !== 'SUCCESS')
    return no('Parent transaction must be a successful authorization', 'AUTH_NOT_SUCCESSFUL');
  const used = transactionsOf(world, parent.orderId).some(
    (one) => one.parentId === parent.id && one.status === 'SUCCESS' && ['CAPTURE', 'VOID'].includes(one.kind),
  );
  if (used) return no('Parent transaction cannot be voided', 'AUTH_NOT_VOIDABLE');
  const order = world.get('Order', parent.orderId)!;
  const { amount, gateway, id: parentId } = parent;
  const transaction = addTransaction(world, order, { kind: 'VOID', amount, gateway, parentId });
  touch(world, order);
  return { transaction, userErrors: [] };
}

interface CancelArgs {
  orderId: string;
  reason: string;
  restock: boolean;
  refund?: boolean | null;
  refundMethod?: { originalPaymentMethodsRefund?: boolean | null } | null;
  staffNote?: string | null;
}

/** Mutation.orderCancel: answers a job at once; the order is cancelled when the answer is out. */
export function orderCancel(_: unknown, args: CancelArgs, { world }: Ctx) {
  const refusal = (field: string, message: string, code: string) => ({
    job: null,
    orderCancelUserErrors: [userError([field], message, code)],
    userErrors: [userError([field], message)],
  });
  const order = world.get('Order', args.orderId);
  if (!order) return refusal('orderId', 'Order does not exist', 'NOT_FOUND');
  if ((args.staffNote?.length ?? 0) > 255)
    return refusal('staffNote', 'Staff note is too long. Maximum length is 255 characters.', 'INVALID');
  if (args.refund != null && args.refundMethod)
    return refusal('refund', 'Only one of the arguments `refund` or `refund_method` is allowed.', 'INVALID');
  if (order.cancelledAt) return refusal('orderId', 'Cannot cancel an order that has already been canceled', 'INVALID');
  if (linesOf(world, order.id).some((line) => line.fulfilled > 0))
    return refusal('orderId', 'Cannot cancel an order that has already been fulfilled', 'INVALID');
  const job = addJob(world);
  world.afterwards(() => {
    cancelOrder(world, order, args);
    world.patch('Job', job, { done: true });
  });
  return { job: { id: job.id, done: false, query: null }, orderCancelUserErrors: [], userErrors: [] };
}

/** Cancels and closes an order: lines leave it, fulfillment orders close, stock goes back, payments are refunded or voided as asked. */
export function cancelOrder(
  world: World,
  order: Order,
  { reason, restock, refund, refundMethod, staffNote }: Omit<CancelArgs, 'orderId'>,
): void {
  const { received, refunded, authorized } = totalsOf(world, order);
  if (authorized.shop > 0) {
    const parent = transactionsOf(world, order.id).find((one) => one.kind === 'AUTHORIZATION');
    addTransaction(world, order, {
      kind: 'VOID',
      amount: authorized,
      gateway: parent?.gateway ?? null,
      parentId: parent?.id ?? null,
    });
  }
  const due = minus(received, refunded);
  if ((refund || refundMethod?.originalPaymentMethodsRefund) && due.shop > 0) {
    const parent = transactionsOf(world, order.id).find((one) => ['SALE', 'CAPTURE'].includes(one.kind));
    const record = world.insert('Refund', {
      orderId: order.id,
      returnId: null,
      note: 'Order canceled',
      createdAt: world.timestamp(),
      lines: [],
      shipping: [],
      total: due,
    });
    addTransaction(world, order, {
      kind: 'REFUND',
      amount: due,
      gateway: parent?.gateway ?? null,
      parentId: parent?.id ?? null,
      refundId: record.id,
    });
    world.emit('refunds/create', record.id);
  }
  for (const line of linesOf(world, order.id)) {
    const open = unfulfilledQuantity(line);
    if (open === 0) continue;
    world.patch('LineItem', line, { removed: line.removed + open });
  }
  cancelFulfillmentOrders(world, order.id, restock);
  const now = world.timestamp();
  touch(
    world,
    order,
    { cancelledAt: now, cancelReason: reason, closedAt: order.closedAt ?? now, cancelStaffNote: staffNote ?? null },
    'orders/cancelled',
  );
}

/** Mutation.orderDelete: only what left no trace (test, cancelled or unpaid orders). */
export function orderDelete(_: unknown, { orderId }: { orderId: string }, { world }: Ctx) {
  const order = world.get('Order', orderId);
  if (!order) return { deletedId: null, userErrors: [userError(['orderId'], 'Order does not exist', 'NOT_FOUND')] };
  world.emit('orders/delete', order.id);
  for (const type of ['LineItem', 'OrderTransaction', 'Refund'] as const)
    for (const one of world.where(type, 'orderId', orderId)) world.remove(type, one as never);
  for (const one of world.where('FulfillmentOrder', 'orderId', orderId)) world.remove('FulfillmentOrder', one);
  world.remove('Order', order);
  return { deletedId: orderId, userErrors: [] };
}

/** Mutation.orderInvoiceSend. Nothing is really sent. */
export function orderInvoiceSend(
  _: unknown,
  { id, email }: { id: string; email?: { to?: string | null } | null },
  { world }: Ctx,
) {
  const order = world.get('Order', id);
  if (!order) return refuse(userError(['id'], 'Order does not exist', 'ORDER_INVOICE_SEND_UNSUCCESSFUL'), 'order');
  const to = email?.to ?? order.email ?? world.get('Customer', order.customerId)?.email;
  const failed = (message: string) => refuse(userError(null, message, 'ORDER_INVOICE_SEND_UNSUCCESSFUL'), 'order');
  if (!to) return failed('No recipient email address was provided');
  if (!isEmail(to)) return failed('To is invalid');
  return { order, userErrors: [] };
}

/** Mutation.orderCustomerSet. */
export function orderCustomerSet(
  _: unknown,
  { orderId, customerId }: { orderId: string; customerId: string },
  { world }: Ctx,
) {
  const order = world.get('Order', orderId);
  if (!order) return refuse(userError(['orderId'], 'Order does not exist', 'NOT_FOUND'), 'order');
  const customer = world.get('Customer', customerId);
  if (!customer) return refuse(userError(['customerId'], 'Customer does not exist', 'NOT_FOUND'), 'order');
  const company = order.purchasingCompany;
  if (company && !mayOrderFor(world, customerId, company.companyId, company.locationId))
    return refuse(
      userError(['customerId'], 'Customer does not have the permissions to place this order', 'NOT_PERMITTED'),
      'order',
    );
  touch(world, order, { customerId });
  return { order, userErrors: [] };
}

/** Mutation.orderCustomerRemove. */
export function orderCustomerRemove(_: unknown, { orderId }: { orderId: string }, { world }: Ctx) {
  const order = world.get('Order', orderId);
  if (!order) return refuse(userError(['orderId'], 'Order does not exist', 'NOT_FOUND'), 'order');
  if (order.purchasingCompany)
    return refuse(userError(['orderId'], 'Action not permitted on B2B Orders', 'INVALID'), 'order');
  touch(world, order, { customerId: null });
  return { order, userErrors: [] };
}

/** Mutation.orderCreateManualPayment: an amount of one's own needs a Plus shop. */
export function orderCreateManualPayment(
  _: unknown,
  { id, amount }: { id: string; amount?: { amount: string } | null },
  { world, schema }: Ctx,
) {
  if (amount && !shopOf(world).plan.shopifyPlus)
    throw accessDenied(
      'orderCreateManualPayment',
      schema.access.get('Mutation.orderCreateManualPayment') ?? '`write_orders` access scope.',
    );
  const order = world.get('Order', id);
  if (!order) return refuse(userError(['id'], 'Order does not exist', 'ORDER_NOT_FOUND'), 'order');
  if (!canMarkAsPaid(world, order))
    return refuse(userError(['id'], 'Order cannot be marked as paid.', 'ORDER_IS_PAID'), 'order');
  payOutstanding(world, order);
  return { order, userErrors: [] };
}

/** tagsAdd and tagsRemove on any record that has tags. */
export function changeTags(add: boolean) {
  return (_: unknown, { id, tags }: { id: string; tags: string[] }, { world }: Ctx) => {
    const type = gidType(id) ?? '';
    const record = world.find(id) as { id: string; tags?: string[] } | undefined;
    if (!record?.tags) return { node: null, userErrors: [userError(['id'], `${type || 'Record'} does not exist`)] };
    const given = sortTags(tags).map((tag) => tag.toLowerCase());
    const next = add
      ? sortTags([...record.tags, ...tags])
      : record.tags.filter((tag) => !given.includes(tag.toLowerCase()));
    world.table(type).patch(record as never, { tags: next, updatedAt: world.timestamp() } as never);
    const topic = { Order: 'orders/updated', Product: 'products/update', Customer: 'customers/update' }[type];
    if (topic) world.emit(topic, id);
    return { node: record, userErrors: [] };
  };
}
