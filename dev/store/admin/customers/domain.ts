import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { money } from '../../kernel/money.ts';
import { search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { type MetafieldInput, metafieldFields, setMetafields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { mailingAddress, readAddress } from '../orders/address.ts';
import { isEmail } from '../orders/change.ts';
import { orderSort } from '../orders/search.ts';
import { sortTags } from '../orders/taking.ts';
import { totalsOf } from '../orders/totals.ts';
import { shopOf } from '../shop/domain.ts';
import { addCustomer, type Customer, displayName } from './customer.ts';
import { customerPayload } from './payload.ts';

interface Input {
  id?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  tags?: string[] | null;
  taxExempt?: boolean | null;
  locale?: string | null;
  addresses?: object[] | null;
  metafields?: MetafieldInput[] | null;
}

const ordersOf = (world: World, customer: Customer) => world.where('Order', 'customerId', customer.id);

function check(world: World, input: Input, self?: Customer): UserError[] {
  const errors: UserError[] = [];
  if (input.email) {
    const other = world.where('Customer', 'email', input.email.toLowerCase())[0];
    if (!isEmail(input.email)) errors.push(userError(['email'], 'Email is invalid'));
    else if (other && other !== self) errors.push(userError(['email'], 'Email has already been taken'));
  }
  if (input.phone) {
    const other = world.where('Customer', 'phone', input.phone)[0];
    if (!/^\+?[\d\s().-]{7,}$/.test(input.phone)) errors.push(userError(['phone'], 'Phone is invalid'));
    else if (other && other !== self) errors.push(userError(['phone'], 'Phone has already been taken'));
  }
  if (!self && !input.email && !input.phone && !input.firstName && !input.lastName)
    errors.push(userError(null, 'A name, phone number, or email address must be present'));
  return errors;
}

function changes(world: World, input: Input): Partial<Customer> {
  const { email, tags, addresses, id: _, metafields: __, ...rest } = input;
  return {
    ...(rest as Partial<Customer>),
    ...(email === undefined ? {} : { email: email?.toLowerCase() ?? null }),
    ...(tags ? { tags: sortTags(tags) } : {}),
    ...(addresses
      ? { addresses: addresses.map((one) => ({ ...readAddress(one), id: world.newId('MailingAddress') })) }
      : {}),
  };
}

export const customers: Domain = {
  name: 'customers',
  resolvers: {
    QueryRoot: {
      customer: (_, { id }: { id: string }, { world }) => world.get('Customer', id) ?? null,
      customers: (_, args: PageArgs & { query?: string }, { world }) => {
        const { test } = search<Customer>(args.query, {
          fields: {
            id: (one) => gidTail(one.id),
            email: (one) => one.email,
            phone: (one) => one.phone,
            tag: (one) => one.tags,
            first_name: (one) => one.firstName,
            last_name: (one) => one.lastName,
            state: (one) => one.state,
            created_at: (one) => one.createdAt,
            updated_at: (one) => one.updatedAt,
          },
          text: (one) => [one.firstName, one.lastName, one.email, one.phone],
        });
        return connection(world.all('Customer').filter(test), args, { sort: (one) => Number(gidTail(one.id)) });
      },
      customersCount: (_, __, { world }) => ({ count: world.table('Customer').size, precision: 'EXACT' }),
    },
    Mutation: {
      customerCreate: (_, { input }: { input: Input }, ctx) => {
        const { world } = ctx;
        const errors = check(world, input);
        if (errors.length) return refuse(errors, 'customer');
        const customer = addCustomer(world, changes(world, input));
        if (input.metafields) setMetafields(ctx, customer.id, input.metafields);
        return { customer, userErrors: [] };
      },
      customerUpdate: (_, { input }: { input: Input }, ctx) => {
        const { world } = ctx;
        const customer = world.get('Customer', input.id);
        if (!customer) return refuse(userError(['id'], 'Customer does not exist'), 'customer');
        const errors = check(world, input, customer);
        if (errors.length) return { customer, userErrors: errors };
        world.patch('Customer', customer, { ...changes(world, input), updatedAt: world.timestamp() });
        if (input.metafields) setMetafields(ctx, customer.id, input.metafields);
        world.emit('customers/update', customer.id);
        return { customer, userErrors: [] };
      },
      customerDelete: (_, { input }: { input: { id: string } }, { world }) => {
        const customer = world.get('Customer', input.id);
        if (!customer) return { deletedCustomerId: null, userErrors: [userError(['id'], "Customer can't be found")] };
        if (ordersOf(world, customer).length)
          return {
            deletedCustomerId: null,
            userErrors: [userError(['id'], 'Customer can’t be deleted because they have associated orders')],
          };
        world.remove('Customer', customer);
        world.emit('customers/delete', customer.id);
        return { deletedCustomerId: customer.id, shop: shopOf(world), userErrors: [] };
      },
    },
    Customer: {
      legacyResourceId,
      ...metafieldFields,
      displayName: (customer: Customer) => displayName(customer),
      orders: (customer: Customer, args: PageArgs & { sortKey?: string }, { world }) =>
        connection(ordersOf(world, customer), args, { sort: orderSort(world, args.sortKey ?? 'ID') }),
      lastOrder: (customer: Customer, _, { world }) => ordersOf(world, customer).at(-1) ?? null,
      numberOfOrders: (customer: Customer, _, { world }) => String(ordersOf(world, customer).length),
      amountSpent: (customer: Customer, _, { world }) => {
        const spent = ordersOf(world, customer).reduce((sum, order) => {
          const { received, refunded } = totalsOf(world, order);
          return sum + received.shop - refunded.shop;
        }, 0);
        return money(spent, shopOf(world).currencyCode);
      },
      canDelete: (customer: Customer, _, { world }) => ordersOf(world, customer).length === 0,
      defaultAddress: (customer: Customer) =>
        customer.addresses[0] ? mailingAddress(customer.addresses[0], customer.addresses[0].id) : null,
      addresses: (customer: Customer) => customer.addresses.map((one) => mailingAddress(one, one.id)),
      addressesV2: (customer: Customer, args: PageArgs) =>
        connection(
          customer.addresses.flatMap((one) => mailingAddress(one, one.id) ?? []),
          args,
        ),
      defaultEmailAddress: ({ id, email }: Customer) =>
        email && {
          id: gid('CustomerEmailAddress', gidTail(id)),
          emailAddress: email,
          marketingState: 'NOT_SUBSCRIBED',
        },
      defaultPhoneNumber: ({ id, phone }: Customer) =>
        phone && { id: gid('CustomerPhoneNumber', gidTail(id)), phoneNumber: phone, marketingState: 'NOT_SUBSCRIBED' },
      verifiedEmail: () => true,
      validEmailAddress: ({ email }: Customer) => email !== null,
      taxExemptions: () => [],
      lifetimeDuration: () => 'less than a minute',
      companyContactProfiles: ({ id }: Customer, _, { world }) => world.where('CompanyContact', 'customerId', id),
      productSubscriberStatus: () => 'NEVER_SUBSCRIBED',
      dataSaleOptOut: () => false,
    },
  },
  complete: ['CustomerEmailAddress', 'CustomerPhoneNumber'],
  payloads: {
    'customers/create': customerPayload,
    'customers/update': customerPayload,
    'customers/delete': (_, id) => ({ id: Number(gidTail(id)), admin_graphql_api_id: id }),
  },
};
