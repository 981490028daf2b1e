// What stands on the drawn papers, read back out of the PDFs.
import { expect, test } from 'vitest';
import { from } from '../../../tests/papers.ts';
import { textsOf } from '../../../tests/pdf-texts.ts';
import { rasterOf } from '../../lib/raster-text.server.ts';
import { manifestPdf } from '../hand-off/manifest-pdf.server.ts';
import { type ShipTo, senderLines } from './address.ts';
import { declare } from './customs.ts';
import { customsPdf } from './customs-pdf.server.ts';
import { label } from './label.ts';
import { labelsPdf } from './label-pdf.server.ts';
import { pickList } from './pick-list.ts';
import { pickListPdf } from './pick-list-pdf.server.ts';
import { binLabels } from './place-labels.ts';
import { placeLabelsPdf } from './place-labels-pdf.server.ts';
import { slip } from './slip.ts';
import { slipsPdf } from './slip-pdf.server.ts';

const to: ShipTo = {
  name: 'Ann Smith',
  phone: null,
  address: {
    address1: '1 High Street',
    address2: null,
    city: 'Leeds',
    zip: 'LS1 1AA',
    province: null,
    countryCode: 'GB',
  },
};
const named = (name: string, city = 'Leeds'): ShipTo => ({ ...to, name, address: { ...to.address!, city } });

const line = (position: number) => ({
  fulfillmentOrderLineId: `${position}`,
  ...{ position, bin: `A-${position}`, title: `Tea ${position}`, sku: `SKU-${position}`, quantity: position },
  ...{ orderName: `#${1000 + (position % 3)}`, tote: String(1 + (position % 3)), barcode: '5012345678900' },
});
const wave = {
  ...{
    number: 7,
    locationName: 'London',
    printedAt: '22 Nov 2026, 09:00',
    dueAt: null,
    cartName: null,
    ruleName: null,
  },
};

test.each(['A4', 'LETTER'] as const)(
  'a pick list of many pages on %s keeps every line, in the order of the walk',
  async (size) => {
    const lines = Array.from({ length: 45 }, (_, index) => line(index + 1));
    const pages = textsOf(await pickListPdf(pickList({ ...wave, walk: lines }), size));
    const texts = pages.flat();
    expect(texts.slice(0, 4)).toEqual([
      'Wave 7',
      'London',
      '3 orders, 45 lines, 1,035 units',
      'Printed 22 Nov 2026, 09:00',
    ]);
    expect(texts.filter((text) => /^A-\d+$/.test(text))).toEqual(lines.map((one) => one.bin));
    for (const one of lines)
      for (const text of [one.title, `${one.position}. ${one.sku}`]) expect(texts).toContain(text);
    expect(texts.filter((text) => text === 'T-2')).toHaveLength(15);
    expect(texts.filter((text) => text === '5012345678900')).toHaveLength(45);
    expect(pages.map((page) => page.at(-1))).toEqual(pages.map((_, index) => `page ${index + 1} of ${pages.length}`));
    expect(pages.length).toBeGreaterThan(2);
  },
);

test('a part of a line says of how many it is', async () => {
  const parts = [1, 2].map((position) => ({ ...line(position), fulfillmentOrderLineId: '1' }));
  const texts = textsOf(await pickListPdf(pickList({ ...wave, walk: [...parts, line(3)] }), 'A4'))[0]!;
  expect(texts.filter((text) => text === 'of 3')).toHaveLength(2);
});

test('a wave without bins, SKUs, barcodes, totes or lines still prints', async () => {
  const bare = { ...line(1), bin: null, sku: null, tote: null, barcode: null };
  expect(textsOf(await pickListPdf(pickList({ ...wave, walk: [bare] }), 'A4'))[0]).toContain('no bin');
  expect(textsOf(await pickListPdf(pickList({ ...wave, walk: [] }), 'A4'))[0]!.join()).toContain('Nothing to pick');
});

const inside = (units: number, title = 'Kettle') => ({
  ...{ title, sku: `K-${units}`, inventoryItemId: '1', quantity: units, worth: 1000n, isProduct: true },
});
const slipFacts = {
  ...{ from: { ...from, shopName: 'Copper & Clay' }, orderName: '#1042', orderedOn: '24 Nov 2026', to },
  ...{ deliveryMethod: null, parcel: { number: 1, of: 2 }, inside: [inside(2)], currency: null },
  elsewhere: [{ title: 'Tea', sku: null, inventoryItemId: '2', quantity: 3, where: 'in parcel 2' }],
};

