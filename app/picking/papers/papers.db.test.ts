import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { textsOf } from '../../../tests/pdf-texts.ts';
import { inShop, type ShopTx } from '../../db.server.ts';
import { env } from '../../env.server.ts';
import { readKeyRing, seal } from '../../lib/seal.server.ts';
import type { Contact } from '../../mirror/contact.ts';
import { loader as floorPapers } from '../../routes/floor.api.parcels.$id.papers.$.tsx';
import { listShop } from '../../shopify/install.server.ts';
import { addPicker, readPickers } from '../floor/change-pickers.server.ts';
import { deviceCookie } from '../floor/enter-floor.server.ts';
import { makeCode, pairDevice } from '../floor/pair-device.server.ts';
import { placeInBin } from '../place/place-bins.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { recordPicks } from '../record-picks.server.ts';
import { releaseWave } from '../release-wave.server.ts';
import { saveCart } from '../rules/store.server.ts';
import { asBars, parcelCode } from './codes.ts';
import { listParcelPapers, type Printed, printParcel, printPlaces, printWave } from './print.server.ts';

const now = new Date('2026-11-27T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const asked = { size: null, prices: false };
const abroad: Contact = {
  ...{ name: 'Józef Żak', email: 'j@example.com', phone: '+48 1' },
  address: { address1: 'Prosta 1', address2: null, city: 'Łódź', zip: '90-001', province: null, countryCode: 'PL' },
};

let shop = '';
let shops = 0;
let wave = '';

beforeEach(async () => {
  shop = await furnished(`papers-${shops++}.myshopify.com`);
  wave = await picked(shop);
});

async function furnished(name: string): Promise<string> {
  await listShop(name);
  await mirrorShop(name);
  await inShop(name, async (tx) => {
    await tx.shopDirectory.update({ where: { shop: name }, data: { installed: true } });
    await tx.shop.update({ where: { shop: name }, data: { country: 'GB' } });
    await mirrorLocation(tx, name, '9', 'London');
    await tx.location.updateMany({
      data: { address1: '9 Dock Road', city: 'London', zip: 'E16 2AB', phone: '+44 20 1' },
    });
    await tx.packTerms.create({
      data: { shop: name, locationId: '9', eori: 'GB123456789000', ioss: 'IM2760000742', vatNumber: 'GB123456789' },
    });
    for (const id of ['1', '2'])
      await mirrorVariant(tx, name, {
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    await tx.variant.update({ where: { shop_id: { shop: name, id: '1' } }, data: { barcode: '5012345678900' } });
    await tx.inventoryItem.update({
      where: { shop_id: { shop: name, id: '1' } },
      data: { grams: 400, tariffCode: '851610', originCountry: 'CN' },
    });
    for (const id of ['101', '102']) {
      await mirrorOrder(tx, name, {
        ...{ id, at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`), locationId: '9' },
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
      // 30.00 of goods, 3.00 off the order.
      await tx.order.update({ where: { shop_id: { shop: name, id } }, data: { subtotal: 2700n, shipCountry: 'PL' } });
      await tx.orderContact.update({
        where: { shop_orderId: { shop: name, orderId: id } },
        data: { sealed: seal(readKeyRing(env.TOKEN_KEYS), JSON.stringify(abroad)) },
      });
    }
  });
  await placeInBin(name, '9', '1', 'A-1', { by: 'test', at: now });
  return name;
}

async function picked(name: string): Promise<string> {
  const planned = await planNewWave(name, { locationId: '9', size: 12 }, everyOrder, now);
  if (!planned.ok) throw new Error(planned.problem);
  await releaseWave(name, planned.id, noneHeld, now);
  const all = { '1011': '2', '1012': '1', '1021': '2', '1022': '1' };
  expect(await recordPicks(name, planned.id, new Map(Object.entries(all)), now)).toEqual({ ok: true });
  return planned.id;
}

async function packed(lines: Record<string, number>, more: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  await inShop(shop, (tx) =>
    tx.parcel.create({
      data: {
        ...{ shop, id, waveId: wave, orderId: '101', orderName: '#101', locationId: '9', number: 1, state: 'sealed' },
        ...{
          deliveryMethod: 'SHIPPING',
          boxName: 'Medium',
          weighedGrams: 1250,
          currency: 'GBP',
          openedAt: now,
          ...more,
        },
        lines: {
          create: Object.entries(lines).map(([line, quantity]) => ({
            ...{ fulfillmentOrderLineId: line, fulfillmentOrderId: '101', title: `Item ${line.at(-1)}`, quantity },
            inventoryItemId: line.at(-1)!,
          })),
        },
      },
    }),
  );
  return id;
}

function texts(printed: Printed): string[][] {
  if (!printed.ok) throw new Error(printed.problem);
  expect(printed.paper.type).toBe('application/pdf');
  return textsOf(printed.paper.body);
}
const words = (printed: Printed) => texts(printed).flat();
const name = (printed: Printed) => (printed.ok ? printed.paper.fileName : printed.problem);

describe('papers of a wave', () => {
  test('the pick list has what is picked from which bin into which tote', async () => {
    const printed = await printWave(shop, wave, 'pick-list.pdf', asked, now);
    expect(name(printed)).toBe('wave-1-pick-list.pdf');
    expect(words(printed)).toEqual(
      expect.arrayContaining([
        'Wave 1',
        'London',
        '2 orders, 4 lines, 6 units',
        'A-1',
        'no bin',
        '5012345678900',
        '#101',
      ]),
    );
  });

  test('an order without parcels has one slip with what was picked, an order with parcels one for each', async () => {
    await packed({ '1011': 1 });
    await packed({ '1011': 1, '1012': 1 }, { number: 2 });
    const pages = texts(await printWave(shop, wave, 'slips.pdf', asked, now));
    expect(pages).toHaveLength(3);
    expect(pages[0]).toEqual(
      expect.arrayContaining(['Order #101', 'Parcel 1 of 2', 'Józef Żak', '1 unit', 'in parcel 2']),
    );
    expect(pages[1]).toEqual(expect.arrayContaining(['Order #101', 'Parcel 2 of 2', '2 units', 'in parcel 1']));
    expect(pages[2]).toEqual(expect.arrayContaining(['Order #102', 'Item 1', 'Item 2', '3 units']));
    expect(pages.flat().join()).not.toMatch(/£|to follow/);
  });

  test('prices on slips, when asked for, are after all discounts', async () => {
    const page = words(await printWave(shop, wave, 'slips.pdf', { ...asked, prices: true }, now));
    expect(page).toEqual(expect.arrayContaining(['£18.00', '£9.00', 'In this parcel £27.00']));
  });

  test('labels come for all its parcels, and not before there are any', async () => {
    expect(await printWave(shop, wave, 'labels.pdf', asked, now)).toMatchObject({ ok: false, missing: false });
    const id = await packed({ '1011': 2 });
    expect(words(await printWave(shop, wave, 'labels.pdf', asked, now))).toContain(parcelCode(id));
    const zpl = await printWave(shop, wave, 'labels.zpl', asked, now);
    expect(zpl.ok && zpl.paper.body.toString()).toContain(parcelCode(id));
  });

  test('another shop’s wave, no wave and no such paper are not found', async () => {
    const other = await furnished(`papers-${shops++}.myshopify.com`);
    for (const [of, id, paper] of [
      [other, wave, 'slips.pdf'],
      [other, wave, 'pick-list.pdf'],
      [shop, randomUUID(), 'slips.pdf'],
      [shop, 'x', 'pick-list.pdf'],
      [shop, wave, 'nothing.pdf'],
    ] as const)
      expect(await printWave(of, id, paper, asked, now)).toMatchObject({ ok: false, missing: true });
  });
});

describe('papers of a parcel', () => {
  test('a label has address, weight, place among the order’s parcels, tracking and insurance', async () => {
    const tracked = { carrier: 'DHL', trackingNumber: 'JD014600', insured: true, value: 2700n };
    const id = await packed({ '1011': 2 }, tracked);
    const printed = await printParcel(shop, id, 'label.pdf', asked, now);
    expect(name(printed)).toBe('101-parcel-1-label.pdf');
    // Item 2 is picked and not packed yet: nobody knows how many parcels it will be.
    expect(words(printed)).toEqual(
      expect.arrayContaining([
        'Józef Żak',
        '90-001 Łódź',
        '1.25 kg · Medium',
        'Parcel 1',
        'DHL JD014600',
        'INSURED £27.00',
      ]),
    );
    expect(words(printed)).toContain('CUSTOMS DECLARATION ENCLOSED');
    const zpl = await printParcel(shop, id, 'label.zpl', asked, now);
    expect(zpl.ok && [zpl.paper.fileName, zpl.paper.type]).toEqual([
      '101-parcel-1-label.zpl',
      'text/plain; charset=us-ascii',
    ]);
    expect(asBars(parcelCode(id))).toBe(parcelCode(id));
  });

  test('the declaration is worth the parcel, and names what is missing', async () => {
    const id = await packed({ '1011': 2, '1012': 1 });
    const page = words(await printParcel(shop, id, 'customs.pdf', asked, now));
    expect(page).toEqual(
      expect.arrayContaining(['851610', 'CN China', '800 g', '£18.00', '£9.00', '£27.00', 'POLAND']),
    );
    expect(page.join(' ')).toContain('Line 2, Item 2: tariff (HS) code, weight and country of origin not known.');
    expect(await listParcelPapers(shop, id, now)).toEqual({
      papers: ['slip.pdf', 'label.pdf', 'label.zpl', 'customs.pdf'],
      missing: [
        expect.stringMatching(/^IOSS: .* 27\.00 GBP, which is not converted/),
        expect.stringMatching(/^Line 2, Item 2: .* Enter it in Shopify/),
      ],
    });
    const sender = ['9 Dock Road', 'London', 'E16 2AB', 'UNITED KINGDOM', '+44 20 1'];
    expect(page).toEqual(
      expect.arrayContaining([...sender, 'EORI GB123456789000', 'VAT GB123456789', 'IOSS IM2760000742']),
    );
    await inShop(shop, (tx) => tx.parcel.updateMany({ where: { id }, data: { value: 3333n } }));
    expect(words(await printParcel(shop, id, 'customs.pdf', asked, now))).toEqual(
      expect.arrayContaining(['£22.22', '£11.11', '£33.33']),
    );
  });

  test('within one customs territory, or fetched by the customer, it needs none', async () => {
    const id = await packed({ '1011': 2 }, { deliveryMethod: 'PICK_UP' });
    expect(await printParcel(shop, id, 'customs.pdf', asked, now)).toMatchObject({ ok: false, missing: false });
    await inShop(shop, async (tx) => {
      await tx.parcel.updateMany({ data: { deliveryMethod: 'SHIPPING' } });
      await tx.location.updateMany({ data: { country: 'DE' } });
    });
    expect(name(await printParcel(shop, id, 'customs.pdf', asked, now))).toContain('crosses no customs border');
    expect((await listParcelPapers(shop, id, now))?.papers).not.toContain('customs.pdf');
  });

  test('whoever sends it is on every paper; what is missing of that is said before, of a parcel that stays in the country too', async () => {
    const id = await packed({ '1011': 2 });
    const print = (paper: string) => printParcel(shop, id, paper, asked, now);
    const sender = ['9 Dock Road', 'E16 2AB', 'UNITED KINGDOM'];
    expect(words(await print('label.pdf'))).toEqual(expect.arrayContaining(sender));
    expect(words(await print('slip.pdf')).join(' ')).toContain('London, 9 Dock Road, London, E16 2AB, UNITED KINGDOM');
    const zpl = await print('label.zpl');
    for (const line of sender) expect(zpl.ok && zpl.paper.body.toString()).toContain(`^FD${line}^FS`);
    await inShop(shop, (tx) => tx.location.updateMany({ data: { address1: null, country: 'DE' } }));
    expect((await listParcelPapers(shop, id, now))?.missing).toEqual([
      'From: the street of London is not known. Enter it in Shopify under Settings, Locations, and print again.',
    ]);
  });

  test('a customer who was erased is on no paper', async () => {
    const id = await packed({ '1011': 2 });
    await inShop(shop, (tx) => tx.orderContact.deleteMany({ where: { orderId: '101' } }));
    expect(words(await printParcel(shop, id, 'label.pdf', asked, now))).toContain('The address is not known');
    expect((await listParcelPapers(shop, id, now))?.missing[0]).toContain('To: the address is not known.');
  });

  test('another shop’s parcel, one that was given up and no such paper are not found', async () => {
    const id = await packed({ '1011': 2 });
    const given = await packed({ '1012': 1 }, { number: 2, state: 'given-up' });
    const other = await furnished(`papers-${shops++}.myshopify.com`);
    for (const [of, parcel, paper] of [
      [other, id, 'slip.pdf'],
      [other, id, 'label.zpl'],
      [other, id, 'customs.pdf'],
      [shop, given, 'label.pdf'],
      [shop, randomUUID(), 'slip.pdf'],
      [shop, '../x', 'slip.pdf'],
      [shop, id, 'slip.zpl'],
    ] as const)
      expect(await printParcel(of, parcel, paper, asked, now)).toMatchObject({ ok: false, missing: true });
    expect(await listParcelPapers(other, id, now)).toBeNull();
  });

  test('a paired phone gets them, and nobody else', async () => {
    const id = await packed({ '1011': 2 });
    await addPicker(shop, { name: 'Ana', pin: '7305', language: 'en' }, now);
    const [picker] = await readPickers(shop);
    const code = await makeCode(shop, picker!.id, new Date());
    const phone = await pairDevice({ code: code.ok ? code.code : '', pin: '7305', name: 'Phone' }, shop, new Date());
    const cookie = phone.ok ? deviceCookie(phone.device).split(';')[0]! : '';
    const ask = async (parcel: string, paper: string, headers: Record<string, string>) => {
      const request = new Request(`https://app.example/floor/api/parcels/${parcel}/papers/${paper}`, { headers });
      const args = { request, params: { id: parcel, '*': paper }, context: {} };
      return floorPapers(args).catch((thrown: unknown) => thrown as Response);
    };
    const label = await ask(id, 'label.pdf', { cookie });
    expect([label.status, label.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(label.headers.get('content-disposition')).toBe('inline; filename="101-parcel-1-label.pdf"');
    const zpl = await ask(id, 'label.zpl', { cookie });
    expect(zpl.headers.get('content-disposition')).toBe('attachment; filename="101-parcel-1-label.zpl"');
    expect(await (await ask(id, '', { cookie })).json()).toMatchObject({
      papers: expect.arrayContaining(['slip.pdf']),
    });
    expect((await ask(id, 'label.pdf', {})).status).toBe(401);
    expect((await ask(randomUUID(), 'label.pdf', { cookie })).status).toBe(404);
    expect((await ask(randomUUID(), '', { cookie })).status).toBe(404);
  });
});

test('labels of totes and bins come from carts and bins', async () => {
  const cart = { id: randomUUID(), name: 'Blue cart', method: 'cluster', totes: 3 } as const;
  await inShop(shop, (tx) => saveCart(tx, shop, { ...cart, toteMillilitres: null, maxGrams: null }));
  const of = { cartId: cart.id, locationId: '9', aisle: null };
  const totes = await printPlaces(shop, 'totes.pdf', of, null);
  expect(name(totes)).toBe('Totes-of-Blue-cart.pdf');
  expect(words(totes).filter((text) => /^T-\d$/.test(text))).toEqual(['T-1', 'T-2', 'T-3']);
  expect(words(await printPlaces(shop, 'bins.pdf', of, 'label'))).toEqual(['London', 'A-1', 'A-1']);
  const zpl = await printPlaces(shop, 'bins.zpl', of, null);
  expect(zpl.ok && zpl.paper.body.toString()).toContain('^FDA-1^FS');
  expect(await printPlaces(shop, 'totes.pdf', { ...of, cartId: randomUUID() }, null)).toMatchObject({ missing: true });
  expect(await printPlaces(shop, 'boxes.pdf', of, null)).toMatchObject({ missing: true });
});
