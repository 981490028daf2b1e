import type { World } from '../../kernel/world.ts';

/**
 * What orders do to stock. The inventory domain replaces the bodies: units of tracked items move between `available` and `committed` at the
 * location that ships them; `on_hand` stays until they are shipped.
 */
export function commitStock(_world: World, _variantId: string, _quantity: number): void {}

/** Units that will not be shipped after all (edit, cancellation, refund before shipping) become available again when `restock` holds. */
export function releaseStock(_world: World, _variantId: string, _quantity: number, _restock: boolean): void {}

/** Units that came back from a buyer are put on the shelf of a location. */
export function receiveReturnedStock(_world: World, _variantId: string, _quantity: number, _locationId: string): void {}
