import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressLines, missingOf, type ShipTo } from './address.ts';
import { asBars, isOwnCode, parcelCode, parcelIds, toteCode, waveCode } from './codes.ts';
import { contentsOf, type OrderOfParcel, type PackedParcel } from './contents.ts';
import { declare } from './customs.ts';
import { crossesCustoms } from './customs-territory.ts';
import { label } from './label.ts';
import { pagesOf } from './pages.ts';
import { pickList } from './pick-list.ts';
import { binLabels, toteLabels } from './place-labels.ts';
import { parcelWords, slip } from './slip.ts';
import { clean, columns, cut, fileName, paperSize, weightWords, wrapped } from './words.ts';
import { netOfLines, pricesOf, worthOfParcels, worthOfUnits } from './worth.ts';
import { fieldData, labelsZpl, placeLabelsZpl } from './zpl.ts';

/** Anything a form lets through: commands, emoji, other scripts, lone surrogates, control characters. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom('^XA', '~JR', '^FS', '_5E', '\\&', '>', 'ß', '漢', '😀', 'שלום', ' ', '\n', 'a'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);
const nullable = fc.option(typed, { nil: null });
const bare = (text: string) => clean(text).replaceAll(' ', '');

describe('words', () => {
  test('wrapping loses nothing and keeps to the width', () => {
    fc.assert(
      fc.property(typed, fc.integer({ min: 4, max: 50 }), (text, most) => {
        const lines = wrapped(text, most);
        expect(bare(lines.join(''))).toBe(bare(text));
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('what is cut ends in an ellipsis, and what fits is not touched', () => {
    expect(cut('Kettle', 6)).toBe('Kettle');
    expect(cut('Kettle, Blue', 7)).toBe('Kettle…');
    expect(cut('東京都千代田区', 7)).toBe('東京都…');
    fc.assert(fc.property(typed, fc.integer({ min: 1, max: 50 }), (text, most) => columns(cut(text, most)) <= most));
  });

  test('a weight is said in the units of the place', () => {
    expect(weightWords(850, 'GB')).toBe('850 g');
    expect(weightWords(1250, 'GB')).toBe('1.25 kg');
    expect(weightWords(1250, 'US')).toBe('2 lb 12.1 oz (1.25 kg)');
    expect(weightWords(100, 'US')).toBe('3.5 oz (100 g)');
    expect(weightWords(453, 'US')).toBe('1 lb 0 oz (453 g)');
  });

  test('a file’s name is plain', () => {
    expect(fileName(['#1042', 'parcel 1', 'slip'], 'pdf')).toBe('1042-parcel-1-slip.pdf');
    expect(fileName(['../"x"\r\n', 'Ünï'], 'zpl')).toBe('x-U-ni.zpl');
  });

  test('paper is what the country prints on, or what was asked for', () => {
    expect([paperSize(null, 'US'), paperSize(null, 'GB'), paperSize(null, null)]).toEqual(['LETTER', 'A4', 'A4']);
    expect([paperSize('letter', 'GB'), paperSize('a4', 'US'), paperSize('a3', 'US')]).toEqual([
      'LETTER',
      'A4',
      'LETTER',
    ]);
  });
});

const home: ShipTo = {
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
const at = (address: Partial<NonNullable<ShipTo['address']>>, name = 'Ann Smith'): ShipTo => ({
  ...home,
  name,
  address: { ...home.address!, address2: null, ...address },
});

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
});

test('a parcel is found again by its code, as it is printed and as people type it', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      for (const text of [parcelCode(id), ` ${parcelCode(id).toLowerCase()}`, parcelCode(id).replace('-', '')]) {
        const ids = parcelIds(text)!;
        expect(ids.from <= id && id <= ids.to).toBe(true);
        expect(isOwnCode(parcelCode(id))).toBe(true);
      }
    }),
  );
  expect(parcelIds('P-123')).toBeNull();
  for (const own of [toteCode(3), waveCode(12), ' #1012']) expect(isOwnCode(own)).toBe(true);
  for (const carriers of ['1Z999AA10123456784', 'JD014600003', '1012', 'T-12X'])
    expect(isOwnCode(carriers)).toBe(false);
  expect(asBars('#1042')).toBe('#1042');
  expect([asBars('Bestellung№1'), asBars('x'.repeat(25)), asBars(' '), asBars(null)]).toEqual([null, null, null, null]);
});

test('nothing is lost over pages, nothing changes place, and no page is overfull', () => {
  const rows = fc.array(fc.record({ height: fc.integer({ min: 1, max: 80 }), id: fc.nat() }), { maxLength: 80 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 150 }), fc.integer({ min: 80, max: 200 }), (all, first, others) => {
      const pages = pagesOf(all, first, others);
      expect(pages.flat()).toEqual(all);
      for (const [index, page] of pages.entries()) {
        const height = page.reduce((sum, row) => sum + row.height, 0);
        const room = index === 0 ? first : others;
        expect(height <= room || (index === 0 && first >= others && page.length === 1)).toBe(true);
        expect(page.length > 0 || index === 0).toBe(true);
      }
    }),
  );
});

describe('what units are worth', () => {
  test('a discount on the whole order is spread over its lines by value', () => {
    const lines = [
      { id: 'a', quantity: 2, unitPrice: 3000n, discount: 1000n },
      { id: 'b', quantity: 1, unitPrice: 5000n, discount: 0n },
      { id: 'gift', quantity: 1, unitPrice: 0n, discount: 0n },
    ];
    expect(netOfLines(lines, 9000n)).toEqual(
      new Map([
        ['a', 4500n],
        ['b', 4500n],
        ['gift', 0n],
      ]),
    );
    expect(netOfLines(lines, 20_000n)).toEqual(
      new Map([
        ['a', 5000n],
        ['b', 5000n],
        ['gift', 0n],
      ]),
    );
  });

  test('the parcels of a line are worth the line together, however it is parted', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(amount, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }), (net, parts) => {
        const all = parts.reduce((sum, part) => sum + part, 0);
        let before = 0;
        let sum = 0n;
        for (const part of parts) {
          sum += worthOfUnits(net, all, before, part);
          before += part;
        }
        expect(sum).toBe(net);
      }),
    );
  });
});

test('the parcels of an order are worth the order together, however its units are parted among them', () => {
  const lines = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 9 }).map(String),
      quantity: fc.integer({ min: 1, max: 7 }),
      unitPrice: fc.bigInt({ min: 0n, max: 100_000n }),
      discount: fc.bigInt({ min: 0n, max: 5_000n }),
    }),
    { minLength: 1, maxLength: 5, selector: (line) => line.id },
  );
  fc.assert(
    fc.property(lines, fc.bigInt({ min: 0n, max: 1_000_000n }), fc.infiniteStream(fc.nat()), (sold, subtotal, dice) => {
      // Each line rides in two fulfillment orders; each unit goes into any of four parcels.
      const lineOf = new Map(sold.flatMap(({ id }) => [[`a${id}`, id] as const, [`b${id}`, id] as const]));
      const parcels = [0, 1, 2, 3].map(() => new Map<string, number>());
      const roll = (sides: number) => dice.next().value! % sides;
      for (const { id, quantity } of sold)
        for (let unit = 0; unit < quantity; unit++) {
          const parcel = parcels[roll(4)]!;
          const line = `${roll(2) === 0 ? 'a' : 'b'}${id}`;
          parcel.set(line, (parcel.get(line) ?? 0) + 1);
        }
      const worths = worthOfParcels(parcels, pricesOf({ lines: sold, subtotal, lineOf }));
      const nets = [...netOfLines(sold, subtotal).values()].reduce((sum, net) => sum + net, 0n);
      expect(worths.reduce((sum, worth) => sum + worth, 0n)).toBe(nets);
      for (const worth of worths) expect(worth).toBeGreaterThanOrEqual(0n);
    }),
  );
});

const sold = (id: string, quantity: number, more: Partial<OrderOfParcel['lines'][number]> = {}) => ({
  ...{ id, inventoryItemId: `i${id}`, title: `Item ${id}`, sku: `SKU-${id}`, quantity, wanted: quantity, sent: 0 },
  ...{ unitPrice: 1000n, discount: 0n, ships: true, ...more },
});
const parcel = (id: string, lines: Record<string, number>, more: Partial<PackedParcel> = {}): PackedParcel => ({
  ...{ id, waveId: 'w', number: 1, state: 'sealed', ...more },
  lines: Object.entries(lines).map(([line, quantity]) => ({
    ...{ fulfillmentOrderLineId: `f${line}`, inventoryItemId: `i${line}`, title: `Item ${line}`, quantity },
  })),
});
const order = (lines: OrderOfParcel['lines']): OrderOfParcel => ({
  subtotal: lines.reduce((sum, line) => sum + line.unitPrice * BigInt(line.quantity) - line.discount, 0n),
  lines,
  lineOf: new Map(lines.map((line) => [`f${line.id}`, line.id])),
});

describe('contents', () => {
  test('a slip says what is inside, what is in the other parcels, what was sent earlier and what is to follow', () => {
    const one = parcel('p1', { a: 2 });
    const two = parcel('p2', { a: 1, b: 1 }, { number: 2 });
    const past = parcel('p0', { b: 1 }, { waveId: 'v', state: 'shipped' });
    const of = order([sold('a', 3), sold('b', 4, { sent: 2 }), sold('c', 1), sold('d', 1, { ships: false })]);
    const { inside, elsewhere } = contentsOf(of, [past, one, two], one);
    expect(inside).toEqual([
      { title: 'Item a', sku: 'SKU-a', inventoryItemId: 'ia', quantity: 2, worth: 2000n, isProduct: true },
    ]);
    expect(elsewhere.map((row) => `${row.quantity} ${row.title} ${row.where}`)).toEqual([
      '1 Item a in parcel 2',
      '2 Item b sent earlier',
      '1 Item b in parcel 2',
      '1 Item b to follow',
      '1 Item c to follow',
    ]);
  });

  test('what was removed from the order is not promised, and a line that is gone is still inside', () => {
    const here = parcel('p', { a: 1, gone: 1 });
    const { inside, elsewhere } = contentsOf(order([sold('a', 3, { wanted: 1 })]), [here], here);
    expect(inside.map((line) => [line.title, line.worth])).toEqual([
      ['Item a', 1000n],
      ['Item gone', 0n],
    ]);
    expect(elsewhere).toEqual([]);
  });

  test('every wanted unit is named once, and the parcels are worth the order', () => {
    const lines = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        parts: fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }),
        price: fc.bigInt(0n, 9999n),
        off: fc.bigInt(0n, 500n),
      }),
      { selector: (line) => line.id, minLength: 1 },
    );
    fc.assert(
      fc.property(lines, fc.bigInt(0n, 3000n), (rows, off) => {
        const used = rows.filter((row) => row.parts.some((part) => part > 0));
        const of = order(
          used.map(({ id, parts, price, off: discount }) => {
            const quantity = parts.reduce((sum, part) => sum + part, 0);
            const whole = price * BigInt(quantity);
            return sold(id, quantity, { unitPrice: price, discount: discount < whole ? discount : whole });
          }),
        );
        const subtotal = of.subtotal > off ? of.subtotal - off : 0n;
        const parcels = [0, 1, 2].map((index) =>
          parcel(
            `p${index}`,
            Object.fromEntries(used.flatMap(({ id, parts }) => (parts[index]! > 0 ? [[id, parts[index]!]] : []))),
            { number: index + 1 },
          ),
        );
        let worth = 0n;
        for (const here of parcels) {
          const { inside, elsewhere } = contentsOf({ ...of, subtotal }, parcels, here);
          worth += inside.reduce((sum, line) => sum + line.worth, 0n);
          for (const line of of.lines) {
            const units = [...inside, ...elsewhere].filter((row) => row.sku === line.sku);
            expect(units.reduce((sum, row) => sum + row.quantity, 0)).toBe(line.quantity);
          }
        }
        expect(worth).toBe(subtotal);
      }),
    );
  });
});

describe('customs', () => {
  test.each([
    ['GB', 'US', null, 'yes'],
    ['DE', 'FR', null, 'no'],
    ['DE', 'MC', null, 'no'],
    ['FR', 'GP', '97110', 'yes'],
    ['DE', 'CH', null, 'yes'],
    ['CH', 'LI', null, 'no'],
    ['DE', 'ES', '35001', 'yes'],
    ['ES', 'ES', '28001', 'no'],
    ['ES', 'ES', '38 001', 'yes'],
    ['DE', 'GB', 'BT1 5GS', 'no'],
    ['GB', 'GB', 'BT1 5GS', 'no'],
    ['DE', 'GB', 'LS1 1AA', 'yes'],
    ['IT', 'IT', '23041', 'yes'],
    ['US', 'us', null, 'no'],
    [null, 'US', null, 'unknown'],
    ['GB', null, null, 'unknown'],
  ])('%s to %s %s: %s', (from, country, zip, crosses) => {
    expect(crossesCustoms({ country: from }, { country, zip })).toBe(crosses);
  });

  const goods = (more: Partial<Parameters<typeof declare>[0][number]> = {}) => ({
    ...{ title: 'Kettle', sku: 'K', quantity: 2, grams: 600, tariffCode: '851610', originCountry: 'CN' },
    ...{ worth: 4998n, isProduct: true, ...more },
  });
  const none = { value: null, currency: 'GBP', grossGrams: 1500 };

  test('a line has description, quantity, net weight, value, tariff code and origin', () => {
    const { lines, missing, ...sums } = declare([goods()], none);
    expect(lines).toEqual([
      {
        position: 1,
        description: 'Kettle',
        sku: 'K',
        quantity: 2,
        netGrams: 1200,
        value: 4998n,
        tariffCode: '851610',
        origin: 'CN China',
      },
    ]);
    expect(sums).toEqual({ currency: 'GBP', value: 4998n, units: 2, netGrams: 1200, grossGrams: 1500 });
    expect(missing).toEqual([]);
  });

  test('what is not known is left out and named, with where to mend it', () => {
    const { lines, missing, netGrams } = declare(
      [goods({ tariffCode: ' ', grams: null }), goods({ title: 'Engraving', originCountry: null, isProduct: false })],
      none,
    );
    expect(lines.map((line) => [line.tariffCode, line.netGrams, line.origin])).toEqual([
      [null, null, 'CN China'],
      ['851610', 1200, null],
    ]);
    expect(netGrams).toBeNull();
    expect(missing).toEqual([
      'Line 1, Kettle: tariff (HS) code and weight not known. Enter it in Shopify on the product’s page, under Shipping, and print again.',
      'Line 2, Engraving: country of origin not known. It is not a product of the shop, so Shopify keeps none: write it on the paper.',
    ]);
  });

  test('the values of the lines add up to the parcel’s value exactly', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 20 }),
        fc.option(amount, { nil: null }),
        (worths, value) => {
          const made = declare(
            worths.map((worth) => goods({ worth })),
            { ...none, value },
          );
          expect(made.value).toBe(value ?? worths.reduce((sum, worth) => sum + worth, 0n));
          expect(made.lines.reduce((sum, line) => sum + line.value, 0n)).toBe(made.value);
        },
      ),
    );
  });
});

const labelFacts = {
  ...{ parcelId: '1a2b3c4d-5e6f-4aaa-8bbb-000000000001', orderName: '#1042', shopName: 'Shop', locationName: 'London' },
  ...{
    fromCountry: 'GB',
    to: home,
    deliveryMethod: 'SHIPPING',
    parcel: { number: 1, of: 2 },
    grams: 1250,
    boxName: 'Medium',
  },
  ...{ carrier: 'DHL', trackingNumber: 'JD014600', insured: { value: 12_000n, currency: 'GBP' }, customs: true },
};

describe('labels', () => {
  test('say where to, where from, which order and parcel, its weight, its numbers, and that it is insured', () => {
    expect(label(labelFacts)).toEqual({
      title: 'Label #1042 Parcel 1 of 2',
      from: ['Shop', 'London', 'United Kingdom'],
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

  test('in ZPL nothing that somebody typed can be a command', () => {
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
      shopName: typed,
      locationName: typed,
      boxName: nullable,
      carrier: nullable,
      trackingNumber: nullable,
    });
    fc.assert(
      fc.property(typed, to, facts, (name, address, rest) => {
        const zpl = labelsZpl([label({ ...labelFacts, ...rest, to: { name, phone: null, address } })], dots);
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

  test('in ZPL a field says what was typed', () => {
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

  test('in ZPL what the printer’s font may lack goes as a picture', () => {
    const drawn: string[] = [];
    const zpl = labelsZpl([label({ ...labelFacts, to: at({}, 'Łukasz 😀') })], (text) => {
      drawn.push(text);
      return dots();
    });
    expect(drawn).toEqual(['Łukasz 😀']);
    expect(zpl).toContain('^GFA,4,4,2,FF800100^FS');
  });

  test('there is one for each tote and each bin, in the order in which people number them', () => {
    expect(toteLabels({ name: 'Cart 1', totes: 2 }).map((one) => [one.name, one.bars, one.note])).toEqual([
      ['1', 'T-1', 'Cart 1'],
      ['2', 'T-2', 'Cart 1'],
    ]);
    const bins = binLabels(['A-10', 'A-2', 'Regal ä'], 'London');
    expect(bins.map((one) => [one.code, one.bars])).toEqual([
      ['A-2', 'A-2'],
      ['A-10', 'A-10'],
      ['Regal ä', null],
    ]);
    expect(placeLabelsZpl(bins, dots).match(/\^XA/g)).toHaveLength(3);
  });
});

test('the pick list has every line in the order of the walk, with tote and barcode', () => {
  const line = (position: number) => ({
    ...{
      fulfillmentOrderLineId: `${position}`,
      position,
      bin: position === 2 ? null : `A-${position}`,
      title: 'Tea',
      sku: null,
      orderName: `#${position % 2}`,
    },
    ...{ quantity: position, tote: position === 3 ? 'blue' : '4', barcode: position === 1 ? '5012345678900' : 'ä' },
  });
  const list = pickList({
    ...{
      number: 7,
      locationName: 'London',
      printedAt: '27 Nov 2026, 09:00',
      dueAt: null,
      cartName: null,
      ruleName: 'Express',
    },
    walk: [line(3), line(1), line(2)],
  });
  expect(list).toMatchObject({
    ...{ title: 'Wave 7', code: 'W-7', empty: null },
    facts: ['London · Express', '2 orders, 3 lines, 6 units', 'Printed 27 Nov 2026, 09:00'],
  });
  expect(list.lines.map((one) => [one.position, one.bin, one.quantity, one.tote, one.order, one.bars])).toEqual([
    ['1', 'A-1', '1', 'T-4', '#1', '5012345678900'],
    ['2', 'no bin', '2', 'T-4', '#0', null],
    ['3', 'A-3', '3', 'blue', '#1', null],
  ]);
});

test('a line that several bins give stands at each of them, with how much of it lies there, and counts once', () => {
  const part = (position: number, fulfillmentOrderLineId: string, bin: string, quantity: number) => ({
    ...{ fulfillmentOrderLineId, position, bin, quantity, title: 'Tea', sku: null, orderName: '#1' },
    ...{ tote: '1', barcode: null },
  });
  const facts = { number: 7, locationName: '', printedAt: 'now', dueAt: null, cartName: null, ruleName: null };
  const list = pickList({ ...facts, walk: [part(1, '1', 'A-1', 3), part(2, '2', 'B-1', 4), part(3, '1', 'B-2', 2)] });
  expect(list.facts).toContain('1 order, 2 lines, 9 units');
  expect(list.lines.map((one) => [one.bin, one.quantity, one.of])).toEqual([
    ['A-1', '3', 'of 5'],
    ['B-1', '4', ''],
    ['B-2', '2', 'of 5'],
  ]);
});

test('a slip has no prices unless they are asked for', () => {
  const inside = [{ title: 'Kettle', sku: 'K', inventoryItemId: '1', quantity: 2, worth: 4998n, isProduct: true }];
  const elsewhere = [{ title: 'Tea', sku: null, inventoryItemId: '2', quantity: 1, where: 'to follow' }];
  const facts = {
    ...{ shopName: 'Shop', locationName: 'London', orderName: '#1042', orderedOn: '24 Nov 2026', to: home },
    ...{ deliveryMethod: null, parcel: { number: 1, of: 2 }, inside, elsewhere, currency: null },
  };
  expect(JSON.stringify(slip(facts))).not.toMatch(/49[.]98|£/);
  expect(slip(facts)).toMatchObject({
    ...{ bars: '#1042', facts: ['Ordered 24 Nov 2026', 'Parcel 1 of 2'], units: '2 units', total: null },
    inside: [{ title: 'Kettle', sku: 'K', quantity: '2', price: '' }],
    elsewhere: [{ title: 'Tea', quantity: '1', where: 'to follow' }],
  });
  expect(slip({ ...facts, currency: 'GBP' })).toMatchObject({ total: '£49.98', inside: [{ price: '£49.98' }] });
  expect(parcelWords(null)).toBe('');
});
