// An address as the post of its country wants it written.
import { clean, countryName, wrapped } from './words.ts';

/** As orders carry it (app/mirror/contact.ts). */
export type ShipTo = {
  name: string | null;
  phone: string | null;
  address: {
    address1: string | null;
    address2: string | null;
    city: string | null;
    zip: string | null;
    province: string | null;
    countryCode: string | null;
  } | null;
};

/** City, province and postcode share a line in these; elsewhere the postcode stands before the city. */
const cityFirst = new Set('AU CA CN IN KR NZ PR TH TW US'.split(' '));
/** Here the postcode has the last line for itself (Universal Postal Union, postal addressing systems). */
const postcodeLast = new Set('GB IE IM JE GG HK JP SG ZA'.split(' '));

/** Whoever sends: the shop, the location that it ships from, and where that lies. */
export type From = { shopName: string; locationName: string; address: ShipTo['address'] };

/**
 * The sender's lines, of at most `most` columns: the shop's name, the location's where it is another, and the address as its country
 * writes it.
 */
export function senderLines({ shopName, locationName, address }: From, most: number): string[] {
  const named = clean(locationName) === clean(shopName) ? '' : locationName;
  return [
    ...wrapped(shopName, most),
    ...wrapped(named, most),
    ...addressLines({ name: null, phone: null, address }, most),
  ];
}

/** What a carrier and customs need of the sender's address and do not find, each with what to do; empty when all is there. */
export function missingOfSender({ locationName, address }: From): string[] {
  const lacks = missingOf({ name: 'the shop', phone: null, address });
  if (lacks.length === 0) return [];
  const what = lacks.length > 1 ? `${lacks.slice(0, -1).join(', ')} and ${lacks.at(-1)}` : lacks[0];
  const [be, them] = lacks.length > 1 ? ['are', 'them'] : ['is', 'it'];
  const place = clean(locationName) || 'the location';
  return [
    `From: ${what} of ${place} ${be} not known. Enter ${them} in Shopify under Settings, Locations, and print again.`,
  ];
}

/** Name, street, city, country: lines of at most `most` columns, as many as it takes. Nothing of the address is lost. */
export function addressLines(to: ShipTo | null, most: number): string[] {
  const address = to?.address;
  if (!address) return wrapped(to?.name, most);
  const country = clean(address.countryCode).toUpperCase();
  const [city, zip, province] = [clean(address.city), clean(address.zip), clean(address.province)];
  const join = (parts: string[], by: string) => parts.filter(Boolean).join(by);
  const places = cityFirst.has(country)
    ? [join([city, join([province, zip], ' ')], ', ')]
    : postcodeLast.has(country)
      ? [join([city, province], ', '), zip]
      : [join([join([zip, city], ' '), province], ', ')];
  return [to.name, address.address1, address.address2, ...places, countryName(country).toUpperCase()].flatMap((line) =>
    wrapped(line, most),
  );
}

/** What a carrier needs of an address and does not find, in words; empty when all is there. */
export function missingOf(to: ShipTo | null): string[] {
  if (!to?.address) return ['the address'];
  const { name, address } = to;
  return (
    [
      ['the name', name],
      ['the street', address.address1],
      ['the city', address.city],
      ['the country', address.countryCode],
    ] as const
  ).flatMap(([what, text]) => (clean(text) === '' ? [what] : []));
}
