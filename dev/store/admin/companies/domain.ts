import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Domain } from '../../kernel/domain.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { customerForEmail } from '../customers/customer.ts';
import { metafieldFields } from '../metafields/metafield.ts';
import { companyPayload } from './payload.ts';

/** Business customers, as far as orders need them: a company, its people, its places, and who may order where. */
export interface Company {
  id: string;
  name: string;
  note: string | null;
  externalId: string | null;
  mainContactId: string | null;
  createdAt: string;
  updatedAt: string;
}

interface CompanyContact {
  id: string;
  companyId: string;
  customerId: string;
  title: string | null;
  locale: string;
  createdAt: string;
  updatedAt: string;
}

interface CompanyLocation {
  id: string;
  companyId: string;
  name: string;
  createdAt: string;
  updatedAt: string;
}

interface CompanyContactRole {
  id: string;
  companyId: string;
  name: string;
}

interface RoleAssignment {
  id: string;
  companyId: string;
  contactId: string;
  roleId: string;
  locationId: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Company: Company;
    CompanyContact: CompanyContact;
    CompanyLocation: CompanyLocation;
    CompanyContactRole: CompanyContactRole;
    CompanyContactRoleAssignment: RoleAssignment;
  }
}

interface CreateInput {
  company: { name: string; note?: string | null; externalId?: string | null };
  companyContact?: {
    firstName?: string | null;
    lastName?: string | null;
    email?: string | null;
    title?: string | null;
    locale?: string | null;
  } | null;
  companyLocation?: { name?: string | null } | null;
}

function createCompany(world: World, input: CreateInput): Company {
  const now = world.timestamp();
  const company = world.insert('Company', {
    name: input.company.name,
    note: input.company.note ?? null,
    externalId: input.company.externalId ?? null,
    mainContactId: null,
    createdAt: now,
    updatedAt: now,
  });
  // Every company has these two roles from the start; its first contact may order, but not administer.
  world.insert('CompanyContactRole', { companyId: company.id, name: 'Location admin' });
  const ordering = world.insert('CompanyContactRole', { companyId: company.id, name: 'Ordering only' });
  const location = world.insert('CompanyLocation', {
    companyId: company.id,
    name: input.companyLocation?.name ?? input.company.name,
    createdAt: now,
    updatedAt: now,
  });
  const person = input.companyContact;
  if (person?.email) {
    const customer = customerForEmail(world, person.email, {
      firstName: person.firstName ?? null,
      lastName: person.lastName ?? null,
    });
    const contact = addContact(world, company.id, customer.id, person.title ?? null, person.locale ?? 'en');
    world.insert('CompanyContactRoleAssignment', {
      companyId: company.id,
      contactId: contact.id,
      roleId: ordering.id,
      locationId: location.id,
    });
    world.patch('Company', company, { mainContactId: contact.id });
  }
  world.emit('companies/create', company.id);
  return company;
}

function addContact(
  world: World,
  companyId: string,
  customerId: string,
  title: string | null,
  locale: string,
): CompanyContact {
  const now = world.timestamp();
  return world.insert('CompanyContact', { companyId, customerId, title, locale, createdAt: now, updatedAt: now });
}

/** Whether a customer may order for a company at one of its locations. */
export function mayOrderFor(world: World, customerId: string, companyId: string, locationId: string): boolean {
  const contact = world.where('CompanyContact', 'customerId', customerId).find((one) => one.companyId === companyId);
  if (!contact) return false;
  return world
    .where('CompanyContactRoleAssignment', 'contactId', contact.id)
    .some((one) => one.locationId === locationId);
}

const count = (value: number) => ({ count: value, precision: 'EXACT' });

