import type { StoreRequest } from '../../kernel/route.ts';
import { cookie } from '../html.ts';
import { ask, type Data } from '../merchant.ts';

export const CUSTOMER_COOKIE = 'dev_store_customer';

export interface Customer {
  id: string;
  displayName: string;
  email: string | null;
}

/** The customer who is signed in at the storefront and in the account pages; undefined for a visitor. */
export function signedIn(request: StoreRequest): Customer | undefined {
  const number = cookie(request, CUSTOMER_COOKIE);
  if (!number || !/^\d+$/.test(number)) return undefined;
  const { data } = ask(
    request,
    'query($id: ID!) { customer(id: $id) { id displayName defaultEmailAddress { emailAddress } } }',
    { id: `gid://shopify/Customer/${number}` },
  );
  const customer: Data = data.customer;
  if (!customer) return undefined;
  return {
    id: customer.id,
    displayName: customer.displayName,
    email: customer.defaultEmailAddress?.emailAddress ?? null,
  };
}
