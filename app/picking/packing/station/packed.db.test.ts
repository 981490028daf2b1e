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
  places,
  scanned,
  seal,
} from '../../../../tests/at-station.ts';
import { inShop } from '../../../db.server.ts';
import { retryCommand } from '../../../shopify/outbox.server.ts';
import { shipParcel } from '../../hand-off/ship-parcel.server.ts';
import { shipPickedWave } from '../../ship-wave.server.ts';
import type { StationDeed as Deed } from './deed.ts';
import { lookAtPacking } from './look-around.server.ts';
import { readProof } from './read-proof.server.ts';

let { shop, wave, terms, packer, station, rows } = {} as AtStation;
beforeEach(async () => {
  ({ shop, wave, terms, packer, station, rows } = await atStation());
});

describe('the diary hears how packers do', () => {
  const told = async (...types: string[]) =>
    inShop(shop, (tx) => tx.event.findMany({ where: { type: { in: types } }, orderBy: { seq: 'asc' } }));
  /** Says deeds so many seconds after the first. */
  async function saidAt(who: Awaited<ReturnType<typeof packer>>, parcel: string, deeds: [seconds: number, Deed][]) {
    const { look, send } = await station(who);
    const { next } = await look();
    const first = now.getTime() - 3_600_000;
    return send(deeds.map(([s, deed], i) => ({ id: randomUUID(), parcel, nth: next + i, at: first + 1000 * s, deed })));
  }

  test('how long a parcel took and should take, and the same when it is opened again', async () => {
    const [ana, parcel] = [await packer('Ana'), randomUUID()];
    const wrong: Deed = { kind: 'wrong', what: 'item' };
    const packing = all.map((deed, i): [number, Deed] => [10 * i, deed]);
    const answer = await saidAt(ana, parcel, [
      ...packing.slice(0, 2),
      [12, wrong],
      ...packing.slice(2),
      [60, seal()],
      [100, { kind: 'opened-again', over: false }],
      [110, { kind: 'took-back', line: '1012', units: 1 }],
      [115, scanned('1012')],
      [120, seal()],
    ]);
    expect(answer?.refused).toEqual([]);
    const events = await told('parcel.sealed', 'parcel.reopened', 'packing-scan.wrong', 'packing-scan.undone');
    expect(events.map(({ type }) => type)).toEqual([
      ...['packing-scan.wrong', 'parcel.sealed', 'parcel.reopened', 'packing-scan.undone', 'parcel.sealed'],
    ]);
    // 40 for the parcel, 6 for each line, 4 for each unit, a second for each of its 0.9 kg.
    const work = { pickerId: ana.picker.id, lineCount: 2, units: 3, forced: 0, expectedSeconds: 64.9 };
    expect(events.map(({ data }) => data)).toMatchObject([
      { what: 'item', pickerId: ana.picker.id },
      { ...work, seconds: 60 },
      { ...work, mistake: true },
      { units: 1, pickerId: ana.picker.id },
      { ...work, seconds: 20 },
    ]);
  });

  test('a parcel is not timed over a break, or where another packer had begun it', async () => {
    const [ana, ben] = [await packer('Ana'), await packer('Ben')];
    const [first, second] = [randomUUID(), randomUUID()];
    await saidAt(ana, first, [
      ...[opened, scanned('1011'), box].map((deed, i): [number, Deed] => [i, deed]),
      [700, seal(true)],
    ]);
    await saidAt(ana, second, [
      [800, { kind: 'new-parcel' }],
      [801, scanned('1011')],
    ]);
    const rest: Deed[] = [{ kind: 'opened', over: true }, scanned('1012'), box, seal()];
    await saidAt(
      ben,
      second,
      rest.map((deed, i) => [810 + i, deed]),
    );
    const events = await told('parcel.sealed');
    expect(events.map(({ data }) => data)).toMatchObject([
      { pickerId: ana.picker.id, seconds: null },
      { pickerId: ben.picker.id, seconds: null },
    ]);
  });

  test('a parcel that was sent and refused is nobody’s mistake', async () => {
    const [ana, parcel] = [await packer('Ana'), randomUUID()];
    const one = await station(ana);
    await one.say(parcel, ...all, seal());
    await shipParcel(shop, parcel, null, noneHeld, now);
    await inShop(shop, async (tx) => {
      await tx.command.updateMany({ data: { state: 'failed' } });
      await tx.parcel.updateMany({ data: { state: 'sealed' } });
    });
    expect((await one.say(parcel, { kind: 'opened-again', over: false })).why).toEqual([]);
    expect((await told('parcel.reopened')).map(({ data }) => data)).toMatchObject([{ mistake: false }]);
  });

  test('a scanner that is stuck does not make the proof grow for ever, and holds nothing up', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, opened);
    const wrong = Array.from({ length: 260 }, (): Deed => ({ kind: 'wrong', what: 'item' }));
    const answer = await one.say(parcel, ...wrong, scanned('1011'));
    expect(answer.why).toEqual(Array.from({ length: 60 }, () => 'no-room'));
    expect(answer.look.entries).toHaveLength(202);
    expect(answer.look.entries.at(-1)!.deed).toEqual(scanned('1011'));
    expect((await one.say(parcel, scanned('1011'), scanned('1012'), box, seal())).why).toEqual([]);
  });
});

