// From the shelf to the parcel, whatever people, phones, Shopify and the net do in between: no unit is lost, none is counted twice,
// and no more leaves than Shopify still wants. Each ledger has properties of its own; this one runs through all of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeUp } from '../../tests/shelf-to-door/close-up.ts';
import {
  cancel,
  carryBack,
  collect,
  countBin,
  express,
  mendRefused,
  planAndRelease,
  ship,
  shipWave,
} from '../../tests/shelf-to-door/desk.ts';
import { unitsAt } from '../../tests/shelf-to-door/goods.ts';
import { AT, type House, itemOf, openHouse, pickOne, type Wish, wholeLines } from '../../tests/shelf-to-door/house.ts';
import { act, deliver, finish, look } from '../../tests/shelf-to-door/phones.ts';
import {
  answerShipment,
  follow,
  followSent,
  happen,
  hear,
  orderOf,
  partsOf,
  sendAgain,
} from '../../tests/shelf-to-door/shopify.ts';
import { lostPlace, pack, packToTheEnd } from '../../tests/shelf-to-door/stations.ts';
import {
  askedUnits,
  type Change,
  heldByWaves,
  linesOf,
  mirrored,
  type Parts,
} from '../../tests/shelf-to-door/store.ts';
import { sort, sortToTheEnd } from '../../tests/shelf-to-door/wall.ts';
import { inShop } from '../db.server.ts';
import type { Deed } from './floor/scan.ts';
import { loadStock } from './place/store.server.ts';
import { loadWallScans } from './put-wall/store.server.ts';

const { PROPERTY_RUNS } = process.env;

/** What happens at any time of the day. */
const anyTime = [
  ...(['happen', 'happen', 'happen', 'hear', 'hear', 'hear', 'follow', 'check', 'repeat', 'deliver', 'look'] as const),
  ...(['act', 'pack', 'ship', 'cancel', 'plan', 'plan', 'express', 'count', 'answer'] as const),
];
const onTheWalk = [
  ...Array<'act'>(12).fill('act'),
  ...Array<'deliver'>(6).fill('deliver'),
  ...Array<'look'>(4).fill('look'),
  ...Array<'walk on'>(5).fill('walk on'),
  ...anyTime,
];
const atTheDoor = [
  ...Array<'walk on'>(4).fill('walk on'),
  ...Array<'sort on'>(4).fill('sort on'),
  ...Array<'pack'>(8).fill('pack'),
  ...Array<'pack on'>(6).fill('pack on'),
  ...Array<'ship'>(8).fill('ship'),
  ...Array<'answer'>(6).fill('answer'),
  ...Array<'mend'>(4).fill('mend'),
  ...([
    'sort',
    'hear of it',
    'hear of it',
    'hear of it',
    'ship wave',
    'send again',
    'send again',
    'collect',
    'collect',
  ] as const),
  ...anyTime,
];
type Does = (typeof onTheWalk)[number] | (typeof atTheDoor)[number];
type Step = { does: Does; how: number; at: number };

const stepsOf = (kinds: readonly Does[], minLength: number, maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ does: fc.constantFrom(...kinds), how: fc.nat(11), at: fc.nat(99) }), {
    ...{ minLength, maxLength },
    size: 'max',
  });
const day = fc
  .tuple(stepsOf(onTheWalk, 4, 20), stepsOf(atTheDoor, 8, 40))
  .map(([first, then]): Step[] => [...first, ...then]);

