import { shopOf } from '../admin/shop/domain.ts';
import { gidType } from '../kernel/gid.ts';
import { restId, restTime } from '../kernel/rest.ts';
import type { World } from '../kernel/world.ts';
import type { Subscriber } from './subscribers.ts';

/** The metafields of the subject that a subscription asks for, as the body carries them; undefined when it asks for none. */
export function metafieldsFor(
  world: World,
  subject: string,
  { metafieldNamespaces, metafields }: Pick<Subscriber, 'metafieldNamespaces' | 'metafields'>,
): { metafields: object[] } | undefined {
  if (metafieldNamespaces.length === 0 && metafields.length === 0) return undefined;
  const time = (at: string) => restTime(at, shopOf(world).timezoneOffsetMinutes);
  const wanted = world
    .where('Metafield', 'ownerId', subject)
    .filter(
      ({ namespace, key }) =>
        metafieldNamespaces.includes(namespace) ||
        metafields.some((one) => one.namespace === namespace && one.key === key),
    );
  return {
    metafields: wanted.map((one) => ({
      id: restId(one.id),
      namespace: one.namespace,
      key: one.key,
      value: one.value,
      type: one.type,
      description: null,
      owner_id: restId(one.ownerId),
      owner_resource: gidType(one.ownerId)?.toLowerCase(),
      created_at: time(one.createdAt),
      updated_at: time(one.updatedAt),
      admin_graphql_api_id: one.id,
    })),
  };
}
