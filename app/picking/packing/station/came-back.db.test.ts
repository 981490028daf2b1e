import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AtStation,
  all,
  atStation,
  box,
  everyOrder,
  noneHeld,
  now,
  opened,
  scanned,
  seal,
} from '../../../../tests/at-station.ts';
import { inShop } from '../../../db.server.ts';
import { fulfillmentCreate } from '../../../shopify/operations/fulfillment-create.ts';
import { enqueueCommand, retryCommand } from '../../../shopify/outbox.server.ts';
import { readBacklog } from '../../backlog.server.ts';
import { readParcel } from '../../hand-off/read-parcels.server.ts';
import { shipParcel } from '../../hand-off/ship-parcel.server.ts';
import { readWave } from '../../read-waves.server.ts';
import type { StationDeed as Deed } from './deed.ts';
import { giveUpRefused, takeOutOfParcel } from './mend-parcel.server.ts';
import { readProof } from './read-proof.server.ts';

let { shop, wave, packer, station, rows } = {} as AtStation;
beforeEach(async () => {
  ({ shop, wave, packer, station, rows } = await atStation());
});

describe('a parcel that Shopify refused once its wave was over', () => {
  const again: Deed = { kind: 'opened-again', over: false };
  const putBack = (line: string, units = 1): Deed => ({ kind: 'put-back', line, units });
  const giveUp: Deed = { kind: 'gave-up', over: false };

  /** Sealed as `parcels` say, shipped, refused by Shopify, and its wave over. */
  async function refused(...parcels: [string, Deed[]][]) {
    const one = await station(await packer('Ana'));
    for (const [id, deeds] of parcels) expect((await one.say(id, ...deeds)).why).toEqual([]);
    await inShop(shop, async (tx) => {
      await tx.waveLine.updateMany({ data: { bin: 'A-1', active: false } });
      await tx.wave.updateMany({ data: { state: 'shipped' } });
      for (const [id] of parcels) {
        const { id: commandId } = await enqueueCommand(tx, {
          ...{ shop, operation: fulfillmentCreate, subject: 'Order/101', idempotencyKey: `parcel:${id}:ship` },
          variables: { fulfillment: { lineItemsByFulfillmentOrder: [] } },
        });
        await tx.parcel.updateMany({ where: { id }, data: { commandId } });
      }
      await tx.command.updateMany({
        where: { operation: 'fulfillmentCreate' },
        data: { state: 'failed', problem: 'Shopify says no.' },
      });
    });
    return one;
  }
  const wants = (line: string, remainingQuantity: number) =>
    inShop(shop, (tx) => tx.fulfillmentOrderLine.updateMany({ where: { id: line }, data: { remainingQuantity } }));
  const cancel = () => inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
  const moved = () =>
    inShop(shop, (tx) => tx.binMove.findMany({ where: { kind: 'put-away' }, orderBy: { inventoryItemId: 'asc' } }));
  const commands = () => inShop(shop, (tx) => tx.command.findMany({ where: { operation: 'fulfillmentCreate' } }));
  const backlog = () => inShop(shop, (tx) => readBacklog(tx, shop, '9', everyOrder, now));

  test('is opened again, what the order wants no more goes back to its bin, and the rest is sealed', async () => {
    const parcel = randomUUID();
    const one = await refused([parcel, [...all, seal()]]);
    await wants('1011', 1);
    expect((await one.look()).wanted).toEqual({ '1011': 1, '1012': 1 });
    expect((await one.say(parcel, again, seal())).why).toEqual(['too-much']);
    expect((await one.say(parcel, putBack('1012'))).why).toEqual(['still-wanted']);
    expect((await one.say(parcel, putBack('1011', 2))).why).toEqual(['still-wanted']);
    expect((await one.say(parcel, putBack('1011'), seal())).why).toEqual([]);
    expect((await rows())[0]).toMatchObject({
      ...{ state: 'sealed', expectedGrams: 700, weighedGrams: null, value: 2000n },
      lines: [{ quantity: 1 }, { quantity: 1 }],
    });
    expect(await moved()).toMatchObject([{ inventoryItemId: '1', quantity: 1 }]);
    expect((await readProof(shop, wave, '101'))!.checked.ok).toBe(true);
    // What it was to say before can be sent no more, and the parcel's own next shipping says what is in it now.
    expect(await retryCommand(shop, (await commands())[0]!.id, now)).toBe(false);
    expect(await shipParcel(shop, parcel, null, noneHeld, now)).toEqual({ ok: true });
    expect(await commands()).toMatchObject([
      {
        state: 'queued',
        variables: {
          fulfillment: {
            lineItemsByFulfillmentOrder: [{ fulfillmentOrderLineItems: [{ quantity: 1 }, { quantity: 1 }] }],
          },
        },
      },
    ]);
  });

  test('of a canceled order is given up: all of it goes back, once, and nobody sends it again', async () => {
    const parcel = randomUUID();
    const one = await refused([parcel, [...all, seal()]]);
    await cancel();
    expect((await one.look()).wanted).toEqual({ '1011': 0, '1012': 0 });
    expect((await one.say(parcel, giveUp)).why).toEqual([]);
    expect((await one.say(parcel, giveUp)).why).not.toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'given-up', lines: [{ quantity: 2 }, { quantity: 1 }] }]);
    expect((await moved()).map(({ inventoryItemId, quantity }) => [inventoryItemId, quantity])).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
    expect(await retryCommand(shop, (await commands())[0]!.id, now)).toBe(false);
    expect((await shipParcel(shop, parcel, null, noneHeld, now)).ok).toBe(false);
    expect((await readWave(shop, wave, noneHeld))!.wave.orders[0]).toMatchObject({ leftOut: expect.any(String) });
  });

  test('blocks a new walk for the same goods until it is given up; then they can be planned', async () => {
    const parcel = randomUUID();
    await refused([parcel, [...all, seal()]]);
    const reasons = async () =>
      (await backlog()).named.filter((one) => one.orderId === '101').map((one) => one.reason.code);
    expect(await reasons()).toEqual(['came-back']);
    expect(await giveUpRefused(shop, parcel, noneHeld, now)).toMatchObject({ ok: true });
    expect(await reasons()).toEqual([]);
    expect((await backlog()).ready.map((one) => one.orderId)).toContain('101');
  });

  test('and is mended from its page: opened with what is wanted no more taken out, to be sealed at the station', async () => {
    const parcel = randomUUID();
    const one = await refused([parcel, [...all, seal()]]);
    expect(await takeOutOfParcel(shop, parcel, noneHeld, now)).toEqual({
      ok: false,
      problem: 'Shopify still wants all that parcel 1 of #101 holds. Nothing was changed.',
    });
    await wants('1011', 0);
    expect((await readParcel(shop, parcel, noneHeld))!.cameBack).toEqual([{ title: 'Item 1', units: 2 }]);
    expect(await takeOutOfParcel(shop, parcel, noneHeld, now)).toMatchObject({
      ok: true,
      says: expect.stringContaining('2 × Item 1'),
    });
    expect(await rows()).toMatchObject([{ state: 'open', lines: [{ fulfillmentOrderLineId: '1012', quantity: 1 }] }]);
    expect(await takeOutOfParcel(shop, parcel, noneHeld, now)).toMatchObject({ ok: false });
    expect((await one.say(parcel, { kind: 'opened', over: true }, seal())).why).toEqual([]);
    expect((await readProof(shop, wave, '101'))!.checked.ok).toBe(true);
  });

  test('beside another of its order: together they never leave with more than is wanted', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const rest: Deed[] = [{ kind: 'new-parcel' }, scanned('1011'), scanned('1012'), box, seal()];
    const one = await refused([first, [opened, scanned('1011'), box, seal(true)]], [second, rest]);
    await wants('1011', 1);
    expect(await shipParcel(shop, first, null, noneHeld, now)).toEqual({ ok: true });
    expect(await shipParcel(shop, second, null, noneHeld, now)).toMatchObject({
      problem: 'The order was edited: Item 1 was 1, and 0 are still to be shipped.',
    });
    expect((await one.say(second, again, putBack('1011'), seal())).why).toEqual([]);
    expect(await shipParcel(shop, second, null, noneHeld, now)).toEqual({ ok: true });
  });

  test('is not touched while Shopify is asked about it again, nor while the wave is packed', async () => {
    const parcel = randomUUID();
    const one = await refused([parcel, [...all, seal()]]);
    expect(await retryCommand(shop, (await commands())[0]!.id, now)).toBe(true);
    expect((await one.say(parcel, again, giveUp)).why).toEqual(['being-sent', 'being-sent']);
    await inShop(shop, async (tx) => {
      await tx.command.updateMany({ data: { state: 'failed' } });
      await tx.wave.updateMany({ data: { state: 'picked' } });
    });
    expect((await one.say(parcel, giveUp)).why).toEqual(['still-wanted']);
    expect((await giveUpRefused(shop, parcel, noneHeld, now)).ok).toBe(false);
    expect(await rows()).toMatchObject([{ state: 'sealed' }]);
  });
});
