import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, bare, from, home, nullable } from '../../../tests/papers.ts';
import { addressLines, missingOf, missingOfSender, senderLines } from './address.ts';

describe('addresses', () => {
  test.each([
    ['GB', home, ['Ann Smith', '1 High Street', 'Flat 2', 'Leeds', 'LS1 1AA', 'UNITED KINGDOM']],
    [
      'US',
      at({ city: 'Reno', province: 'NV', zip: '89501', countryCode: 'US' }),
      ['Ann Smith', '1 High Street', 'Reno, NV 89501', 'UNITED STATES'],
    ],
    [
      'DE',
      at({ city: 'Berlin', zip: '10115', countryCode: 'DE' }),
      ['Ann Smith', '1 High Street', '10115 Berlin', 'GERMANY'],
    ],
    [
      'IT',
      at({ city: 'Roma', zip: '00100', province: 'RM', countryCode: 'IT' }),
      ['Ann Smith', '1 High Street', '00100 Roma, RM', 'ITALY'],
    ],
    ['none', null, []],
  ])('are written as the post of %s has them', (_, to, lines) => {
    expect(addressLines(to, 40)).toEqual(lines);
  });

  test('lose nothing, however long', () => {
    const address = fc.record({
      address1: nullable,
      address2: nullable,
      city: nullable,
      zip: nullable,
      province: nullable,
    });
    fc.assert(
      fc.property(nullable, address, fc.constantFrom('GB', 'US', 'DE', null), (name, parts, countryCode) => {
        const printed = bare(addressLines({ name, phone: null, address: { ...parts, countryCode } }, 32).join(''));
        for (const part of [name, ...Object.values(parts)]) expect(printed).toContain(bare(part ?? ''));
      }),
    );
  });

  test('what is missing is named', () => {
    expect(missingOf(home)).toEqual([]);
    expect(missingOf(at({ city: ' ', countryCode: null }, ''))).toEqual(['the name', 'the city', 'the country']);
    expect(missingOf(null)).toEqual(['the address']);
  });

  test('of whoever sends have the shop, the location unless it is called the same, and where it lies', () => {
    const there = ['9 Dock Road', 'Unit 4', 'London', 'E16 2AB', 'UNITED KINGDOM'];
    expect(senderLines(from, 40)).toEqual(['Shop', 'London', ...there]);
    expect(senderLines({ ...from, locationName: ' Shop' }, 40)).toEqual(['Shop', ...there]);
    const ottawa = { ...from.address!, city: 'Ottawa', province: 'ON', zip: 'K2P 1L4', countryCode: 'CA' };
    expect(senderLines({ ...from, address: ottawa }, 40)).toContain('Ottawa, ON K2P 1L4');
  });

  test('what is missing of the sender is said with what to do', () => {
    expect(missingOfSender(from)).toEqual([]);
    const [says] = missingOfSender({ ...from, address: { ...from.address!, address1: ' ', city: null } });
    expect(says).toBe(
      'From: the street and the city of London are not known. Enter them in Shopify under Settings, Locations, and print again.',
    );
  });
});