describe('an order is packed', () => {
  test('by scans, and its parcel is kept with what it weighs and is worth', async () => {
    await terms({ insureFrom: 3000n });
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    expect((await one.say(parcel, ...all, { kind: 'weighed', grams: 1010 }, seal())).why).toEqual([]);
    expect(await rows()).toMatchObject([
      {
        ...{
          id: parcel,
          number: 1,
          state: 'sealed',
          boxName: 'M',
          length: 300,
          expectedGrams: 1000,
          weighedGrams: 1010,
        },
        ...{ value: 3000n, currency: 'GBP', insured: true, orderName: '#101' },
        lines: [
          { fulfillmentOrderLineId: '1011', quantity: 2 },
          { fulfillmentOrderLineId: '1012', quantity: 1 },
        ],
      },
    ]);
    const told = await inShop(shop, (tx) => tx.event.findMany({ where: { type: { startsWith: 'parcel.' } } }));
    expect(told.map(({ type }) => type)).toEqual(['parcel.opened', 'parcel.sealed']);
    expect(told[1]!.data).toMatchObject({ units: 3, forced: 0, grams: 1010 });
  });

  test('and a discount on the whole order makes the parcel worth less, as on its papers', async () => {
    await terms({ insureFrom: 3000n });
    await inShop(shop, (tx) => tx.order.updateMany({ data: { subtotal: 2400n } }));
    await (await station(await packer('Ana'))).say(randomUUID(), ...all, seal());
    expect(await rows()).toMatchObject([{ state: 'sealed', value: 2400n, insured: false }]);
  });

  test('and two parcels are worth the order together, to the penny, also once the first was packed anew', async () => {
    await inShop(shop, (tx) => tx.order.updateMany({ data: { subtotal: 1000n } }));
    const one = await station(await packer('Ana'));
    const [first, second] = [randomUUID(), randomUUID()];
    await one.say(first, opened, scanned('1011'), box, seal(true));
    await one.say(second, { kind: 'new-parcel' }, scanned('1011'), scanned('1012'), box, seal());
    const worths = async () => (await rows()).map(({ value }) => value);
    expect(await worths()).toEqual([333n, 667n]);
    expect(
      (
        await one.say(
          second,
          { kind: 'opened-again', over: false },
          { kind: 'took-back', line: '1012', units: 1 },
          seal(true),
        )
      ).why,
    ).toEqual([]);
    expect((await one.say(first, { kind: 'opened-again', over: false }, scanned('1012'), seal())).why).toEqual([]);
    expect(await worths()).toEqual([666n, 334n]);
  });

  test('into two parcels, which together hold what was picked', async () => {
    const one = await station(await packer('Ana'));
    const [first, second] = [randomUUID(), randomUUID()];
    expect((await one.say(first, opened, scanned('1011', 2), box, seal(true))).why).toEqual([]);
    expect((await one.say(second, { kind: 'new-parcel' }, scanned('1012'), box, seal())).why).toEqual([]);
    expect(
      (await rows()).map(({ number, state, lines }) => [number, state, lines.map((line) => line.quantity)]),
    ).toEqual([
      [1, 'sealed', [2]],
      [2, 'sealed', [1]],
    ]);
    const home = await lookAtPacking(await packer('Ben'), places);
    expect(home.waves[0]?.orders.map(({ name, packed, units }) => [name, packed, units])).toEqual([
      ['#101', 3, 3],
      ['#102', 0, 3],
    ]);
  });

  test('a sealed one is opened again, but not once it has left', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, ...all, seal());
    expect((await one.say(parcel, { kind: 'opened-again', over: false }, seal())).why).toEqual([]);
    await inShop(shop, (tx) => tx.parcel.updateMany({ data: { labelState: 'asked' } }));
    expect((await one.say(parcel, { kind: 'opened-again', over: false })).why).toEqual(['label-asked']);
    await inShop(shop, (tx) => tx.parcel.updateMany({ data: { labelState: 'none', state: 'shipped' } }));
    expect((await one.say(parcel, { kind: 'opened-again', over: false })).why).toEqual(['left-already']);
  });

  test('what is not at the station is short: the rest is packed and ships, and its bin is told of', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    const missing: Deed = { kind: 'missing', line: '1011', units: 1 };
    const found: Deed = { kind: 'found', line: '1011', units: 1 };
    expect((await one.say(parcel, opened, scanned('1011'), scanned('1012'), missing, found, missing)).why).toEqual([]);
    expect((await one.say(parcel, missing)).why).toEqual(['too-many']);
    const [line] = await inShop(shop, (tx) => tx.waveLine.findMany({ where: { fulfillmentOrderLineId: '1011' } }));
    expect(line).toMatchObject({ quantity: 2, picked: 1, short: 1, dropped: 0 });
    const look = await one.look();
    expect(look.lines.find(({ id }) => id === '1011')).toMatchObject({ units: 2 });
    expect((await one.say(parcel, box, seal())).why).toEqual([]);
    expect(await shipParcel(shop, parcel, null, noneHeld, now)).toEqual({ ok: true });
    const told = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'line.shorted' } }));
    expect(told[0]).toMatchObject({ data: { lineId: '1011', units: 1, reason: 'missing-at-station' } });
    expect((await readProof(shop, wave, '101'))!.checked.ok).toBe(true);
  });

  test('what turns up once its order was left behind is counted to it no more: its goods were booked back', async () => {
    const one = await station(await packer('Ana'));
    const other = await station(await packer('Ben'), '102');
    const parcel = randomUUID();
    await one.say(parcel, opened, { kind: 'missing', line: '1011', units: 1 });
    await other.say(randomUUID(), opened, scanned('1021'));
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
    await shipPickedWave(shop, wave, new Map(), noneHeld, now);
    for (const kind of ['found', 'missing'] as const)
      expect((await one.say(parcel, { kind, line: '1011', units: 1 })).why).toEqual(['stopped']);
    const [line] = await inShop(shop, (tx) => tx.waveLine.findMany({ where: { fulfillmentOrderLineId: '1011' } }));
    expect(line).toMatchObject({ picked: 1, short: 1 });
  });

  test('an order of which nothing is there waits for nobody any more', async () => {
    const one = await station(await packer('Ana'));
    const gone: Deed[] = [
      { kind: 'missing', line: '1011', units: 2 },
      { kind: 'missing', line: '1012', units: 1 },
    ];
    expect((await one.say(randomUUID(), opened, ...gone)).why).toEqual([]);
    const shipped = await shipPickedWave(shop, wave, new Map(), noneHeld, now);
    expect(shipped).toMatchObject({ leftOut: [{ orderName: '#101', reason: 'Nothing was there to pick.' }] });
  });

  test('a refused one that is being sent again is not opened; one that was opened is not sent again as it was', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, ...all, seal());
    await shipParcel(shop, parcel, null, noneHeld, now);
    const { commandId } = (await rows())[0]!;
    await inShop(shop, async (tx) => {
      await tx.command.updateMany({ data: { state: 'failed' } });
      await tx.parcel.updateMany({ data: { state: 'sealed' } });
    });
    expect(await retryCommand(shop, commandId!, now)).toBe(true);
    expect((await one.say(parcel, { kind: 'opened-again', over: false })).why).toEqual(['being-sent']);
    await inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'failed' } }));
    expect((await one.say(parcel, { kind: 'opened-again', over: false })).why).toEqual([]);
    expect(await retryCommand(shop, commandId!, now)).toBe(false);
    expect((await one.say(parcel, { kind: 'took-back', line: '1012', units: 1 }, seal(true))).why).toEqual([]);
    expect(await shipParcel(shop, parcel, null, noneHeld, now)).toEqual({ ok: true });
    const [command] = await inShop(shop, (tx) => tx.command.findMany({ where: { id: commandId! } }));
    expect(command).toMatchObject({
      state: 'queued',
      variables: {
        fulfillment: {
          lineItemsByFulfillmentOrder: [
            { fulfillmentOrderLineItems: [{ id: expect.stringMatching(/1011$/), quantity: 2 }] },
          ],
        },
      },
    });
  });
});