export const companies: Domain = {
  name: 'companies',
  payloads: { 'companies/create': companyPayload, 'companies/delete': companyPayload },
  resolvers: {
    QueryRoot: {
      company: (_, { id }: { id: string }, { world }) => world.get('Company', id) ?? null,
      companies: (_, args: PageArgs, { world }) => connection(world.all('Company'), args),
      companiesCount: (_, __, { world }) => count(world.table('Company').size),
      companyLocation: (_, { id }: { id: string }, { world }) => world.get('CompanyLocation', id) ?? null,
      companyContact: (_, { id }: { id: string }, { world }) => world.get('CompanyContact', id) ?? null,
    },
    Mutation: {
      companyCreate: (_, { input }: { input: CreateInput }, { world }) => {
        if (input.company.name.trim() === '')
          return refuse(userError(['input', 'company', 'name'], "Name can't be blank", 'BLANK'), 'company');
        const { externalId } = input.company;
        if (externalId && world.where('Company', 'externalId', externalId).length)
          return refuse(
            userError(['input', 'company', 'externalId'], 'External Id has already been taken.', 'TAKEN'),
            'company',
          );
        return { company: createCompany(world, input), userErrors: [] };
      },
      companyAssignCustomerAsContact: (
        _,
        { companyId, customerId }: { companyId: string; customerId: string },
        { world },
      ) => {
        if (!world.get('Company', companyId))
          return refuse(
            userError(['companyId'], 'Resource requested does not exist.', 'RESOURCE_NOT_FOUND'),
            'companyContact',
          );
        const customer = world.get('Customer', customerId);
        if (!customer)
          return refuse(
            userError(['customerId'], 'Resource requested does not exist.', 'RESOURCE_NOT_FOUND'),
            'companyContact',
          );
        if (world.where('CompanyContact', 'customerId', customerId).some((one) => one.companyId === companyId))
          return refuse(
            userError(['customerId'], 'Customer is already associated with a company contact.', 'INVALID_INPUT'),
            'companyContact',
          );
        return { companyContact: addContact(world, companyId, customerId, null, customer.locale), userErrors: [] };
      },
      companyDelete: (_, { id }: { id: string }, { world }) => {
        const company = world.get('Company', id);
        if (!company)
          return {
            deletedCompanyId: null,
            userErrors: [userError(['id'], 'Resource requested does not exist.', 'RESOURCE_NOT_FOUND')],
          };
        for (const type of [
          'CompanyContact',
          'CompanyLocation',
          'CompanyContactRole',
          'CompanyContactRoleAssignment',
        ] as const)
          for (const one of world.where(type, 'companyId', id)) world.remove(type, one as never);
        world.remove('Company', company);
        world.emit('companies/delete', id);
        return { deletedCompanyId: id, userErrors: [] };
      },
    },
    Company: {
      ...metafieldFields,
      mainContact: (company: Company, _, { world }) => world.get('CompanyContact', company.mainContactId) ?? null,
      contacts: (company: Company, args: PageArgs, { world }) =>
        connection(world.where('CompanyContact', 'companyId', company.id), args),
      contactsCount: (company: Company, _, { world }) =>
        count(world.where('CompanyContact', 'companyId', company.id).length),
      contactRoles: (company: Company, args: PageArgs, { world }) =>
        connection(world.where('CompanyContactRole', 'companyId', company.id), args),
      locations: (company: Company, args: PageArgs, { world }) =>
        connection(world.where('CompanyLocation', 'companyId', company.id), args),
      locationsCount: (company: Company, _, { world }) =>
        count(world.where('CompanyLocation', 'companyId', company.id).length),
    },
    CompanyContact: {
      company: (contact: CompanyContact, _, { world }) => world.get('Company', contact.companyId),
      customer: (contact: CompanyContact, _, { world }) => world.get('Customer', contact.customerId),
      isMainContact: (contact: CompanyContact, _, { world }) =>
        world.get('Company', contact.companyId)?.mainContactId === contact.id,
      roleAssignments: (contact: CompanyContact, args: PageArgs, { world }) =>
        connection(world.where('CompanyContactRoleAssignment', 'contactId', contact.id), args),
    },
    CompanyLocation: {
      ...metafieldFields,
      company: (location: CompanyLocation, _, { world }) => world.get('Company', location.companyId),
      roleAssignments: (location: CompanyLocation, args: PageArgs, { world }) =>
        connection(world.where('CompanyContactRoleAssignment', 'locationId', location.id), args),
    },
    CompanyContactRoleAssignment: {
      company: (one: RoleAssignment, _, { world }) => world.get('Company', one.companyId),
      companyContact: (one: RoleAssignment, _, { world }) => world.get('CompanyContact', one.contactId),
      companyLocation: (one: RoleAssignment, _, { world }) => world.get('CompanyLocation', one.locationId),
      role: (one: RoleAssignment, _, { world }) => world.get('CompanyContactRole', one.roleId),
    },
  },
  complete: ['CompanyContactRole'],
};
