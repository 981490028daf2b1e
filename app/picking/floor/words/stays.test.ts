import { describe, expect, test } from 'vitest';
import { readTracking } from '../../hand-off/carriers.ts';
import { refusedNow, refusedUnpacked } from '../../hand-off/parcel.ts';
import type { Refusal } from '../../hand-off/refusal.ts';
import { type OrderNow, refusedUnits } from '../../ship.ts';
import { languages } from '../language.ts';
import { packWordsIn } from './pack-words.ts';
import { whyItStays } from './stays.ts';
import { wordsIn } from './words.ts';

const says = (refusal: Refusal | undefined, language: (typeof languages)[number]) =>
  whyItStays(refusal, '#1001', wordsIn(language), packWordsIn(language));
const parcel = { orderName: '#1001', number: 2, labelState: 'none' as const };
const line = { fulfillmentOrderId: 'f', fulfillmentOrderLineId: 'l', title: 'Mug', quantity: 2 };
const order = (change: object): OrderNow => ({
  ...{ orderId: '1', canceled: false },
  standing: [
    {
      ...{ fulfillmentOrderId: 'f', status: 'OPEN', locationId: '9', supportedActions: ['CREATE_FULFILLMENT'] },
      ...{ holdReasons: [], remaining: new Map([['l', 2]]), ...change },
    },
  ],
});
const unitsOf = (change: object): Refusal => ({ code: 'changed', ...refusedUnits([line], order(change), '9')! });

describe('why a parcel stays is said on a phone', () => {
  const found: Record<string, Refusal> = {
    open: refusedNow({ ...parcel, state: 'open' })!,
    shipped: refusedNow({ ...parcel, state: 'shipped' })!,
    'given up': refusedNow({ ...parcel, state: 'given-up' })!,
    'label asked': refusedNow({ ...parcel, state: 'sealed', labelState: 'asked' })!,
    'label unknown': refusedNow({ ...parcel, state: 'sealed', labelState: 'unknown' })!,
    edited: unitsOf({ remaining: new Map([['l', 1]]) }),
    replaced: unitsOf({ status: 'CANCELLED' }),
    held: unitsOf({ holdReasons: ['OTHER'] }),
    moved: unitsOf({ locationId: '8' }),
    fulfilled: unitsOf({ status: 'CLOSED' }),
    'not allowed': unitsOf({ supportedActions: [] }),
    gone: { code: 'changed', ...refusedUnits([line], undefined, '9')! },
    canceled: { code: 'changed', ...refusedUnits([line], { ...order({}), canceled: true }, '9')! },
    'left out': { code: 'left-out', wave: 3, says: '#1001 was left out of wave 3: It is on hold.' },
    'own label': { code: 'tracking', fault: 'own-label', says: '' },
  };

  test.each(Object.entries(found))('%s: in three languages, of which only one is the admin’s', (_, refusal) => {
    const all = languages.map((language) => says(refusal, language));
    expect(new Set(all).size).toBe(3);
    for (const text of all) expect(text).toMatch(/^\p{Lu}.*[.!]$/u);
    for (const text of all.slice(1)) expect(text).not.toContain(refusal.says || '?');
  });

  test('with what it is about', () => {
    expect(says(found.open, 'de')).toBe('Paket 2 wird noch gepackt. Verschließ es zuerst.');
    expect(says(found.canceled, 'de')).toMatch(/^Bestellung #1001 .*\. Leg/);
    expect(says({ code: 'not-packed', units: 1, says: '' }, 'fr')).toContain('1 article n’est dans aucun colis');
    expect(says(found['left out'], 'fr')).toContain('vague 3');
    const read = readTracking({ carrier: 'DHL', trackingNumber: '' });
    expect(read.ok ? null : says({ code: 'tracking', fault: read.fault, says: read.problem }, 'de')).toBe(
      'Gib auch die Sendungsnummer ein, oder lass den Versender leer.',
    );
    expect(says(undefined, 'de')).toBe('Das wurde nicht verstanden. Sieh nach, was du eingegeben hast.');
    expect(refusedUnpacked([], [])).toBeNull();
  });
});
