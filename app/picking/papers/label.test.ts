import { describe, expect, test } from 'vitest';
import { at, labelFacts } from '../../../tests/papers.ts';
import { label } from './label.ts';

describe('labels', () => {
  test('say where to, where from, which order and parcel, its weight, its numbers, and that it is insured', () => {
    expect(label(labelFacts)).toEqual({
      title: 'Label #1042 Parcel 1 of 2',
      from: ['Shop', 'London', '9 Dock Road', 'Unit 4', 'London', 'E16 2AB', 'UNITED KINGDOM'],
      toHeading: 'SHIP TO',
      to: ['Ann Smith', '1 High Street', 'Flat 2', 'Leeds', 'LS1 1AA', 'UNITED KINGDOM'],
      order: '#1042',
      parcel: 'Parcel 1 of 2',
      facts: ['1.25 kg', 'Medium'],
      insured: 'INSURED £120.00',
      customs: 'CUSTOMS DECLARATION ENCLOSED',
      code: 'P-1A2B3C4D5E6F',
      tracking: { carrier: 'DHL', number: 'JD014600', bars: 'JD014600' },
    });
    const plain = { ...labelFacts, to: null, grams: null, trackingNumber: ' ', insured: null, customs: false };
    expect(label({ ...plain, parcel: { number: 1, of: null }, deliveryMethod: 'PICK_UP' })).toMatchObject({
      ...{
        toHeading: 'FOR PICKUP BY',
        to: ['The address is not known'],
        parcel: 'Parcel 1',
        facts: ['Not weighed', 'Medium'],
      },
      ...{ insured: null, customs: null, tracking: null },
    });
  });

  test('have all of a long address, in as few lines as give letters that can be read', () => {
    const long = at({ address1: 'Flat '.repeat(50), address2: 'House '.repeat(40) });
    const lines = label({ ...labelFacts, to: long }).to;
    expect(lines).toHaveLength(13);
    expect(lines.join(' ').match(/Flat|House/g)).toHaveLength(90);
  });
});
