import { connection, type PageArgs } from '../../kernel/connection.ts';
import { expectId, type Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import { money } from '../../kernel/money.ts';
import { type Searchable, search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { type MetafieldInput, metafieldFields, setMetafields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { readAddress } from '../orders/address.ts';
import { isEmail } from '../orders/change.ts';
import { orderSort } from '../orders/search.ts';
import { sortTags } from '../orders/taking.ts';
import { totalsOf } from '../orders/totals.ts';
import { shopOf } from '../shop/domain.ts';
import { addressMutations, shownAddress } from './addresses.ts';
import {
  type ConsentInput,
  consentMutations,
  emailConsentOf,
  readConsent,
  shownConsent,
  smsConsentOf,
} from './consent.ts';
import { addCustomer, type Customer, defaultAddressOf, displayName } from './customer.ts';
import { customerMerge } from './merge.ts';
import { customerPayload, emailConsentPayload, smsConsentPayload } from './payload.ts';

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
  taxExemptions?: string[] | null;
  multipassIdentifier?: string | null;
  emailMarketingConsent?: ConsentInput | null;
  smsMarketingConsent?: ConsentInput | null;
}

const ordersOf = (world: World, customer: Customer) => world.where('Order', 'customerId', customer.id);

function check(world: World, input: Input, self?: Customer): UserError[] {
  const long = (['firstName', 'lastName'] as const).filter((name) => (input[name]?.length ?? 0) > 255);
  const errors: UserError[] = long.map((name) =>
    userError([name], `${name === 'firstName' ? 'First' : 'Last'} name is too long (maximum is 255 characters)`),
  );
  if ((input.note?.length ?? 0) > 5000)
    errors.push(userError(['note'], 'Note is too long (maximum is 5000 characters)'));
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
  const { email, tags, addresses, id: _, metafields: __, emailMarketingConsent, smsMarketingConsent, ...rest } = input;
  const now = world.timestamp();
  return {
    ...(rest as Partial<Customer>),
    ...(email === undefined ? {} : { email: email?.toLowerCase() ?? null }),
    ...(tags ? { tags: sortTags(tags) } : {}),
    ...(emailMarketingConsent ? { emailConsent: readConsent(emailMarketingConsent, now) } : {}),
    ...(smsMarketingConsent ? { smsConsent: readConsent(smsMarketingConsent, now) } : {}),
    ...(addresses
      ? { addresses: addresses.map((one) => ({ ...readAddress(one), id: world.newId('MailingAddress') })) }
      : {}),
  };
}

const customerSearch = (world: World): Searchable<Customer> => ({
  fields: {
    id: (one) => gidTail(one.id),
    email: (one) => one.email,
    phone: (one) => one.phone,
    tag: (one) => one.tags,
    first_name: (one) => one.firstName,
    last_name: (one) => one.lastName,
    country: (one) => one.addresses.flatMap(({ country, countryCode }) => [country, countryCode]),
    state: (one) => one.state,
    orders_count: (one) => ordersOf(world, one).length,
    total_spent: (one) => spentBy(world, one) / 100,
    order_date: (one) => ordersOf(world, one).map((order) => order.processedAt),
    accepts_marketing: (one) => String(emailConsentOf(one).state === 'SUBSCRIBED'),
    email_marketing_state: (one) => emailConsentOf(one).state,
    sms_marketing_state: (one) => smsConsentOf(one).state,
    created_at: (one) => one.createdAt,
    updated_at: (one) => one.updatedAt,
    customer_date: (one) => one.createdAt,
  },
  text: (one) => [one.firstName, one.lastName, one.email, one.phone, displayName(one)],
});

const SORT: Record<string, (customer: Customer) => string | number> = {
  CREATED_AT: (one) => one.createdAt,
  UPDATED_AT: (one) => one.updatedAt,
  NAME: (one) => `${one.lastName ?? ''}, ${one.firstName ?? ''}`.toLowerCase(),
  LOCATION: (one) => `${one.addresses[0]?.country ?? ''} ${one.addresses[0]?.city ?? ''}`.toLowerCase(),
};

/** What a customer paid and did not get back. */
function spentBy(world: World, customer: Customer): number {
  return ordersOf(world, customer).reduce((sum, order) => {
    const { received, refunded } = totalsOf(world, order);
    return sum + received.shop - refunded.shop;
  }, 0);
}

interface Identifier {
  id?: string | null;
  emailAddress?: string | null;
  phoneNumber?: string | null;
}

function identified(world: World, { id, emailAddress, phoneNumber }: Identifier): Customer | undefined {
  if (id) return world.get('Customer', expectId(id, 'Customer'));
  if (emailAddress) return world.where('Customer', 'email', emailAddress.toLowerCase())[0];
  return phoneNumber ? world.where('Customer', 'phone', phoneNumber)[0] : undefined;
}

/** Mutation.customerSet: makes over the customer that the identifier names, or makes one. */
const customerSet: Resolver = (
  _,
  { input, identifier }: { input: Input; identifier?: { id?: string; email?: string; phone?: string } | null },
  ctx,
) => {
  const { world } = ctx;
  const known = identifier
    ? identified(world, {
        id: identifier.id ?? null,
        emailAddress: identifier.email ?? null,
        phoneNumber: identifier.phone ?? null,
      })
    : undefined;
  if (identifier?.id && !known)
    return refuse(userError(['input'], 'Resource matching the identifier was not found.', 'NOT_FOUND'), 'customer');
  for (const key of ['email', 'phone'] as const)
    if (identifier?.[key] && identifier[key] !== input[key])
      return refuse(
        userError(
          ['input', key],
          'The identifier value does not match the value of the corresponding field in the input.',
          'INPUT_MISMATCH',
        ),
        'customer',
      );
  const errors = check(world, input, known).map(({ field, message }) =>
    userError(['input', ...(field ?? [])], message, /taken/.test(message) ? 'TAKEN' : 'INVALID'),
  );
  if (errors.length) return refuse(errors, 'customer');
  if (!known) return { customer: addCustomer(world, changes(world, input)), userErrors: [] };
  world.patch('Customer', known, { ...changes(world, input), updatedAt: world.timestamp() });
  world.emit('customers/update', known.id);
  return { customer: known, userErrors: [] };
};

/** The three mutations of tax exemptions: what is left of those before and those given. */
const taxExemptions =
  (left: (before: string[], given: string[]) => string[]): Resolver =>
  (_, args: { customerId: string; taxExemptions: string[] }, { world }) => {
    const customer = world.get('Customer', expectId(args.customerId, 'Customer'));
    if (!customer) return refuse(userError(['customerId'], 'Customer does not exist.'), 'customer');
    const wanted = [...new Set(left(customer.taxExemptions ?? [], args.taxExemptions))];
    world.patch('Customer', customer, { taxExemptions: wanted, updatedAt: world.timestamp() });
    world.emit('customers/update', customer.id);
    return { customer, userErrors: [] };
  };

export const customers: Domain = {
  name: 'customers',
  resolvers: {
    QueryRoot: {
      customer: (_, { id }: { id: string }, { world }) => world.get('Customer', id) ?? null,
      customers: (_, args: PageArgs & { query?: string; sortKey?: string }, { world, extensions }) => {
        const { test, warnings } = search(args.query, customerSearch(world));
        if (warnings.length) extensions.search = [{ path: ['customers'], query: args.query, warnings }];
        return connection(world.all('Customer').filter(test), args, {
          sort: SORT[args.sortKey ?? ''] ?? ((one) => Number(gidTail(one.id))),
        });
      },
      customersCount: (_, { query }: { query?: string | null }, { world }) => ({
        count: query
          ? world.all('Customer').filter(search(query, customerSearch(world)).test).length
          : world.table('Customer').size,
        precision: 'EXACT',
      }),
      customerByIdentifier: (_, { identifier }: { identifier: Identifier }, { world }) =>
        identified(world, identifier) ?? null,
    },
    Mutation: {
      ...addressMutations,
      ...consentMutations,
      customerSet,
      customerMerge,
      customerGenerateAccountActivationUrl: (_, { customerId }: { customerId: string }, { world }) => {
        const customer = world.get('Customer', expectId(customerId, 'Customer'));
        const no = (message: string) => refuse(userError(['customerId'], message), 'accountActivationUrl');
        if (!customer) return no("The customer can't be found.");
        if (customer.state === 'ENABLED') return no('Account already enabled');
        const path = `account/activate/${gidTail(customer.id)}/${world.uuid().replaceAll('-', '')}`;
        return { accountActivationUrl: `https://${world.shop}/${path}`, userErrors: [] };
      },
      customerSendAccountInviteEmail: (_, { customerId }: { customerId: string }, { world }) => {
        const customer = world.get('Customer', expectId(customerId, 'Customer'));
        const no = (message: string) => refuse(userError(['customerId'], message, 'INVALID'), 'customer');
        if (!customer) return no("Customer can't be found");
        if (!customer.email) return no('Customer has no email address');
        if (customer.state === 'ENABLED') return no('Customer account is already enabled');
        return { customer: world.patch('Customer', customer, { state: 'INVITED' }), userErrors: [] };
      },
      customerAddTaxExemptions: taxExemptions((before, given) => [...before, ...given]),
      customerRemoveTaxExemptions: taxExemptions((before, given) => before.filter((one) => !given.includes(one))),
      customerReplaceTaxExemptions: taxExemptions((_, given) => given),
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
      amountSpent: (customer: Customer, _, { world }) => money(spentBy(world, customer), shopOf(world).currencyCode),
      canDelete: (customer: Customer, _, { world }) => ordersOf(world, customer).length === 0,
      defaultAddress: (customer: Customer) => shownAddress(defaultAddressOf(customer)),
      addresses: (customer: Customer, { first }: { first?: number | null }) =>
        customer.addresses.slice(0, first ?? undefined).map(shownAddress),
      addressesV2: (customer: Customer, args: PageArgs) =>
        connection(
          customer.addresses.flatMap((one) => shownAddress(one) ?? []),
          args,
        ),
      defaultEmailAddress: (customer: Customer, _, ctx) => {
        const { consentUpdatedAt, ...consent } = shownConsent(emailConsentOf(customer), ctx);
        return (
          customer.email && {
            ...consent,
            emailAddress: customer.email,
            marketingUpdatedAt: consentUpdatedAt,
            openTrackingLevel: 'UNKNOWN',
            validFormat: true,
          }
        );
      },
      defaultPhoneNumber: (customer: Customer, _, ctx) => {
        const { consentUpdatedAt, ...consent } = shownConsent(smsConsentOf(customer), ctx);
        return (
          customer.phone && {
            ...consent,
            phoneNumber: customer.phone,
            marketingUpdatedAt: consentUpdatedAt,
            marketingCollectedFrom: 'OTHER',
          }
        );
      },
      emailMarketingConsent: (customer: Customer, _, ctx) =>
        customer.email && shownConsent(emailConsentOf(customer), ctx),
      smsMarketingConsent: (customer: Customer, _, ctx) =>
        customer.phone && { ...shownConsent(smsConsentOf(customer), ctx), consentCollectedFrom: 'OTHER' },
      multipassIdentifier: (customer: Customer) => customer.multipassIdentifier ?? null,
      market: () => null,
      hasTimelineComment: () => false,
      statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
      mergeable: () => ({ isMergeable: true, reason: null, errorFields: [], mergeInProgress: null }),
      verifiedEmail: () => true,
      validEmailAddress: ({ email }: Customer) => email !== null,
      taxExemptions: (customer: Customer) => customer.taxExemptions ?? [],
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
    'customers_email_marketing_consent/update': emailConsentPayload,
    'customers_marketing_consent/update': smsConsentPayload,
    'customers/merge': (_, __, extra) => extra,
    'customers/delete': (_, id) => ({ id: Number(gidTail(id)), admin_graphql_api_id: id }),
  },
};