const wish: fc.Arbitrary<Wish> = fc.record({
  method: fc.constantFrom('cluster', 'sort', null),
  pickups: fc.boolean(),
  holds: fc.boolean(),
  orders: fc.array(
    fc.array(fc.record({ item: fc.constantFrom('1', '2', '3'), quantity: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
    { minLength: 2, maxLength: 4 },
  ),
});

const changes: readonly Change[] = [
  ...(['fewer', 'fewer', 'more', 'removed', 'replaced', 'canceled', 'held', 'held', 'let go', 'let go'] as const),
  'elsewhere',
];

/** Of these nobody tells the app at once. */
const silent = new Set<Step['does']>(['act', 'happen', 'check', 'look']);

let shops = 0;

/** A day in the house: `check` looks after each step. */
async function live(day: Wish, steps: readonly Step[]): Promise<void> {
  const house = await openHouse(`door-${shops++}.myshopify.com`, day);
  const applied = new Map<string, Parts>();
  const asked = new Set<string>();
  const check = () => nothingLost(house, applied, asked);
  await planAndRelease(house);
  await check();
  for (const one of steps) {
    house.time += 1000;
    await play(house, one, applied);
    if (silent.has(one.does)) continue;
    await carryBack(house);
    await check();
  }
  await closeUp(house, applied, check);
  await atTheEnd(house, applied);
}

async function play(house: House, { does, how, at }: Step, applied: Map<string, Parts>) {
  const waveId = house.waves[(how + at) % Math.max(1, house.waves.length)];
  const phone = waveId === undefined ? undefined : house.phones.get(waveId)![at % 2];
  switch (does) {
    case 'happen':
      return happen(house, changes[how % changes.length]!, at);
    case 'hear':
      return hear(house, at);
    case 'check':
      if (!house.held.delete(String(101 + (at % 6)))) house.held.set(String(101 + (at % 6)), 'No address is known.');
      return;
    case 'follow':
      return follow(house);
    case 'ship':
      return ship(house, at);
    case 'collect':
      return collect(house, at);
    case 'answer':
      return answerShipment(house, applied, at);
    case 'mend':
      return mendRefused(house, how, at);
    case 'hear of it':
      return followSent(house);
    case 'send again':
      return sendAgain(house, at);
    case 'repeat':
      return void (await house.delivered[at % Math.max(1, house.delivered.length)]?.());
    case 'plan':
      return house.waves.length < 4 ? planAndRelease(house) : undefined;
    case 'express':
      return house.store.orders.size < 6 ? express(house, how, at) : undefined;
    case 'count':
      return countBin(house, at);
  }
  if (waveId === undefined || !phone) return;
  switch (does) {
    case 'act':
      return act(house, phone, how, at);
    case 'deliver':
      return deliver(house, phone, how);
    case 'look':
      return look(house, phone);
    // A picker who gets on: several stops in a row, and the end where there is one.
    case 'walk on':
      for (let stops = 0; stops < 6; stops++) act(house, phone, 3, 1 + 3 * at);
      await deliver(house, phone, 0);
      await look(house, phone);
      return finish(house, phone);
    case 'sort':
      return sort(house, waveId, how, at);
    case 'sort on':
      return sortToTheEnd(house, waveId);
    case 'pack on':
      return packToTheEnd(house, waveId, pickOne([...house.store.orders.keys()], at));
    case 'pack':
      return pack(house, waveId, how, at);
    case 'ship wave':
      return shipWave(house, waveId);
    case 'cancel':
      return at % 3 === 0 ? cancel(house, waveId) : undefined;
  }
}

const sum = (units: Iterable<number>) => [...units].reduce((total, each) => total + each, 0);

/** Units of a line that phones say are in totes. */
function inTotes(scans: Books['scans'] extends Map<string, infer Scans> ? Scans : never, line: string): number {
  const undone = new Set(
    scans.flatMap(({ deed }) => ((deed as Deed).kind === 'undone' ? (deed as { scan: string }).scan : [])),
  );
  return sum(
    scans.map(({ id, deed }) => {
      const said = deed as Deed;
      // A line that is picked from several bins has a task for each.
      if (undone.has(id) || !('task' in said) || said.task.split('/')[0] !== line) return 0;
      return said.kind === 'picked' ? said.units : said.kind === 'put-back' ? -said.units : 0;
    }),
  );
}

type Books = Awaited<ReturnType<typeof readBooks>>;

/** What the app has written down. */
const readBooks = (house: House) =>
  inShop(house.shop, async (tx) => ({
    waves: (await tx.wave.findMany({ where: { id: { in: house.waves } }, include: { lines: true, orders: true } })).map(
      (wave) => ({ ...wave, lines: wholeLines(wave.lines) }),
    ),
    walls: await loadWallScans(tx, house.waves),
    parcels: await tx.parcel.findMany({ include: { lines: true } }),
    commands: await tx.command.findMany({ where: { operation: 'fulfillmentCreate' }, orderBy: { seq: 'asc' } }),
    stock: await loadStock(tx, AT),
    scans: Map.groupBy(
      await tx.floorScan.findMany({ where: { refused: null }, orderBy: { seq: 'asc' } }),
      (scan) => scan.waveId,
    ),
  }));

/** Units that Shopify was asked to ship and that the mirror does not know of yet, by line; not those of `but`. */
function onTheirWay(house: House, commands: Books['commands'], but: ReadonlySet<string>): Map<string, number> {
  const units = new Map<string, number>();
  for (const command of commands) {
    if (command.state === 'failed' || but.has(command.id)) continue;
    const heard = house.mirror.get(orderOf(command))?.at ?? 0;
    if (command.state === 'confirmed' && heard > command.settledAt!.getTime()) continue;
    for (const [line, count] of askedUnits(partsOf(command))) units.set(line, (units.get(line) ?? 0) + count);
  }
  return units;
}

async function nothingLost(house: House, applied: Map<string, Parts>, asked: Set<string>) {
  const { goods } = house;
  expect(house.faults).toEqual([]);
  const { waves, walls, scans, commands, stock, parcels: all } = await readBooks(house);
  const parcels = all.filter((parcel) => parcel.state !== 'given-up');

  // A line is what was picked, short and dropped; all of it once the walk is over.
  for (const wave of waves)
    for (const { picked, short, dropped, quantity, fulfillmentOrderLineId: id } of wave.lines) {
      expect(Math.min(picked, short, dropped), `line ${id}`).toBeGreaterThanOrEqual(0);
      if (wave.state === 'picked' || wave.state === 'shipped')
        expect(picked + short + dropped, `line ${id}: ${picked} + ${short} + ${dropped}`).toBe(quantity);
    }

  // What the rows say is in a parcel is what lies in it, and no parcel holds what was not picked.
  for (const parcel of parcels)
    for (const { fulfillmentOrderLineId: line, quantity } of parcel.lines)
      expect(unitsAt(goods, `parcel/${parcel.id}/${line}`), `parcel ${parcel.number}, line ${line}`).toBe(quantity);
  for (const wave of waves)
    for (const { fulfillmentOrderLineId: line, picked } of wave.lines) {
      const own = parcels.filter((parcel) => parcel.waveId === wave.id).flatMap((parcel) => parcel.lines);
      const inParcels = sum(own.filter((one) => one.fulfillmentOrderLineId === line).map((one) => one.quantity));
      expect(inParcels, `in parcels of line ${line}`).toBeLessThanOrEqual(picked);
    }

  // Shopify is never asked for more than it still wanted, as far as anybody could know.
  const fresh = commands.filter((one) => !asked.has(`${one.id}/${one.round}`) && !house.again.has(one.id));
  for (const one of commands) asked.add(`${one.id}/${one.round}`);
  const before = onTheirWay(house, commands, new Set(fresh.map((one) => one.id)));
  for (const command of fresh) {
    const known = new Map(linesOf(house.mirror.get(orderOf(command))).map((line) => [line.id, line]));
    for (const [line, units] of askedUnits(partsOf(command))) {
      const way = before.get(line) ?? 0;
      const remaining = known.get(line)?.remaining ?? 0;
      const of = known.get(line)?.of;
      expect(of && mirrored(of).status, `status for line ${line}`).toMatch(/^(OPEN|IN_PROGRESS)$/);
      expect(units + way, `asked of line ${line}, ${way} on their way`).toBeLessThanOrEqual(remaining);
      before.set(line, way + units);
    }
  }

  // What Shopify made a fulfillment of is what lies in the parcel.
  for (const command of commands) {
    const parts = applied.get(command.id);
    if (!parts) continue;
    const [what, id] = command.idempotencyKey.split(':');
    const place = what === 'parcel' ? `parcel/${id}/` : `whole/${id}/`;
    for (const [line, units] of askedUnits(parts))
      expect(unitsAt(goods, place, `/${line}`), `sent ${line}`).toBe(units);
  }

  // The bins and what is out of them are together what there was.
  for (const item of ['1', '2', '3']) {
    const lying = stock.filter((row) => row.inventoryItemId === item);
    expect(
      lying.every((row) => row.quantity !== null),
      `bins of item ${item} are known`,
    ).toBe(true);
    let out = 0;
    for (const wave of waves) {
      for (const line of wave.lines) {
        const id = line.fulfillmentOrderLineId;
        if (itemOf(house, id) !== item) continue;
        const lost = unitsAt(goods, lostPlace(wave.id, id));
        if (wave.state === 'canceled') out += lost;
        if (!wave.pickedAt || wave.state === 'canceled') continue;
        const behind = wave.orders.find((one) => one.orderId === line.orderId)?.leftOut;
        const own = parcels.filter((one) => one.waveId === wave.id).flatMap((one) => one.lines);
        const inParcels = sum(own.filter((one) => one.fulfillmentOrderLineId === id).map((one) => one.quantity));
        const undone = new Set(walls.get(wave.id)?.flatMap(({ deed }) => (deed.kind === 'undone' ? deed.scan : [])));
        const missing = walls
          .get(wave.id)
          // What the wall missed because a phone put it back lies in its bin again: nobody at the wall said so.
          ?.map(({ deed, id: scan, refused, device }) =>
            deed.kind === 'missing' && deed.task === id && device !== null && !refused && !undone.has(scan)
              ? deed.units
              : 0,
          );
        const gone = lost + sum(missing ?? []);
        const carried = line.picked + gone;
        const back = house.broughtBack.get(`${wave.id}/${id}`) ?? 0;
        out += behind ? inParcels + gone : Math.min(carried, inTotes(scans.get(wave.id) ?? [], id)) - back;
      }
    }
    expect(sum(lying.map((row) => row.quantity!)) + out, `item ${item}: bins and ${out} out`).toBe(
      { '1': 62, '2': 60, '3': 3 }[item],
    );
  }
}

async function atTheEnd(house: House, applied: Map<string, Parts>) {
  const { goods, store } = house;
  const { waves, stock, parcels, commands } = await readBooks(house);
  for (const wave of waves) {
    const orders = wave.orders.map(({ orderId, leftOut, commandId }) => ({
      orderId,
      leftOut,
      sent: commandId !== null,
    }));
    expect(['shipped', 'canceled'], JSON.stringify(orders)).toContain(wave.state);
  }
  // Nothing stays held for a walk that is over.
  for (const orderId of store.orders.keys()) expect(heldByWaves(store, orderId), `held of ${orderId}`).toEqual([]);
  // All that was taken from a shelf left in a parcel, is in one that Shopify refused, or lies on a shelf again.
  expect(unitsAt(goods, 'cart/') + unitsAt(goods, 'wall/') + unitsAt(goods, 'hand/'), JSON.stringify([...goods])).toBe(
    0,
  );
  for (const item of ['1', '2', '3'])
    expect(unitsAt(goods, `shelf/${item}/`), `item ${item} on shelves`).toBe(
      sum(stock.filter((row) => row.inventoryItemId === item).map((row) => row.quantity ?? Number.NaN)),
    );
  const made = new Map<string, number>();
  for (const parts of applied.values())
    for (const [line, units] of askedUnits(parts)) made.set(line, (made.get(line) ?? 0) + units);
  for (const [line, units] of store.made) expect(made.get(line) ?? 0, `fulfilled of ${line}`).toBe(units);
  // Who came before Shopify refused to make it ready may come again, or it is put back: it lies at the counter.
  const came = new Set(
    commands.filter((one) => one.idempotencyKey.endsWith(':collected') && one.state === 'failed').map((one) => one.id),
  );
  for (const { state, commandId, number, orderName } of parcels)
    if (state === 'shipped' && !came.has(commandId ?? ''))
      expect(house.took.has(commandId ?? ''), `parcel ${number} of ${orderName} left`).toBe(true);
}

/** Two orders are packed and sent, and Shopify refuses the first. */
const refusedFirst: Step[] = [
  { does: 'walk on', how: 0, at: 0 },
  ...[0, 1].map((at): Step => ({ does: 'pack on', how: 0, at })),
  ...[1, 1].map((at): Step => ({ does: 'ship', how: 0, at })),
  { does: 'answer', how: 0, at: 5 },
  { does: 'hear of it', how: 0, at: 0 },
];

/** Days that are lived first, whatever is drawn: each was lost, or would be, by forgetting one thing. */
const known: [Wish, Step[]][] = [
  // A delivery that comes twice at once, and once more because its answer was lost.
  [
    { method: 'cluster', orders: [[{ item: '2', quantity: 2 }], [{ item: '1', quantity: 1 }]] },
    [
      { does: 'act', how: 3, at: 0 },
      { does: 'deliver', how: 1, at: 0 },
      { does: 'deliver', how: 5, at: 0 },
      { does: 'look', how: 0, at: 0 },
    ],
  ],
  // Of what a packer forces one unit comes out again, slips out of sight, and turns up.
  [
    { method: 'cluster', orders: [[{ item: '2', quantity: 2 }], [{ item: '2', quantity: 1 }]] },
    [
      { does: 'walk on', how: 0, at: 0 },
      ...[0, 4, 8, 5].map((how): Step => ({ does: 'pack', how, at: 1 })),
      { does: 'pack', how: 5, at: 9 },
      ...[4, 6].map((how): Step => ({ does: 'pack', how, at: 1 })),
      { does: 'ship', how: 0, at: 1 },
    ],
  ],
  // All of a bin is promised when an order joins that wants the same; then the bin is counted, with its units on a cart.
  [
    { method: null, orders: [[{ item: '1', quantity: 2 }], [{ item: '2', quantity: 1 }]] },
    [
      { does: 'express', how: 1, at: 0 },
      { does: 'act', how: 3, at: 0 },
      { does: 'deliver', how: 0, at: 0 },
      { does: 'look', how: 0, at: 0 },
      { does: 'count', how: 0, at: 0 },
    ],
  ],
  // An order in two parcels that is edited once they are sealed: only one of them is wanted.
  [
    { method: null, orders: [[{ item: '2', quantity: 2 }], [{ item: '2', quantity: 1 }]] },
    [
      { does: 'walk on', how: 0, at: 0 },
      ...[0, 0, 7, 0, 0, 6].map((how): Step => ({ does: 'pack', how, at: 0 })),
      { does: 'happen', how: 0, at: 0 },
      { does: 'hear', how: 0, at: 0 },
      { does: 'ship', how: 0, at: 0 },
      { does: 'ship', how: 0, at: 0 },
    ],
  ],
  // A wave is canceled that is sorted already.
  [
    { method: 'sort', orders: [[{ item: '2', quantity: 2 }], [{ item: '2', quantity: 1 }]] },
    [
      { does: 'walk on', how: 0, at: 0 },
      { does: 'sort on', how: 0, at: 0 },
      { does: 'pack on', how: 0, at: 0 },
      { does: 'cancel', how: 0, at: 0 },
    ],
  ],
  // A phone without a connection takes back what another one finishes the walk with.
  [
    { method: 'cluster', orders: [[{ item: '2', quantity: 2 }], [{ item: '1', quantity: 1 }]] },
    [
      { does: 'act', how: 3, at: 1 },
      { does: 'deliver', how: 0, at: 1 },
      { does: 'look', how: 0, at: 1 },
      { does: 'act', how: 10, at: 3 },
      { does: 'look', how: 0, at: 0 },
      { does: 'walk on', how: 0, at: 0 },
      { does: 'deliver', how: 0, at: 1 },
    ],
  ],
  // The same where others sort already: the wall misses what lies in its bin again.
  [
    { method: 'sort', orders: [[{ item: '2', quantity: 2 }], [{ item: '1', quantity: 1 }]] },
    [
      { does: 'act', how: 3, at: 1 },
      { does: 'deliver', how: 0, at: 1 },
      { does: 'look', how: 0, at: 1 },
      { does: 'act', how: 10, at: 3 },
      { does: 'look', how: 0, at: 0 },
      { does: 'walk on', how: 0, at: 0 },
      { does: 'sort', how: 0, at: 0 },
      { does: 'deliver', how: 0, at: 1 },
    ],
  ],
  // A packer goes on scanning into the parcel that lay open when its wave was canceled.
  [
    { method: 'cluster', orders: [[{ item: '2', quantity: 2 }], [{ item: '1', quantity: 1 }]] },
    [
      { does: 'walk on', how: 0, at: 0 },
      { does: 'pack', how: 0, at: 0 },
      { does: 'cancel', how: 0, at: 0 },
      { does: 'pack', how: 0, at: 0 },
    ],
  ],
  // Shopify refuses the hold for a walk; once the walk is over somebody sends it again.
  [
    { method: 'cluster', holds: true, orders: [[{ item: '2', quantity: 2 }], [{ item: '1', quantity: 1 }]] },
    [
      { does: 'answer', how: 0, at: 1 },
      { does: 'answer', how: 0, at: 6 },
      { does: 'walk on', how: 0, at: 0 },
      { does: 'send again', how: 0, at: 1 },
    ],
  ],
  // A parcel that Shopify refused is given up, and its order planned anew.
  [
    { method: 'cluster', orders: [[{ item: '1', quantity: 3 }], [{ item: '2', quantity: 1 }]] },
    [...refusedFirst, { does: 'mend', how: 0, at: 1 }, { does: 'plan', how: 0, at: 0 }],
  ],
  // Of one that Shopify refused a unit is wanted no more: it is taken out, and the rest goes.
  [
    { method: 'cluster', orders: [[{ item: '2', quantity: 2 }], [{ item: '1', quantity: 1 }]] },
    [
      ...refusedFirst,
      ...(['happen', 'hear'] as const).map((does): Step => ({ does, how: 0, at: 0 })),
      { does: 'mend', how: 1, at: 1 },
      { does: 'pack on', how: 0, at: 0 },
      { does: 'ship', how: 0, at: 0 },
    ],
  ],
];

test('from the shelf to the parcel no unit is lost or doubled, and no more leaves than is wanted', async () => {
  await fc.assert(fc.asyncProperty(wish, day, live), {
    examples: known,
    numRuns: known.length + (PROPERTY_RUNS ? Number(PROPERTY_RUNS) : 6),
    // A day takes seconds: it is told as it was drawn.
    endOnFailure: true,
  });
}, 600_000);