test('slips of a wave come one after the other, each with its own pages and all its lines', async () => {
  const many = Array.from({ length: 70 }, (_, index) => inside(index + 1, `Item ${index + 1}`));
  const pages = textsOf(await slipsPdf('Slips', [slip({ ...slipFacts, inside: many }), slip(slipFacts)], 'A4'));
  const texts = pages.flat();
  expect(texts.filter((text) => /^Item \d+$/.test(text))).toEqual(many.map((one) => one.title));
  expect(pages.slice(0, -1).map((page) => page.at(-1))).toEqual(
    pages.slice(0, -1).map((_, index) => `Order #1042, page ${index + 1} of ${pages.length - 1}`),
  );
  expect(pages.at(-1)).toEqual(
    expect.arrayContaining([
      'Copper & Clay',
      'Order #1042',
      'Ann Smith',
      'LS1 1AA',
      'Kettle',
      'K-2',
      '2 units',
      'Tea',
      'in parcel 2',
    ]),
  );
  expect(pages.at(-1)!.join()).not.toContain('£');
});

const facts = {
  ...{ parcelId: '1a2b3c4d-5e6f-4aaa-8bbb-000000000001', orderName: '#1042', from },
  ...{
    to,
    deliveryMethod: 'SHIPPING',
    parcel: { number: 1, of: 2 },
    grams: 1250,
    boxName: 'Medium',
  },
  ...{ carrier: 'DHL', trackingNumber: 'JD014600', insured: { value: 12_000n, currency: 'GBP' }, customs: true },
};

