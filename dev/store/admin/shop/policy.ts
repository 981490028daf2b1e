import type { Resolver } from '../../kernel/context.ts';
import { gidTail } from '../../kernel/gid.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';

/** A text that the shop publishes; one of each type. */
interface ShopPolicy {
  id: string;
  type: string;
  body: string;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    ShopPolicy: ShopPolicy;
  }
}

const BODY_LIMIT = 512 * 1024;

const TITLES: Record<string, string> = {
  CONTACT_INFORMATION: 'Contact',
  SUBSCRIPTION_POLICY: 'Cancellation policy',
};

/** REFUND_POLICY → "Refund policy". */
const titleOf = (type: string) => TITLES[type] ?? type.charAt(0) + type.slice(1).toLowerCase().replaceAll('_', ' ');

/** Written policies, in the order of their types. */
export const policiesOf = (world: World): ShopPolicy[] =>
  world.all('ShopPolicy').sort((a, b) => (a.type < b.type ? -1 : 1));

export const shopPolicyUpdate: Resolver = (
  _,
  { shopPolicy }: { shopPolicy: { type: string; body: string } },
  { world },
) => {
  const { type, body } = shopPolicy;
  if (Buffer.byteLength(body) > BODY_LIMIT)
    return refuse(userError(['shopPolicy', 'body'], 'Body is too big (maximum is 512 KB)', 'TOO_BIG'), 'shopPolicy');
  const now = world.timestamp();
  const known = world.where('ShopPolicy', 'type', type)[0];
  const policy = known
    ? world.patch('ShopPolicy', known, { body, updatedAt: now })
    : world.insert('ShopPolicy', { type, body, createdAt: now, updatedAt: now });
  return { shopPolicy: policy, userErrors: [] };
};

export const policyFields: Record<string, Resolver> = {
  title: ({ type }: ShopPolicy) => titleOf(type),
  url: ({ id }: ShopPolicy, _, { world }) => `https://${world.shop}/policies/${gidTail(id)}.html?locale=en`,
  translations: () => [],
};
