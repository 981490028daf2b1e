import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../../../db.server.ts';
import { listShop } from '../../../shopify/install.server.ts';
import { fulfillmentCreate } from '../../../shopify/operations/fulfillment-create.ts';
import { enqueueCommand, retryCommand } from '../../../shopify/outbox.server.ts';
import { readBacklog } from '../../backlog.server.ts';
import type { Who } from '../../floor/enter-floor.server.ts';
import { forgetOldPhotos } from '../../forget-customer.server.ts';
import { closeManifest, readManifest } from '../../hand-off/manifest.server.ts';
import { readParcel } from '../../hand-off/read-parcels.server.ts';
import { shipParcel } from '../../hand-off/ship-parcel.server.ts';
import { parcelCode } from '../../papers/codes.ts';
import { planNewWave } from '../../plan-wave.server.ts';
import { readWave } from '../../read-waves.server.ts';
import { recordPicks } from '../../record-picks.server.ts';
import { releaseWave } from '../../release-wave.server.ts';
import { shipPickedWave } from '../../ship-wave.server.ts';
import { acceptDeeds } from './accept-deeds.server.ts';
import { adviseOrder } from './advise-order.server.ts';
import { checkChain, linked, noHash } from './chain.ts';
import type { Deed } from './deed.ts';
import { keepPhoto } from './keep-photo.server.ts';
import { findOrder, lookAtPacking } from './look-around.server.ts';
import { giveUpRefused, takeOutOfParcel } from './mend-parcel.server.ts';
import { readOrderLook } from './read-order.server.ts';
import { readProof } from './read-proof.server.ts';
import { forgetPhotos, insertProof } from './store.server.ts';

