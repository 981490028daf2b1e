// Parcels as a file for other label tools, and the file with tracking numbers that comes back. The address is in the file alone.

import { csvText } from '../../lib/csv.ts';
import { decimalFromMinor } from '../../lib/money.ts';
import { readCsv } from '../../lib/read-csv.ts';
import type { Contact } from '../../mirror/contact.ts';
import { gramsOf, type Parcel } from './parcel.ts';

const COLUMNS = [
  'Parcel ID',
  'Order Number',
  'Parcel Number',
  'Recipient Name',
  'Address Line 1',
  'Address Line 2',
  'City',
  'State',
  'Postal Code',
  'Country',
  'Phone',
  'Weight (g)',
  'Weight (oz)',
  'Length (cm)',
  'Width (cm)',
  'Height (cm)',
  'Length (in)',
  'Width (in)',
  'Height (in)',
  'Value',
  'Currency',
  'Insured',
  'Items',
  'Carrier',
  'Tracking Number',
  'Tracking URL',
] as const;

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const cm = (millimetres: number | null) => (millimetres === null ? null : round(millimetres / 10, 1));
const inches = (millimetres: number | null) => (millimetres === null ? null : round(millimetres / 25.4, 2));

/** CSV text, a row for each parcel; what is not known is empty. `contacts` by order id. */
export function parcelFile(parcels: readonly Parcel[], contacts: ReadonlyMap<string, Contact>): string {
  const rows = parcels.map((parcel) => {
    const to = contacts.get(parcel.orderId);
    const grams = gramsOf(parcel);
    return [
      parcel.id,
      parcel.orderName,
      parcel.number,
      to?.name ?? null,
      to?.address?.address1 ?? null,
      to?.address?.address2 ?? null,
      to?.address?.city ?? null,
      to?.address?.province ?? null,
      to?.address?.zip ?? null,
      to?.address?.countryCode ?? null,
      // A + would be taken for a formula.
      to?.phone?.replace(/^\s*\+/, '00') ?? null,
      grams,
      grams === null ? null : round(grams / 28.349523125, 2),
      cm(parcel.length),
      cm(parcel.width),
      cm(parcel.height),
      inches(parcel.length),
      inches(parcel.width),
      inches(parcel.height),
      parcel.value === null || parcel.currency === null
        ? null
        : Number(decimalFromMinor(parcel.value, parcel.currency)),
      parcel.currency,
      parcel.insured ? 'yes' : 'no',
      parcel.lines.map((line) => `${line.quantity} × ${line.title}`).join('; '),
      parcel.carrier,
      parcel.trackingNumber,
      parcel.trackingUrl,
    ];
  });
  return csvText([COLUMNS, ...rows]);
}

export type TrackingRow = {
  line: number;
  text: string;
  parcelId: string | null;
  orderName: string | null;
  /** among the parcels of the order */
  number: number | null;
  carrier: string;
  trackingNumber: string;
  trackingUrl: string;
};
export type BadRow = { line: number; text: string; problem: string };

export const MOST_ROWS = 2000;

/** What label tools call the columns, in small letters without anything but letters and digits. */
const NAMES = {
  parcelId: ['parcelid', 'backroomparcel', 'reference'],
  order: ['ordernumber', 'order', 'orderno', 'orderid', 'ordername'],
  number: ['parcelnumber', 'parcelno', 'parcel', 'box'],
  tracking: ['trackingnumber', 'tracking', 'trackingno', 'trackingcode', 'trackingid'],
  carrier: ['carrier', 'carriername', 'shippingcarrier', 'trackingcompany', 'provider'],
  url: ['trackingurl', 'trackinglink'],
} as const;

/**
 * Reads CSV text whose first row names a column of tracking numbers, and Parcel ID or Order Number (with Parcel Number where an order
 * has several). Every row that is not blank is in `rows` or in `bad`; one without a tracking number is passed over.
 */
export function readTrackingFile(
  text: string,
): { ok: true; rows: TrackingRow[]; bad: BadRow[]; without: number } | { ok: false; problem: string } {
  const read = readCsv(text, { skipBlank: true });
  if (!read.ok) return read;
  const [header, ...records] = read.records;
  const names = (header?.record ?? []).map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const at = (wanted: readonly string[]) => names.findIndex((name) => wanted.includes(name));
  const column = {
    parcelId: at(NAMES.parcelId),
    order: at(NAMES.order),
    number: at(NAMES.number),
    tracking: at(NAMES.tracking),
    carrier: at(NAMES.carrier),
    url: at(NAMES.url),
  };
  if (column.tracking < 0 || (column.parcelId < 0 && column.order < 0))
    return {
      ok: false,
      problem:
        'The first row must name the columns Tracking Number, and Parcel ID or Order Number. Nothing was changed.',
    };
  if (records.length > MOST_ROWS)
    return { ok: false, problem: `The file has more than ${MOST_ROWS} rows. Split it. Nothing was changed.` };
  const rows: TrackingRow[] = [];
  const bad: BadRow[] = [];
  let without = 0;
  const seen = new Map<string, TrackingRow>();
  for (const { record, info } of records) {
    const cell = (index: number) => (record[index] ?? '').trim();
    const row: TrackingRow = {
      line: info.lines,
      text: [cell(column.order), cell(column.parcelId), cell(column.tracking)].filter(Boolean).join(', '),
      parcelId: cell(column.parcelId).toLowerCase() || null,
      orderName: cell(column.order) || null,
      number: /^\d{1,4}$/.test(cell(column.number)) ? Number(cell(column.number)) : null,
      carrier: cell(column.carrier),
      trackingNumber: cell(column.tracking),
      trackingUrl: cell(column.url),
    };
    if (row.trackingNumber === '') {
      without += 1;
      continue;
    }
    const key = row.parcelId ?? `${row.orderName}/${row.number}`;
    const before = seen.get(key);
    const problem = wrong(row, cell(column.number), before);
    if (problem) bad.push({ line: row.line, text: row.text, problem });
    else if (!before) {
      seen.set(key, row);
      rows.push(row);
    }
  }
  return { ok: true, rows, bad, without };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function wrong(row: TrackingRow, number: string, before: TrackingRow | undefined): string | null {
  if (row.parcelId === null && row.orderName === null)
    return 'It names neither a parcel nor an order. Fill in Parcel ID or Order Number.';
  if (row.parcelId !== null && !uuid.test(row.parcelId))
    return `"${row.parcelId}" is no parcel id of Backroom. Copy it from the exported file, or give the order number.`;
  if (row.parcelId === null && number !== '' && row.number === null)
    return `The parcel number "${number}" is not a whole number.`;
  // Spreadsheets always write the sign; 12E34 without it is a number that carriers give.
  if (/^\d+[.,]?\d*E\+\d+$/i.test(row.trackingNumber))
    return `The spreadsheet shortened the number to ${row.trackingNumber}. Format the column as text and enter the whole number.`;
  if (before && before.trackingNumber !== row.trackingNumber)
    return `The same parcel has another number on line ${before.line}. Keep one of them.`;
  return null;
}
