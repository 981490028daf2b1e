import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AtStation,
  all,
  atStation,
  box,
  noneHeld,
  now,
  opened,
  scanned,
  seal,
} from '../../../../tests/at-station.ts';
import { inShop } from '../../../db.server.ts';
import { cancelWave } from '../../cancel-wave.server.ts';
import { shipPickedWave } from '../../ship-wave.server.ts';
import type { Deed } from './deed.ts';

let { shop, wave, packer, station, rows } = {} as AtStation;
beforeEach(async () => {
  ({ shop, wave, packer, station, rows } = await atStation());
});

describe('what may not be', () => {
  test('two stations on one order: the second is told who has it, and may take it over', async () => {
    const [ana, ben] = [await station(await packer('Ana')), await station(await packer('Ben'))];
    const parcel = randomUUID();
    const [a, b] = await Promise.all([ana.say(parcel, opened), ben.say(randomUUID(), opened)]);
    expect([a.why, b.why].toSorted((x, y) => x.length - y.length)).toEqual([[], ['held']]);
    const [first, second] = a.why.length === 0 ? [ana, ben] : [ben, ana];
    const held = await second.look();
    expect(held.holder).toMatchObject({ picker: first === ana ? 'Ana' : 'Ben', me: false });
    const { id } = held.parcels[0]!;
    expect((await second.say(id, { kind: 'opened', over: true }, scanned('1011'))).why).toEqual([]);
    expect((await first.say(id, scanned('1011'))).why).toEqual(['held']);
    expect(await rows()).toHaveLength(1);
  });

  test('forcing is for who may', async () => {
    const forced: Deed = { kind: 'forced', line: '1011', units: 2 };
    const ana = await station(await packer('Ana'));
    const parcel = randomUUID();
    expect((await ana.say(parcel, opened, forced)).why).toEqual(['may-not']);
    const lead = await station(await packer('Lea', true));
    expect((await lead.say(parcel, { kind: 'opened', over: true }, forced)).why).toEqual([]);
  });

  test('a weight that is off seals nothing, unless who may force says that it is right', async () => {
    const lead = await station(await packer('Lea', true));
    const parcel = randomUUID();
    expect((await lead.say(parcel, ...all, { kind: 'weighed', grams: 700 }, seal())).why).toEqual(['weight-off']);
    expect((await lead.say(parcel, { kind: 'sealed', more: false, despite: true })).why).toEqual([]);
  });

  test('a parcel’s id that is another order’s', async () => {
    const parcel = randomUUID();
    const who = await packer('Ana');
    await (await station(who)).say(parcel, opened);
    expect((await (await station(who, '102')).say(parcel, opened)).why).toEqual(['unknown-parcel']);
  });

  test('an order that Shopify wants otherwise by now is not begun, and not sealed', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, ...all);
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.updateMany({ where: { id: '1011' }, data: { remainingQuantity: 1 } }),
    );
    const { stopped } = await one.look();
    expect(stopped).toMatchObject({ because: 'edited' });
    expect(stopped!.detail).toContain('Item 1 was 2, and 1 is still to be shipped');
    expect((await one.say(parcel, seal())).why).toEqual(['stopped']);
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '102' }, data: { cancelledAt: now } }));
    const other = await station(await packer('Ben'), '102');
    expect((await other.look()).stopped).toMatchObject({ because: 'canceled' });
    expect((await other.say(randomUUID(), opened)).why).toEqual(['stopped']);
  });

  test('an order that was left out of its wave, or sent without a parcel, though nothing speaks against it any more', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, opened, scanned('1011'));
    const order = (change: { leftOut?: string | null; commandId?: string }) =>
      inShop(shop, (tx) => tx.waveOrder.updateMany({ where: { orderId: '101' }, data: change }));
    await order({ leftOut: 'It is on hold: Ask Ann.' });
    expect((await one.look()).stopped?.detail).toBe('#101 was left out of wave 1: It is on hold: Ask Ann.');
    expect((await one.say(parcel, scanned('1011'), scanned('1012'), box, seal())).why).toEqual(['stopped']);
    await inShop(shop, (tx) => tx.parcel.updateMany({ data: { state: 'given-up' } }));
    await order({ leftOut: null, commandId: randomUUID() });
    expect((await one.look()).stopped).toMatchObject({ because: 'fulfilled' });
    expect((await one.say(randomUUID(), opened)).why).toEqual(['stopped']);
  });

  test('whatever is done to a parcel that the house gave up: its goods are booked back', async () => {
    const one = await station(await packer('Ana'));
    const other = await station(await packer('Ben'), '102');
    const [parcel, second] = [randomUUID(), randomUUID()];
    await one.say(parcel, opened, scanned('1011'));
    await other.say(second, opened, scanned('1021'));
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
    await shipPickedWave(shop, wave, new Map(), noneHeld, now);
    expect((await one.say(parcel, scanned('1011'), box)).why).toEqual(['stopped', 'stopped']);
    expect(await rows()).toMatchObject([
      { id: parcel, state: 'given-up' },
      { id: second, state: 'open' },
    ]);
    await cancelWave(shop, wave, now);
    expect((await other.say(second, scanned('1021'), { kind: 'took-back', line: '1021', units: 1 }, box)).why).toEqual(
      Array(3).fill('stopped'),
    );
    expect(await rows()).toMatchObject([{ state: 'given-up' }, { state: 'given-up' }]);
  });

  test('what has left in one parcel is not asked for again by the next', async () => {
    const one = await station(await packer('Ana'));
    await one.say(randomUUID(), opened, scanned('1011', 2), box, seal(true));
    await inShop(shop, async (tx) => {
      await tx.parcel.updateMany({ data: { state: 'shipped' } });
      await tx.fulfillmentOrderLine.updateMany({ where: { id: '1011' }, data: { remainingQuantity: 0 } });
    });
    expect((await one.look()).stopped).toBeNull();
    expect((await one.say(randomUUID(), { kind: 'new-parcel' }, scanned('1012'), box, seal())).why).toEqual([]);
  });
});
