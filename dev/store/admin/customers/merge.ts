import { expectId, type Resolver } from '../../kernel/context.ts';
import { userError } from '../../kernel/usererror.ts';
import { addJob } from '../jobs/job.ts';
import { sortTags } from '../orders/taking.ts';
import type { Customer } from './customer.ts';

interface Override {
  customerIdOfEmailToKeep?: string | null;
  customerIdOfFirstNameToKeep?: string | null;
  customerIdOfLastNameToKeep?: string | null;
  customerIdOfPhoneNumberToKeep?: string | null;
  customerIdOfDefaultAddressToKeep?: string | null;
  note?: string | null;
  tags?: string[] | null;
}

/** Mutation.customerMerge: the second customer's orders, addresses and tags go to the first, and the second is gone; a job does it. */
export const customerMerge: Resolver = (
  _,
  args: { customerOneId: string; customerTwoId: string; overrideFields?: Override | null },
  { world },
) => {
  const one = world.get('Customer', expectId(args.customerOneId, 'Customer'));
  const two = world.get('Customer', expectId(args.customerTwoId, 'Customer'));
  const no = (field: string, message: string) => ({
    job: null,
    resultingCustomerId: null,
    userErrors: [{ ...userError([field], message, 'INVALID_CUSTOMER_ID'), errorFields: null }],
  });
  if (!one) return no('customerOneId', 'Customer does not exist.');
  if (!two) return no('customerTwoId', 'Customer does not exist.');
  if (one === two) return no('customerTwoId', 'Customers IDs should not match.');
  const override = args.overrideFields ?? {};
  const kept = <K extends keyof Customer>(key: K, id: string | null | undefined): Customer[K] =>
    id === two.id ? two[key] : (one[key] ?? two[key]);
  const job = addJob(world);
  world.afterwards(() => {
    const fromTwo = override.customerIdOfDefaultAddressToKeep === two.id ? two.addresses[0]?.id : undefined;
    world.patch('Customer', one, {
      email: kept('email', override.customerIdOfEmailToKeep),
      phone: kept('phone', override.customerIdOfPhoneNumberToKeep),
      firstName: kept('firstName', override.customerIdOfFirstNameToKeep),
      lastName: kept('lastName', override.customerIdOfLastNameToKeep),
      note: override.note ?? ([one.note, two.note].filter(Boolean).join(' ') || null),
      tags: sortTags(override.tags ?? [...one.tags, ...two.tags]),
      addresses: [...one.addresses, ...two.addresses],
      ...(fromTwo ? { defaultAddressId: fromTwo } : {}),
      updatedAt: world.timestamp(),
    });
    for (const order of world.where('Order', 'customerId', two.id)) world.patch('Order', order, { customerId: one.id });
    for (const draft of world.where('DraftOrder', 'customerId', two.id))
      world.patch('DraftOrder', draft, { customerId: one.id });
    world.emit('customers/update', one.id);
    world.emit('customers/delete', two.id);
    world.emit('customers/merge', one.id, { extra: mergePayload(one.id, two.id) });
    world.remove('Customer', two);
    world.patch('Job', job, { done: true });
  });
  return { job, resultingCustomerId: one.id, userErrors: [] };
};

const mergePayload = (kept: string, deleted: string) => ({
  admin_graphql_api_customer_kept_id: kept,
  admin_graphql_api_customer_deleted_id: deleted,
  admin_graphql_api_job_id: null,
  status: 'completed',
  errors: [],
});
