// Who gets the parcel: the one shape of the sealed JSON in OrderContact, and what may be known of it without reading names.

export type Contact = {
  email: string | null;
  phone: string | null;
  name: string | null;
  /** null when nothing ships */
  address: {
    address1: string | null;
    address2: string | null;
    city: string | null;
    zip: string | null;
    province: string | null;
    countryCode: string | null;
  } | null;
};

/** Which parts of the address are filled in; null when the order has none. */
export function addressFacts(contact: Contact | null) {
  const address = contact?.address;
  if (!address) return null;
  const filled = (text: string | null | undefined) => Boolean(text?.trim());
  return {
    hasName: filled(contact.name),
    hasStreet: filled(address.address1),
    hasHouseNumber: /\d/.test(`${address.address1 ?? ''} ${address.address2 ?? ''}`),
    hasCity: filled(address.city),
    hasPostcode: filled(address.zip),
    country: address.countryCode,
  };
}
