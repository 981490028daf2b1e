import type { World } from '../../kernel/world.ts';
import type { Address } from '../orders/order.ts';

/** What a customer agreed to hear through one channel. */
export interface Consent {
  state: string;
  optInLevel: string;
  updatedAt: string | null;
  locationId: string | null;
}

export interface Customer {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  note: string | null;
  tags: string[];
  taxExempt: boolean;
  locale: string;
  state: string;
  addresses: (Address & { id: string })[];
  /** Absent: the first address. */
  defaultAddressId?: string | null;
  taxExemptions?: string[];
  emailConsent?: Consent;
  smsConsent?: Consent;
  multipassIdentifier?: string | null;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Customer: Customer;
  }
}

export function addCustomer(world: World, given: Partial<Customer>): Customer {
  const now = world.timestamp();
  const customer = world.insert('Customer', {
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    note: null,
    tags: [],
    taxExempt: false,
    locale: 'en',
    state: 'DISABLED',
    addresses: [],
    createdAt: now,
    updatedAt: now,
    ...given,
  });
  world.emit('customers/create', customer.id);
  return customer;
}

/** The customer that an order with this e-mail belongs to; made when the shop does not know it. */
export function customerForEmail(world: World, email: string, given: Partial<Customer> = {}): Customer {
  return (
    world.where('Customer', 'email', email.toLowerCase())[0] ??
    addCustomer(world, { ...given, email: email.toLowerCase() })
  );
}

export function defaultAddressOf(customer: Customer): Customer['addresses'][number] | undefined {
  return customer.addresses.find((one) => one.id === customer.defaultAddressId) ?? customer.addresses[0];
}

export function displayName(customer: Customer): string {
  return [customer.firstName, customer.lastName].filter(Boolean).join(' ') || (customer.email ?? customer.phone ?? '');
}
