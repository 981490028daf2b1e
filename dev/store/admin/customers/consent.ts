import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { Consent, Customer } from './customer.ts';

export interface ConsentInput {
  marketingState: string;
  marketingOptInLevel?: string | null;
  consentUpdatedAt?: string | null;
  sourceLocationId?: string | null;
}

/** States that a customer or Shopify alone brings about. */
const NOT_TO_SET = ['NOT_SUBSCRIBED', 'REDACTED', 'INVALID'];

const NEVER: Consent = { state: 'NOT_SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN', updatedAt: null, locationId: null };
export const emailConsentOf = (customer: Customer): Consent => customer.emailConsent ?? NEVER;
export const smsConsentOf = (customer: Customer): Consent => customer.smsConsent ?? NEVER;

export function readConsent(input: ConsentInput, now: string): Consent {
  return {
    state: input.marketingState,
    optInLevel: input.marketingOptInLevel ?? 'SINGLE_OPT_IN',
    updatedAt: input.consentUpdatedAt ?? now,
    locationId: input.sourceLocationId ?? null,
  };
}

/** A consent as the API writes it on a customer. */
export function shownConsent({ state, optInLevel, updatedAt, locationId }: Consent, { world }: Pick<Ctx, 'world'>) {
  return {
    marketingState: state,
    marketingOptInLevel: optInLevel,
    consentUpdatedAt: updatedAt,
    sourceLocation: world.get('Location', locationId) ?? null,
  };
}

/** Both mutations differ in names only. */
const update =
  (
    channel: 'email' | 'sms',
    input: 'emailMarketingConsent' | 'smsMarketingConsent',
    field: 'email' | 'phone',
  ): Resolver =>
  (_, args: { input: { customerId: string } & Record<typeof input, ConsentInput> }, { world }) => {
    const customer = world.get('Customer', expectId(args.input.customerId, 'Customer'));
    if (!customer) return refuse(userError(['input', 'customerId'], 'Customer not found', 'INVALID'), 'customer');
    const consent = args.input[input];
    if (NOT_TO_SET.includes(consent.marketingState))
      return refuse(
        userError(
          ['input', input, 'marketingState'],
          `Cannot specify ${consent.marketingState} as a marketing state input`,
          'INVALID',
        ),
        'customer',
      );
    if (!customer[field]) {
      const what = field === 'email' ? 'An email address' : 'A phone number';
      const why = `${what} is required to set the ${channel === 'sms' ? 'SMS' : channel} consent state.`;
      return refuse(userError(['input', input], why, 'INVALID'), 'customer');
    }
    const now = world.timestamp();
    world.patch('Customer', customer, { [`${channel}Consent`]: readConsent(consent, now), updatedAt: now });
    world.emit(
      channel === 'email' ? 'customers_email_marketing_consent/update' : 'customers_marketing_consent/update',
      customer.id,
    );
    return { customer, userErrors: [] };
  };

export const consentMutations = {
  customerEmailMarketingConsentUpdate: update('email', 'emailMarketingConsent', 'email'),
  customerSmsMarketingConsentUpdate: update('sms', 'smsMarketingConsent', 'phone'),
};
