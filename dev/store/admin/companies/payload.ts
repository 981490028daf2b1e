import { restTime } from '../../kernel/rest.ts';
import type { PayloadBuilder } from '../../kernel/world.ts';
import { shopOf } from '../shop/domain.ts';

/** The body of companies/create and delete. */
export const companyPayload: PayloadBuilder = (world, id) => {
  const company = world.get('Company', id);
  if (!company) return { admin_graphql_api_id: id };
  const time = (at: string) => restTime(at, shopOf(world).timezoneOffsetMinutes);
  return {
    name: company.name,
    note: company.note,
    external_id: company.externalId,
    main_contact_admin_graphql_api_id: company.mainContactId,
    created_at: time(company.createdAt),
    updated_at: time(company.updatedAt),
    customer_since: time(company.createdAt),
    admin_graphql_api_id: company.id,
  };
};
