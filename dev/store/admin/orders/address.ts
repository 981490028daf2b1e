import { type UserError, userError } from '../../kernel/usererror.ts';
import type { Address } from './order.ts';

/** Names of the countries and provinces that the demo data uses; others keep their code as their name. */
const COUNTRIES: Record<string, string> = {
  AT: 'Austria',
  AU: 'Australia',
  BE: 'Belgium',
  CA: 'Canada',
  CH: 'Switzerland',
  CY: 'Cyprus',
  CZ: 'Czechia',
  DE: 'Germany',
  DK: 'Denmark',
  ES: 'Spain',
  FI: 'Finland',
  FR: 'France',
  GB: 'United Kingdom',
  GR: 'Greece',
  HK: 'Hong Kong SAR',
  IE: 'Ireland',
  IL: 'Israel',
  IT: 'Italy',
  JP: 'Japan',
  NL: 'Netherlands',
  NO: 'Norway',
  NZ: 'New Zealand',
  PL: 'Poland',
  PT: 'Portugal',
  SE: 'Sweden',
  SG: 'Singapore',
  US: 'United States',
};
const PROVINCES: Record<string, Record<string, string>> = {
  CA: {
    AB: 'Alberta',
    BC: 'British Columbia',
    MB: 'Manitoba',
    NB: 'New Brunswick',
    NL: 'Newfoundland and Labrador',
    NS: 'Nova Scotia',
    NT: 'Northwest Territories',
    NU: 'Nunavut',
    ON: 'Ontario',
    PE: 'Prince Edward Island',
    QC: 'Quebec',
    SK: 'Saskatchewan',
    YT: 'Yukon',
  },
  US: {
    AL: 'Alabama',
    AK: 'Alaska',
    AZ: 'Arizona',
    AR: 'Arkansas',
    CA: 'California',
    CO: 'Colorado',
    CT: 'Connecticut',
    DE: 'Delaware',
    FL: 'Florida',
    GA: 'Georgia',
    HI: 'Hawaii',
    ID: 'Idaho',
    IL: 'Illinois',
    IN: 'Indiana',
    IA: 'Iowa',
    KS: 'Kansas',
    KY: 'Kentucky',
    LA: 'Louisiana',
    ME: 'Maine',
    MD: 'Maryland',
    MA: 'Massachusetts',
    MI: 'Michigan',
    MN: 'Minnesota',
    MS: 'Mississippi',
    MO: 'Missouri',
    MT: 'Montana',
    NE: 'Nebraska',
    NV: 'Nevada',
    NH: 'New Hampshire',
    NJ: 'New Jersey',
    NM: 'New Mexico',
    NY: 'New York',
    NC: 'North Carolina',
    ND: 'North Dakota',
    OH: 'Ohio',
    OK: 'Oklahoma',
    OR: 'Oregon',
    PA: 'Pennsylvania',
    RI: 'Rhode Island',
    SC: 'South Carolina',
    SD: 'South Dakota',
    TN: 'Tennessee',
    TX: 'Texas',
    UT: 'Utah',
    VT: 'Vermont',
    VA: 'Virginia',
    WA: 'Washington',
    WV: 'West Virginia',
    WI: 'Wisconsin',
    WY: 'Wyoming',
    DC: 'District of Columbia',
  },
};

const codeOf = (names: Record<string, string>, name: string | null | undefined): string | undefined =>
  Object.entries(names).find(([, one]) => one.toLowerCase() === name?.toLowerCase())?.[0];

/** Completes an address input: codes from names and names from codes. */
export function readAddress(input: Address | null | undefined): Address | null {
  if (!input) return null;
  const countryCode = input.countryCode ?? codeOf(COUNTRIES, input.country) ?? null;
  const provinces = PROVINCES[countryCode ?? ''] ?? {};
  const provinceCode = input.provinceCode ?? codeOf(provinces, input.province) ?? null;
  const text = (value: string | null | undefined) => value ?? null;
  return {
    firstName: text(input.firstName),
    lastName: text(input.lastName),
    company: text(input.company),
    address1: text(input.address1),
    address2: text(input.address2),
    city: text(input.city),
    province: provinces[provinceCode ?? ''] ?? text(input.province),
    provinceCode,
    country: countryCode ? (COUNTRIES[countryCode] ?? text(input.country) ?? countryCode) : text(input.country),
    countryCode,
    zip: text(input.zip),
    phone: text(input.phone),
  };
}

export function fullName(address: Pick<Address, 'firstName' | 'lastName'>): string | null {
  return [address.firstName, address.lastName].filter(Boolean).join(' ') || null;
}

/** The API's MailingAddress. `id` names the address. */
export function mailingAddress(address: Address | null | undefined, id: string) {
  if (!address) return null;
  const { city, provinceCode, country } = address;
  const area = [city, provinceCode].filter(Boolean).join(' ');
  const name = fullName(address);
  return {
    ...address,
    __typename: 'MailingAddress',
    id,
    name,
    countryCodeV2: address.countryCode,
    formattedArea: [area, country].filter(Boolean).join(', ') || null,
    formatted: [
      name,
      address.company,
      address.address1,
      address.address2,
      [city, provinceCode, address.zip].filter(Boolean).join(' '),
      country,
    ].filter(Boolean),
    coordinatesValidated: false,
    latitude: null,
    longitude: null,
    timeZone: null,
    validationResultSummary: null,
  };
}

/** What Shopify finds wrong with an address of a mutation's input. */
export function checkAddress(input: Address, field: string[]): UserError[] {
  const errors: UserError[] = [];
  const countryCode = input.countryCode ?? codeOf(COUNTRIES, input.country) ?? '';
  const provinces = PROVINCES[countryCode];
  const zipName = countryCode === 'US' ? 'ZIP code' : 'postal code';
  if (!input.lastName) errors.push(userError([...field, 'lastName'], 'Enter a last name'));
  if (!input.zip && provinces) errors.push(userError([...field, 'zip'], `Enter a ${zipName}`));
  const provinceCode = input.provinceCode ?? codeOf(provinces ?? {}, input.province);
  if (provinces && (input.provinceCode || input.province) && !(provinceCode && provinces[provinceCode])) {
    const kind = countryCode === 'US' ? 'State' : 'Province';
    const message = `${kind} is not a valid ${kind.toLowerCase()} in ${COUNTRIES[countryCode]}`;
    errors.push(userError([...field, 'province'], message));
  }
  return errors;
}
