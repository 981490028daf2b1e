import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { userError } from '../../kernel/usererror.ts';
import { mailingAddress, readAddress } from '../orders/address.ts';
import type { Address } from '../orders/order.ts';
import { type Customer, defaultAddressOf } from './customer.ts';

/** Address ids carry what they belong to; the record's own id does not. */
const shownId = (id: string) => `${id}?model_name=CustomerAddress`;
const keptId = (id: string) => expectId(id.replace(/\?.*/, ''), 'MailingAddress');

export const shownAddress = (address: Customer['addresses'][number] | undefined) =>
  address ? mailingAddress(address, shownId(address.id)) : null;

type Place = { customer: Customer; address: Customer['addresses'][number] | undefined };

function placeOf(customerId: string, addressId: string | undefined, { world }: Ctx): Place | undefined {
  const customer = world.get('Customer', expectId(customerId, 'Customer'));
  const wanted = addressId && keptId(addressId);
  return customer && { customer, address: customer.addresses.find((one) => one.id === wanted) };
}

const NO_CUSTOMER = [userError(['customerId'], 'Customer does not exist')];
const NO_ADDRESS = [userError(['addressId'], 'Address does not exist')];

function write({ world }: Ctx, customer: Customer, changes: Partial<Customer>): void {
  world.patch('Customer', customer, { ...changes, updatedAt: world.timestamp() });
  world.emit('customers/update', customer.id);
}

const customerAddressCreate: Resolver = (
  _,
  args: { customerId: string; address: Address; setAsDefault?: boolean | null },
  ctx,
) => {
  const place = placeOf(args.customerId, undefined, ctx);
  if (!place) return { address: null, userErrors: NO_CUSTOMER };
  const made = { ...readAddress(args.address), id: ctx.world.newId('MailingAddress') };
  const { addresses } = place.customer;
  write(ctx, place.customer, {
    addresses: [...addresses, made],
    ...(args.setAsDefault ? { defaultAddressId: made.id } : {}),
  });
  return { address: shownAddress(made), userErrors: [] };
};

const customerAddressUpdate: Resolver = (
  _,
  args: { customerId: string; addressId: string; address: Address; setAsDefault?: boolean | null },
  ctx,
) => {
  const place = placeOf(args.customerId, args.addressId, ctx);
  if (!place) return { address: null, userErrors: NO_CUSTOMER };
  const { customer, address } = place;
  if (!address) return { address: null, userErrors: NO_ADDRESS };
  const given = args.address;
  // A country or province given by name replaces the code that was there, and the other way round.
  const known: Address = { ...address };
  if (given.country ?? given.countryCode) {
    delete known.country;
    delete known.countryCode;
  }
  if (given.province ?? given.provinceCode) {
    delete known.province;
    delete known.provinceCode;
  }
  const changed = { ...readAddress({ ...known, ...given }), id: address.id };
  write(ctx, customer, {
    addresses: customer.addresses.map((one) => (one === address ? changed : one)),
    ...(args.setAsDefault ? { defaultAddressId: address.id } : {}),
  });
  return { address: shownAddress(changed), userErrors: [] };
};

const customerAddressDelete: Resolver = (_, args: { customerId: string; addressId: string }, ctx) => {
  const place = placeOf(args.customerId, args.addressId, ctx);
  if (!place) return { deletedAddressId: null, userErrors: NO_CUSTOMER };
  const { customer, address } = place;
  if (!address) return { deletedAddressId: null, userErrors: NO_ADDRESS };
  const left = customer.addresses.filter((one) => one !== address);
  const wasDefault = defaultAddressOf(customer) === address;
  write(ctx, customer, { addresses: left, ...(wasDefault ? { defaultAddressId: left[0]?.id ?? null } : {}) });
  return { deletedAddressId: shownId(address.id), userErrors: [] };
};

const customerUpdateDefaultAddress: Resolver = (_, args: { customerId: string; addressId: string }, ctx) => {
  const place = placeOf(args.customerId, args.addressId, ctx);
  if (!place) return { customer: null, userErrors: NO_CUSTOMER };
  if (!place.address) return { customer: null, userErrors: NO_ADDRESS };
  write(ctx, place.customer, { defaultAddressId: place.address.id });
  return { customer: place.customer, userErrors: [] };
};

export const addressMutations = {
  customerAddressCreate,
  customerAddressUpdate,
  customerAddressDelete,
  customerUpdateDefaultAddress,
};