const now = new Date('2026-11-27T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const places = new Map([['9', 'London']]);
const boxId = randomUUID();

let shop = '';
let shops = 0;
let wave = '';

beforeEach(async () => {
  ({ shop, wave } = await picked(`station-${shops++}.myshopify.com`));
});

/** A shop with two orders, picked: 2 of item 1 and 1 of item 2 each. */
async function picked(name: string): Promise<{ shop: string; wave: string }> {
  await listShop(name);
  await mirrorShop(name);
  await inShop(name, async (tx) => {
    await mirrorLocation(tx, name, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, name, {
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    await tx.inventoryItem.updateMany({ data: { grams: 300 } });
    for (const id of ['101', '102'])
      await mirrorOrder(tx, name, {
        ...{ id, at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`), locationId: '9' },
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
    await tx.order.updateMany({ data: { subtotal: 3000n } });
    await tx.box.create({
      data: { shop: name, id: boxId, name: 'M', length: 300, width: 200, height: 200, weight: 100 },
    });
  });
  const planned = await planNewWave(name, { locationId: '9', size: 12 }, everyOrder, now);
  if (!planned.ok) throw new Error(planned.problem);
  await releaseWave(name, planned.id, noneHeld, now);
  const found = await readWave(name, planned.id, noneHeld);
  const counts = new Map(found!.wave.lines.map((line) => [line.fulfillmentOrderLineId, String(line.quantity)]));
  expect(await recordPicks(name, planned.id, counts, now)).toMatchObject({ ok: true });
  return { shop: name, wave: planned.id };
}

const terms = (change: { weigh?: boolean; photoFrom?: bigint; insureFrom?: bigint }) =>
  inShop(shop, (tx) => tx.packTerms.create({ data: { shop, locationId: '9', ...change } }));

async function packer(name: string, mayForce = false): Promise<Who> {
  const id = randomUUID();
  await inShop(shop, (tx) => tx.picker.create({ data: { shop, id, name, mayForce, createdAt: now } }));
  const picker = { id, name, hasPin: true, language: 'en' as const, active: true, mayForce };
  return { shop, deviceId: randomUUID(), picker };
}

/** A station that counts its deeds from the number the server expects. */
async function station(who: Who, order = '101') {
  const look = async () => (await readOrderLook(who, wave, order, places, noneHeld))!;
  const send = (deeds: { id: string; parcel: string; nth: number; at: number; deed: Deed }[]) =>
    acceptDeeds(who, wave, order, { sentAt: now.getTime(), deeds }, places, noneHeld, now);
  const say = async (parcel: string, ...deeds: Deed[]) => {
    const { next } = await look();
    const said = deeds.map((deed, i) => ({ id: randomUUID(), parcel, nth: next + i, at: now.getTime(), deed }));
    const answer = (await send(said))!;
    return { ...answer, why: answer.refused.map((one) => one.why) };
  };
  return { look, send, say };
}

const opened: Deed = { kind: 'opened', over: false };
const scanned = (line: string, units = 1): Deed => ({ kind: 'scanned', line, units });
const box: Deed = { kind: 'chose-box', box: boxId };
const seal = (more = false): Deed => ({ kind: 'sealed', more, despite: false });
const all = [opened, scanned('1011'), scanned('1011'), scanned('1012'), box];

const rows = () =>
  inShop(shop, (tx) =>
    tx.parcel.findMany({ include: { lines: true }, orderBy: [{ orderId: 'asc' }, { number: 'asc' }] }),
  );

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

  test('deliveries that come twice, late or with holes are taken once, and the chain holds', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    const said = all.map((deed, i) => ({ id: randomUUID(), parcel, nth: i + 1, at: now.getTime(), deed }));
    await one.send(said.slice(0, 2));
    await one.send(said.slice(3));
    await Promise.all([one.send(said), one.send(said.toReversed()), one.send(said.slice(0, 3))]);
    const { entries } = await one.look();
    expect(entries.map(({ id }) => id)).toEqual(said.map(({ id }) => id));
    const proof = (await readProof(shop, wave, '101'))!;
    expect(proof.checked.ok).toBe(true);
    await inShop(shop, (tx) => tx.packProof.updateMany({ where: { seq: 3 }, data: { at: new Date(0) } }));
    expect((await readProof(shop, wave, '101'))!.checked).toEqual({ ok: false, seq: 3, what: 'altered' });
    expect(checkChain([], undefined).ok).toBe(true);
  });
});

describe('what was written of a proof elsewhere', () => {
  test('agrees with it: when it was sealed, when it left, and on the manifest', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, ...all, seal());
    expect(await shipParcel(shop, parcel, null, noneHeld, now)).toEqual({ ok: true });
    const { anchors, links } = (await readProof(shop, wave, '101'))!;
    expect(anchors.map(({ where, seq, agrees }) => [where, seq, agrees])).toEqual([
      ['sealed', 6, true],
      ['shipped', 6, true],
      ['parcel', 6, true],
    ]);
    const closed = await closeManifest(shop, { locationId: '9', carrier: null }, null, 'Europe/London', now);
    const manifest = closed.ok ? await readManifest(shop, closed.id) : null;
    expect(manifest?.parcels.map(({ sealHash }) => sealHash)).toEqual([links[5]!.hash]);
  });

  test('shows a chain that was made anew, whole in itself, and one that lost its end', async () => {
    const one = await station(await packer('Ana'));
    await one.say(randomUUID(), ...all, seal());
    const { links } = (await readProof(shop, wave, '101'))!;
    let before = noHash;
    await inShop(shop, async (tx) => {
      await tx.packProof.deleteMany({});
      const forged = links.map((link) => {
        const deed: Deed = link.seq === 2 ? { kind: 'forced', line: '1011', units: 1 } : link.deed;
        const made = linked(before, { ...link, deed });
        before = made.hash;
        return made;
      });
      await insertProof(tx, shop, forged);
    });
    const rewritten = (await readProof(shop, wave, '101'))!;
    expect(rewritten.checked.ok).toBe(true);
    expect(rewritten.anchors.map(({ where, agrees }) => [where, agrees])).toEqual([
      ['sealed', false],
      ['parcel', false],
    ]);
    await inShop(shop, async (tx) => {
      await tx.packProof.deleteMany({});
      await insertProof(tx, shop, links.slice(0, 5));
    });
    const cut = (await readProof(shop, wave, '101'))!;
    expect([cut.checked.ok, cut.anchors.map(({ agrees }) => agrees)]).toEqual([true, [false, false]]);
  });
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

describe('a photo', () => {
  /** The smallest picture that is one: SOI, frame of 1 × 1, scan, EOI. */
  const plain = (extra: number[] = [], filling = 0) =>
    new Uint8Array([
      ...[0xff, 0xd8, ...extra, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
      ...Array<number>(filling).fill(0),
      ...[0xff, 0xd9],
    ]);
  const exif = [0xff, 0xe1, 0, 8, ...'Exif\0\0'].map((one) => (typeof one === 'string' ? one.charCodeAt(0) : one));
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  test('is wanted from a value on, kept once, and named by the proof', async () => {
    await terms({ photoFrom: 3000n });
    const who = await packer('Ana');
    const one = await station(who);
    const parcel = randomUUID();
    expect((await one.say(parcel, ...all, seal())).why).toEqual(['no-photo']);
    const photo = hashOf(plain());
    expect((await one.say(parcel, { kind: 'photographed', photo })).why).toEqual(['no-photo-kept']);
    for (let times = 0; times < 2; times++)
      expect(await keepPhoto(who, parcel, photo, plain(), now)).toEqual({ ok: true });
    expect((await one.say(parcel, { kind: 'photographed', photo }, seal())).why).toEqual([]);
    expect((await readProof(shop, wave, '101'))!.photos).toEqual([photo]);
  });

  test('is refused when it is no bare JPEG, too large, not what its hash says, or for a parcel of someone else', async () => {
    const who = await packer('Ana');
    const parcel = randomUUID();
    await (await station(who)).say(parcel, opened);
    const keep = (bytes: Uint8Array<ArrayBuffer>, hash = hashOf(bytes), of = parcel, by = who) =>
      keepPhoto(by, of, hash, bytes, now);
    const refused = (why: string) => ({ ok: false, why });
    expect(await keep(new Uint8Array(Buffer.from('<svg onload="alert(1)"/>')))).toEqual(refused('not-a-jpeg'));
    expect(await keep(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))).toEqual(refused('not-a-jpeg'));
    expect(await keep(plain(exif))).toEqual(refused('tells-more'));
    expect(await keep(plain([], 400 * 1024))).toEqual(refused('too-large'));
    expect(await keep(plain(), hashOf(plain([], 1)))).toEqual(refused('other-hash'));
    expect(await keep(plain(), hashOf(plain()), randomUUID())).toEqual(refused('no-parcel'));
    const mine = shop;
    const theirs = (await picked(`station-${shops++}.myshopify.com`)).shop;
    shop = theirs;
    const stranger = await packer('Mallory');
    shop = mine;
    expect(await keep(plain(), hashOf(plain()), parcel, stranger)).toEqual(refused('no-parcel'));
    expect(await inShop(shop, (tx) => tx.packPhoto.count())).toBe(0);
  });

  test('goes with the customer who is erased, and by its age', async () => {
    const who = await packer('Ana');
    const parcel = randomUUID();
    await (await station(who)).say(parcel, opened);
    const keep = () => keepPhoto(who, parcel, hashOf(plain()), plain(), now);
    const kept = () => inShop(shop, (tx) => tx.packPhoto.count());
    await keep();
    await inShop(shop, (tx) => forgetPhotos(tx, ['101']));
    expect(await kept()).toBe(0);
    await keep();
    const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
    expect(await forgetOldPhotos(shop, days(180))).toBe(0);
    expect(await forgetOldPhotos(shop, days(181))).toBe(1);
    expect(await kept()).toBe(0);
  });
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
