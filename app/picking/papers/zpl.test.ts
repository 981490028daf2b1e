import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, home, labelFacts, nullable, typed } from '../../../tests/papers.ts';
import { label } from './label.ts';
import { clean } from './words.ts';
import { fieldData, labelsZpl } from './zpl.ts';

const dots = () => ({ width: 9, height: 2, bits: new Uint8Array([0xff, 0x80, 0x01, 0x00]) });

/** What a printer makes of a file: commands, each with its data as it will be printed. */
const fieldsOf = (zpl: string) =>
  [...zpl.matchAll(/\^FD([^^~]*)\^FS/g)].map(([, data = '']) =>
    new TextDecoder().decode(
      Uint8Array.from(data.match(/_[0-9A-F]{2}|[^_]/g) ?? [], (part) =>
        part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0),
      ),
    ),
  );

const known =
  /^\^(XA|XZ|CI28|PW812|LL1218|LH0,0|FO\d+,\d+|A0N,\d+,\d+|FH_|FD[A-Za-z0-9 .,#/()_-]*|FS|GB\d+,\d+,\d+|BY[234],3,\d+|BCN,\d+,N,N,N|GFA,\d+,\d+,\d+,[0-9A-F]*)$/;

describe('in ZPL', () => {
  test('nothing that somebody typed can be a command', () => {
    const to = fc.record({
      address1: typed,
      address2: nullable,
      city: nullable,
      zip: nullable,
      province: nullable,
      countryCode: fc.constantFrom('GB', '^X', null),
    });
    const facts = fc.record({
      orderName: typed,
      from: fc.record({ shopName: typed, locationName: typed }),
      boxName: nullable,
      carrier: nullable,
      trackingNumber: nullable,
    });
    fc.assert(
      fc.property(typed, to, facts, (name, address, rest) => {
        const zpl = labelsZpl(
          [label({ ...labelFacts, ...rest, from: { ...rest.from, address }, to: { name, phone: null, address } })],
          dots,
        );
        expect(zpl.replaceAll('\n', '')).toMatch(/^[ -}]*$/);
        const commands = zpl.replaceAll('\n', '').split(/(?=\^)/);
        for (const command of commands) expect(command).toMatch(known);
        expect(commands.filter((command) => command === '^XA')).toHaveLength(1);
        expect(commands.filter((command) => /^\^FO/.test(command)).length).toBe(
          commands.filter((command) => command === '^FS').length,
        );
      }),
    );
  });

  test('a field says what was typed', () => {
    fc.assert(fc.property(typed, (text) => fieldsOf(`^FD${fieldData(clean(text))}^FS`)[0] === clean(text)));
    const to = { ...home, name: 'Evil ^XZ~JA \\& _5E Straße' };
    const zpl = labelsZpl([label({ ...labelFacts, to })], dots);
    expect(fieldsOf(zpl)).toEqual(
      expect.arrayContaining([
        'Evil ^XZ~JA \\& _5E Straße',
        '1 High Street',
        'LS1 1AA',
        '1.25 kg  Medium',
        'INSURED £120.00',
        'P-1A2B3C4D5E6F',
        'DHL JD014600',
        'JD014600',
      ]),
    );
    expect(zpl).toContain('^BY3,3,160^BCN,160,N,N,N^FH_^FDP-1A2B3C4D5E6F^FS');
  });

  test('what the printer’s font may lack goes as a picture', () => {
    const drawn: string[] = [];
    const zpl = labelsZpl([label({ ...labelFacts, to: at({}, 'Łukasz 😀') })], (text) => {
      drawn.push(text);
      return dots();
    });
    expect(drawn).toEqual(['Łukasz 😀']);
    expect(zpl).toContain('^GFA,4,4,2,FF800100^FS');
  });
});
