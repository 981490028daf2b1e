import { expectId, type Resolver } from '../../kernel/context.ts';
import { gidTail } from '../../kernel/gid.ts';
import { type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import type { Location } from './location.ts';

/** The location when it is open for pickup; else what Shopify says against it. */
function pickupPlace(world: World, id: string, field: string): Location | UserError {
  const location = world.get('Location', expectId(id, 'Location'));
  if (location?.isActive) return location;
  const message = `Unable to find an active location for location ID ${gidTail(id)}`;
  return userError([field], message, 'ACTIVE_LOCATION_NOT_FOUND');
}

const locationLocalPickupEnable: Resolver = (
  _,
  {
    localPickupSettings: given,
  }: { localPickupSettings: { locationId: string; pickupTime: string; instructions?: string } },
  { world },
) => {
  const place = pickupPlace(world, given.locationId, 'localPickupSettings');
  if ('message' in place) return { localPickupSettings: null, userErrors: [place] };
  const localPickup = { pickupTime: given.pickupTime, instructions: given.instructions ?? '' };
  world.patch('Location', place, { localPickup });
  return { localPickupSettings: localPickup, userErrors: [] };
};

const locationLocalPickupDisable: Resolver = (_, { locationId }: { locationId: string }, { world }) => {
  const place = pickupPlace(world, locationId, 'locationId');
  if ('message' in place) return { locationId: null, userErrors: [place] };
  world.patch('Location', place, { localPickup: null });
  return { locationId, userErrors: [] };
};

export const pickupMutations = { locationLocalPickupEnable, locationLocalPickupDisable };
