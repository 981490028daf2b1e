// Every cause and its effects, on one page: when the diary says this, these jobs look. Nothing else connects rooms. The jobs
// find what changed by themselves (each reads the diary with a cursor of its own, or the rows).
import type { EventType } from '../events/vocabulary.ts';

export const REACTIONS: Partial<Record<EventType, readonly string[]>> = {
  'app.installed': ['mirror.backfill', 'calendar.read-discounts', 'calendar.read-past-stock-outs'],
  // Optional permissions: what may be read now is read at once, and what may not be any more is noted.
  'app.scopes-changed': ['calendar.read-discounts', 'calendar.read-past-stock-outs'],
  'discount.changed': ['calendar.read-discounts'],
  'order.placed': ['orders.check-orders', 'picking.take-express', 'metrics.fold-days'],
  'order.changed': ['orders.check-orders', 'picking.follow-order-changes', 'picking.take-express'],
  'order.paid': ['orders.check-orders'],
  'order.edited': ['orders.check-orders', 'picking.follow-order-changes'],
  'order.canceled': ['orders.check-orders', 'picking.follow-order-changes', 'metrics.fold-days'],
  'order.held': ['picking.follow-order-changes'],
  'order.released': ['picking.follow-order-changes', 'picking.take-express'],
  'order.fulfilled': ['orders.check-orders', 'picking.follow-parcels', 'metrics.fold-days'],
  'fulfillment-order.changed': ['orders.check-orders', 'picking.follow-order-changes'],
  'fulfillment.created': ['metrics.fold-days'],
  'refund.created': ['orders.check-orders', 'metrics.fold-days'],
  'return.requested': ['returns.approve-by-policy', 'metrics.fold-days'],
  'return.opened': ['metrics.fold-days'],
  'return.closed': ['metrics.fold-days'],
  'customer.redacted': ['orders.check-orders', 'picking.forget-customer'],
  'line.shorted': ['replenishment.count-shorts'],
  'order.sorted': ['metrics.fold-days'],
  'parcel.sealed': ['metrics.fold-days'],
  'parcel.shipped': ['metrics.fold-days'],
  // Marked as picked or canceled in the admin: what phones have in their totes beyond it goes back.
  'wave.picked': ['picking.follow-order-changes', 'metrics.fold-days'],
  'wave.canceled': ['picking.follow-order-changes'],
  // All that was picked has left, or will: only now may single lines be held, as that splits the fulfillment order.
  'wave.shipped': ['picking.hold-shorts'],
  'plan.changed': ['replenishment.recompute'],
  // Picking has nothing to do until people look: its pages ask the calendar for the rush that it announces (picking/rush.server.ts).
  'flash-sale.announced': ['replenishment.recompute'],
  'purchase-order.ordered': ['replenishment.settle-stock', 'replenishment.recompute'],
  'purchase-order.received': ['replenishment.settle-stock', 'replenishment.recompute'],
  'purchase-order.closed': ['replenishment.settle-stock', 'replenishment.recompute'],
  'purchase-order.canceled': ['replenishment.settle-stock', 'replenishment.recompute'],
  'command.confirmed': [
    'replenishment.settle-stock',
    'replenishment.follow-transfers',
    'picking.follow-parcels',
    'picking.hold-shorts',
  ],
  'command.failed': [
    'replenishment.settle-stock',
    'replenishment.book-counts',
    'replenishment.follow-transfers',
    'picking.follow-parcels',
  ],
  'command.unknown': ['picking.follow-parcels'],
  'stock.changed': ['orders.check-orders', 'replenishment.recompute', 'metrics.fold-days'],
  'product.deleted': ['replenishment.recompute'],
  'count.booked': ['replenishment.recompute'],
};
