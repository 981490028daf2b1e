import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import {
  type AtStation,
  all,
  atStation,
  boxId,
  now,
  opened,
  places,
  scanned,
  seal,
} from '../../../../tests/at-station.ts';
import { inShop } from '../../../db.server.ts';
import { listShop } from '../../../shopify/install.server.ts';
import { parcelCode } from '../../papers/codes.ts';
import { adviseOrder } from './advise-order.server.ts';
import { findOrder, lookAtPacking } from './look-around.server.ts';

let { shop, wave, packer, station } = {} as AtStation;
beforeEach(async () => {
  ({ shop, wave, packer, station } = await atStation());
});

test('what was picked last lies at the station, however many old waves were never shipped', async () => {
  const old = Array.from({ length: 60 }, (_, at) => ({
    ...{ shop, id: randomUUID(), number: 100 + at, locationId: '9', state: 'picked' },
    pickedAt: new Date(now.getTime() - 86_400_000),
  }));
  await inShop(shop, (tx) => tx.wave.createMany({ data: old }));
  const { waves } = await lookAtPacking(await packer('Ana'), places);
  expect(waves).toHaveLength(50);
  expect(waves.at(-1)?.id).toBe(wave);
});

test('a scan at the station’s home finds the order by its name, its tote, or an item that it still wants', async () => {
  const who = await packer('Ana');
  const find = async (text: string) => {
    const { by, orders } = await findOrder(who, text, null);
    return [by, ...orders.map(({ name }) => name)];
  };
  await inShop(shop, async (tx) => {
    await tx.waveLine.updateMany({ where: { orderId: '101' }, data: { tote: '1' } });
    await tx.waveLine.updateMany({ where: { orderId: '102' }, data: { tote: '2' } });
  });
  expect(await find('#102')).toEqual(['order', '#102']);
  expect(await find('101')).toEqual(['order', '#101']);
  expect(await find('tote 2')).toEqual(['tote', '#102']);
  expect(await find('sku-2')).toEqual(['item', '#101', '#102']);
  await (await station(who)).say(randomUUID(), ...all, seal());
  expect(await find('sku-2')).toEqual(['item', '#102']);
  expect(await find('elsewhere')).toEqual(['nothing']);
});

test('and by the label of its parcel, also once it has left; that of a parcel that was given up leads nowhere', async () => {
  const who = await packer('Ana');
  const parcel = randomUUID();
  await (await station(who)).say(parcel, ...all, seal());
  const find = async (text: string, by = who) => {
    const found = await findOrder(by, text, null);
    return [found.by, ...found.orders.map(({ name, left }) => `${name} ${left}`)];
  };
  expect(await find(parcelCode(parcel))).toEqual(['order', '#101 0']);
  expect(await find(parcelCode(parcel).toLowerCase())).toEqual(['order', '#101 0']);
  expect(await find(parcelCode(randomUUID()))).toEqual(['nothing']);
  await inShop(shop, (tx) => tx.wave.updateMany({ data: { state: 'shipped' } }));
  expect(await find(parcelCode(parcel))).toEqual(['order', '#101 0']);
  await listShop('next-door.myshopify.com');
  expect(await find(parcelCode(parcel), { ...who, shop: 'next-door.myshopify.com' })).toEqual(['nothing']);
  await inShop(shop, (tx) => tx.parcel.updateMany({ data: { state: 'given-up' } }));
  expect(await find(parcelCode(parcel))).toEqual(['nothing']);
});

test('the box is advised for what is left, and without one that did not fit', async () => {
  const who = await packer('Ana');
  await inShop(shop, async (tx) => {
    const size = { length: 100, width: 100, height: 100, updatedAt: now };
    await tx.itemSize.createMany({ data: ['1', '2'].map((inventoryItemId) => ({ shop, inventoryItemId, ...size })) });
    await tx.box.create({
      data: { shop, id: randomUUID(), name: 'L', length: 400, width: 300, height: 300, weight: 200 },
    });
  });
  const ask = (without: string[] = []) => adviseOrder(who, wave, '101', { '1011': 2, '1012': 9 }, without, 'de');
  expect(await ask()).toMatchObject({ parcels: [{ box: boxId, expectedGrams: 1000 }], unknown: [] });
  expect((await ask())!.parcels[0]!.units).toHaveLength(3);
  const one = await station(who);
  await one.say(randomUUID(), opened, scanned('1011', 2), scanned('1012'), { kind: 'did-not-fit', box: boxId });
  expect((await ask())!.parcels[0]!.box).not.toBe(boxId);
});
