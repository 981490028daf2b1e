// What papers are tried with.
import fc from 'fast-check';
import type { From, ShipTo } from '../app/picking/papers/address.ts';
import { clean } from '../app/picking/papers/words.ts';

/** Anything a form lets through: commands, emoji, other scripts, lone surrogates, control characters. */
export const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom('^XA', '~JR', '^FS', '_5E', '\\&', '>', 'ß', '漢', '😀', 'שלום', ' ', '\n', 'a'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);
export const nullable = fc.option(typed, { nil: null });
export const bare = (text: string) => clean(text).replaceAll(' ', '');

export const home: ShipTo = {
  name: 'Ann Smith',
  phone: null,
  address: {
    address1: '1 High Street',
    address2: 'Flat 2',
    city: 'Leeds',
    zip: 'LS1 1AA',
    province: null,
    countryCode: 'GB',
  },
};
export const at = (address: Partial<NonNullable<ShipTo['address']>>, name = 'Ann Smith'): ShipTo => ({
  ...home,
  name,
  address: { ...home.address!, address2: null, ...address },
});

export const from: From = {
  shopName: 'Shop',
  locationName: 'London',
  address: {
    ...{ address1: '9 Dock Road', address2: 'Unit 4', city: 'London', zip: 'E16 2AB', province: null },
    countryCode: 'GB',
  },
};

export const labelFacts = {
  ...{ parcelId: '1a2b3c4d-5e6f-4aaa-8bbb-000000000001', orderName: '#1042', from },
  ...{
    to: home,
    deliveryMethod: 'SHIPPING',
    parcel: { number: 1, of: 2 },
    grams: 1250,
    boxName: 'Medium',
  },
  ...{ carrier: 'DHL', trackingNumber: 'JD014600', insured: { value: 12_000n, currency: 'GBP' }, customs: true },
};
