import type { DiaryEvent } from '../events/vocabulary.ts';
import { countOf } from './count.ts';

/** One line for a timeline: what happened, in words a merchant uses. */
export function sayEvent(event: DiaryEvent): string {
  switch (event.type) {
    case 'order.placed':
      return `Placed: ${units(event.data.lines)}`;
    case 'order.paid':
      return 'Paid';
    case 'order.edited':
      return 'Edited';
    case 'order.canceled':
      return event.data.reason ? `Canceled: ${event.data.reason.toLowerCase()}` : 'Canceled';
    case 'order.fulfilled':
      return 'Everything is shipped';
    case 'order.held':
      return `Held: ${event.data.reasons.join(' ')}`;
    case 'order.released':
      return 'Ready to ship';
    case 'fulfillment.created':
      return `Shipped: ${units(event.data.lines)}`;
    case 'fulfillment.canceled':
      return 'A fulfillment was canceled';
    case 'refund.created':
      return `Refunded: ${units(event.data.lines)}`;
    case 'return.requested':
      return `Return requested: ${units(event.data.lines)}`;
    case 'return.opened':
      return `Return opened: ${units(event.data.lines)}`;
    case 'return.declined':
      return 'Return declined';
    case 'return.canceled':
      return 'Return canceled';
    case 'return.closed':
      return 'Return closed';
    case 'order.changed':
      return 'Changed in Shopify';
    case 'fulfillment-order.changed':
      return `Fulfillment order is ${event.data.status.toLowerCase().replaceAll('_', ' ')}`;
    case 'line.picked':
      return `Picked: ${event.data.units} × ${event.data.title}`;
    case 'line.shorted':
      return `Short: ${event.data.units} × ${event.data.title}, ${event.data.reason.replaceAll('-', ' ')}`;
    case 'line.put-back':
      return `Put back: ${event.data.units} × ${event.data.title}`;
    case 'parcel.sealed':
      return `Parcel sealed: ${countOf(event.data.units, 'unit')}${event.data.forced > 0 ? `, ${event.data.forced} not scanned` : ''}`;
    default: {
      const words = event.type.replace('.', ' ').replaceAll('-', ' ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    }
  }
}

function units(lines: { quantity: number }[]): string {
  const sum = lines.reduce((total, line) => total + line.quantity, 0);
  return `${countOf(sum, 'unit')} in ${countOf(lines.length, 'line')}`;
}
