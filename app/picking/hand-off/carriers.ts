// Carriers as Shopify knows them: it makes the tracking link of these names by itself. Any other needs its link from us.

import { parcelIds } from '../papers/codes.ts';

/** A choice of FulfillmentTrackingInfo's supported tracking companies (Admin API 2026-07), as Shopify spells them. */
export const carrierNames = [
  '4PX',
  'Amazon Logistics UK',
  'An Post',
  'APC',
  'Asendia USA',
  'Australia Post',
  'BPost',
  'Bring',
  'Canada Post',
  'Canpar',
  'China Post',
  'Chronopost',
  'Colissimo',
  'Correios',
  'Correos',
  'CTT',
  'Deutsche Post',
  'DHL',
  'DHL eCommerce',
  'DHL Express',
  'DHL Parcel',
  'DPD',
  'DPD Local',
  'DPD UK',
  'DX',
  'Evri',
  'FedEx',
  'GLS',
  'Hermes',
  'Inpost',
  'Japan Post (EN)',
  'La Poste Colissimo',
  'Lasership',
  'Mondial Relay',
  'New Zealand Post',
  'OnTrac',
  'Packeta',
  'Parcelforce',
  'Pitney Bowes',
  'Poste Italiane',
  'PostNL',
  'PostNord DK',
  'PostNord NO',
  'PostNord SE',
  'Purolator',
  'Royal Mail',
  'Sagawa (EN)',
  'Sendle',
  'SF Express',
  'Singapore Post',
  'StarTrack',
  'Swiss Post',
  'TNT',
  'UPS',
  'USPS',
  'Yamato (EN)',
  'Yodel',
  'YunExpress',
] as const;

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const known = new Map(carrierNames.map((name) => [plain(name), name as string]));
/** What label tools and people write instead. */
const also: Record<string, string> = {
  dhlecommerce: 'DHL eCommerce',
  dhlpaket: 'DHL',
  fedexground: 'FedEx',
  stampscom: 'USPS',
  upsshipping: 'UPS',
  uspspriority: 'USPS',
};

/** The carrier as Shopify spells it, or as it was written where Shopify does not know it; null where nothing was written. */
export function carrierOf(written: string | null | undefined): { name: string; known: boolean } | null {
  const name = written?.trim() ?? '';
  if (name === '') return null;
  const found = known.get(plain(name)) ?? also[plain(name)];
  return found ? { name: found, known: true } : { name, known: false };
}

/** How a parcel can be followed, as somebody typed it. */
export type TypedTracking = { carrier: string; trackingNumber: string; trackingUrl?: string };

/** What a station's form says that remembers the last carrier: without a number it says nothing. */
export const typedAtStation = (carrier: string, number: string): TypedTracking =>
  number.trim() === ''
    ? { carrier: '', trackingNumber: '' }
    : { carrier: carrier.trim(), trackingNumber: number.trim() };

/** How a parcel can be followed, in order; all null: it cannot. */
export type Tracking = { carrier: string | null; trackingNumber: string | null; trackingUrl: string | null };

const LONGEST = 100;

/** What is wrong with what was typed. */
export type TrackingFault = 'too-long' | 'control' | 'own-label' | 'long-carrier' | 'no-link' | 'no-number';

type NotRead = { ok: false; field: 'carrier' | 'number' | 'url'; fault: TrackingFault; problem: string };

/** Reads what was typed. A link must be one that a browser opens; without a number there is nothing to follow. */
export function readTracking(typed: TypedTracking): { ok: true; tracking: Tracking } | NotRead {
  const number = typed.trackingNumber.trim();
  const url = typed.trackingUrl?.trim() ?? '';
  const carrier = carrierOf(typed.carrier);
  if (number.length > LONGEST)
    return {
      ok: false,
      field: 'number',
      fault: 'too-long',
      problem: `A tracking number has at most ${LONGEST} characters.`,
    };
  if (/\p{Cc}/u.test(number + (carrier?.name ?? '')))
    return {
      ok: false,
      field: 'number',
      fault: 'control',
      problem: 'The tracking number holds a line break or another control character.',
    };
  if (parcelIds(number))
    return {
      ok: false,
      field: 'number',
      fault: 'own-label',
      problem: 'This is the barcode of our own label. Scan or enter the number of the carrier’s.',
    };
  if ((carrier?.name.length ?? 0) > LONGEST)
    return {
      ok: false,
      field: 'carrier',
      fault: 'long-carrier',
      problem: `A carrier's name has at most ${LONGEST} characters.`,
    };
  if (url !== '' && !isLink(url))
    return { ok: false, field: 'url', fault: 'no-link', problem: 'A tracking link begins with https:// or http://.' };
  if (number === '' && (url !== '' || carrier !== null))
    return {
      ok: false,
      field: 'number',
      fault: 'no-number',
      problem: 'Enter the tracking number too, or leave carrier and link empty to ship without one.',
    };
  return {
    ok: true,
    tracking: { carrier: carrier?.name ?? null, trackingNumber: number || null, trackingUrl: url || null },
  };
}

function isLink(text: string): boolean {
  if (text.length > 1000) return false;
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** For Shopify: FulfillmentTrackingInput, or null where there is no number. */
export function trackingInput(tracking: Tracking): { number: string; company?: string; url?: string } | null {
  const { carrier, trackingNumber, trackingUrl } = tracking;
  if (trackingNumber === null) return null;
  return {
    number: trackingNumber,
    ...(carrier ? { company: carrier } : {}),
    ...(trackingUrl ? { url: trackingUrl } : {}),
  };
}