test.each([
  ['Polish', 'Józef Żółkiewski', 'Józef Żółkiewski'],
  ['Greek', 'Κώστας Παπαδόπουλος', 'Κώστας Παπαδόπουλος'],
  ['Ukrainian', 'Ганна Їжакевич', 'Ганна Їжакевич'],
  ['Vietnamese', 'Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
  ['Japanese', '山田 太郎', '山田 太郎'],
  ['Korean', '김철수', '김철수'],
  ['Chinese with an emoji', '王小明 😀', '王小明 😀'],
  // Drawn from left to right, so that it is read from right to left.
  ['Hebrew with a number', 'שלום כהן 15', '15 ןהכ םולש'],
])('a %s name is printed with its letters', async (_, name, drawn) => {
  const [page] = textsOf(await labelsPdf('Label', [label({ ...facts, to: named(name) })]));
  expect(page!.map((text) => text.replaceAll('\u00a0', ' '))).toContain(drawn);
});

test('only what no font has is printed as a question mark', async () => {
  const [page] = textsOf(await labelsPdf('Label', [label({ ...facts, to: named('Ann \u{10ffff} Żak') })]));
  expect(page).toContain('Ann ? Żak');
});

test('a label has all of a long address, and says what it is insured for', async () => {
  const long = { ...to, address: { ...to.address!, address1: 'Flat '.repeat(50), address2: 'House '.repeat(40) } };
  const [page, ...others] = textsOf(await labelsPdf('Label', [label({ ...facts, to: long })]));
  expect(others).toEqual([]);
  expect(page!.join(' ').match(/Flat/g)).toHaveLength(50);
  expect(page!.join(' ').match(/House/g)).toHaveLength(40);
  expect(page).toEqual(
    expect.arrayContaining([
      'INSURED £120.00',
      '1.25 kg · Medium',
      'P-1A2B3C4D5E6F',
      'DHL JD014600',
      '#1042',
      'Parcel 1 of 2',
      ...senderLines(from, 32),
    ]),
  );
});

const declared = (count: number, tariffCode: string | null) =>
  declare(
    Array.from({ length: count }, (_, index) => ({
      ...{
        title: `Item ${index + 1}`,
        sku: null,
        quantity: 1,
        grams: 100,
        tariffCode,
        originCountry: 'CN',
        worth: 333n,
      },
      isProduct: true,
    })),
    { value: 10_000n, currency: 'GBP', grossGrams: 1900 },
  );
const customs = (declaration: ReturnType<typeof declare>) => ({
  ...{ orderName: '#1042', parcel: 'Parcel 1 of 2', day: '27 Nov 2026', from: senderLines(from, 46) },
  ...{ to: ['Anna Schmidt', '10115 Berlin', 'GERMANY'], roomForStreet: false, insured: 10_000n, trackingNumber: '' },
  ...{ missing: declaration.missing, declaration },
});

test('a declaration of many pages keeps every line, and its total is their sum', async () => {
  const pages = textsOf(await customsPdf(customs(declared(60, '851610')), 'A4'));
  const texts = pages.flat();
  expect(texts.filter((text) => /^Item \d+$/.test(text))).toHaveLength(60);
  const pennies = texts.flatMap((text) => (/^£(\d+)\.(\d\d)$/.exec(text) ?? []).slice(1).join('') || []);
  expect(pennies.slice(0, -1).reduce((sum, text) => sum + BigInt(text), 0n)).toBe(10_000n);
  expect(pennies.at(-1)).toBe('10000');
  expect(texts).toEqual(expect.arrayContaining(['Customs declaration', '851610', 'CN China', '6 kg', 'Anna Schmidt']));
  expect(texts.join('\n')).toContain('Insured value: £100.00 GBP');
  expect(pages.at(-1)!.at(-1)).toBe(`Order #1042, parcel 1 of 2, page ${pages.length} of ${pages.length}`);
});

test('a declaration has all of a long description', async () => {
  const title = 'Leinenhandtuch Baumwollhandtuch Mikrofaserhandtuch Küchenhandtuch Gästehandtuch';
  const [line] = declared(1, '851610').lines;
  const long = { ...declared(1, '851610'), lines: [{ ...line!, description: title }] };
  const texts = textsOf(await customsPdf(customs(long), 'A4')).flat();
  expect(texts.join(' ').replace(/\s+/g, ' ')).toContain(title);
});

test.each([false, true])(
  'a sender of many lines stands above the goods, with room for the street: %s',
  async (roomForStreet) => {
    const lines = Array.from({ length: 12 }, (_, index) => `Sender ${index + 1}`);
    const [page] = textsOf(await customsPdf({ ...customs(declared(1, '851610')), from: lines, roomForStreet }, 'A4'));
    expect(page!.filter((text) => /^Sender/.test(text))).toEqual(lines);
    expect(page!.indexOf('Sender 12')).toBeLessThan(page!.indexOf('Contents'));
  },
);

test('a declaration that lacks something says so on a page of its own', async () => {
  const pages = textsOf(await customsPdf(customs(declared(2, null)), 'LETTER'));
  expect(pages).toHaveLength(2);
  expect(pages[0]!.join()).not.toContain('not known');
  expect(pages[1]![0]).toBe('Not for the parcel: look at this first');
  expect(pages[1]!.join(' ')).toContain('Line 2, Item 2: tariff (HS) code not known.');
});

test.each([
  ['A4', 3],
  ['LABEL', 25],
] as const)('labels of bins go on %s: %d pages', async (size, count) => {
  const bins = Array.from({ length: 25 }, (_, index) => `A-${index + 1}`);
  const pages = textsOf(await placeLabelsPdf('Bins', binLabels(bins, 'London'), size));
  expect(pages).toHaveLength(count);
  for (const bin of bins) expect(pages.flat().filter((text) => text === bin)).toHaveLength(2);
});

test('letters become dots within their frame, and a hollow letter is hollow', () => {
  const { width, height, bits } = rasterOf('О', 60);
  const perRow = Math.ceil(width / 8);
  expect(bits).toHaveLength(perRow * height);
  const black = (x: number, y: number) => (bits[y * perRow + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
  const middle = Math.floor(width / 2);
  const column = Array.from({ length: height }, (_, y) => black(middle, y));
  const changes = column.filter((dot, y) => y > 0 && dot !== column[y - 1]).length;
  expect(changes).toBe(4);
  for (let y = 0; y < height; y++) for (let x = width; x < perRow * 8; x++) expect(black(x, y)).toBe(false);
});

const handedOver = (count: number) => ({
  ...{ number: 3, from: ['Copper & Clay', 'Łódź', 'POLAND'], carrier: 'Почта', closedAt: '27 Nov 2026, 17:00' },
  rows: Array.from({ length: count }, (_, index) => ({
    ...{ parcel: `#${1000 + index}, parcel 1`, box: 'Mała', grams: index === 1 ? null : 900, tracking: `RM${index}` },
    seal: 'abcd 1234',
  })),
});

test('a manifest of two parcels is one page, in whatever script people write', async () => {
  const [page, ...others] = textsOf(await manifestPdf(handedOver(2), 'A4'));
  expect(others).toEqual([]);
  expect(page).toEqual(
    expect.arrayContaining([
      ...[
        'Manifest 3',
        'Почта',
        'From Copper & Clay, Łódź, POLAND',
        '#1000, parcel 1',
        'Mała',
        'abcd 1234',
        'not weighed',
      ],
      ...['2 parcels', '0.90 kg and 1 not weighed', 'Date and time', 'Manifest 3, page 1 of 1'],
    ]),
  );
});

test('a manifest of many pages keeps every parcel, and is signed at its end', async () => {
  const pages = textsOf(await manifestPdf(handedOver(90), 'LETTER'));
  expect(pages.flat().filter((text) => /^#\d+, parcel 1$/.test(text))).toHaveLength(90);
  expect(pages.map((page) => page.includes('Date and time'))).toEqual(pages.map((_, at) => at === pages.length - 1));
  expect(pages.map((page) => page.at(-1))).toEqual(
    pages.map((_, at) => `Manifest 3, page ${at + 1} of ${pages.length}`),
  );
});
