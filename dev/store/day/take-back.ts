// Goods that come back, through the shop's own public mutations.
import { fulfillmentsOf } from '../admin/fulfillment/fulfillment.ts';
import type { Order } from '../admin/orders/order.ts';
import type { World } from '../kernel/world.ts';
import type { PastReturn } from './history.ts';
export function takeBack(_world: World, _order: Order, _past: PastReturn): void { void fulfillmentsOf; }
