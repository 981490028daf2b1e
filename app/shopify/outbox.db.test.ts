import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { inShop, prisma } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import type { Answer } from './answer.ts';
import { LET_IT_FINISH } from './command.ts';
import { noteInstall, noteUninstall } from './install.server.ts';
import { fulfillmentOrderHold } from './operations/fulfillment-order-hold.ts';
import { inventoryAdjustQuantities } from './operations/inventory-adjust-quantities.ts';
import { returnProcess } from './operations/return-process.ts';
import { tagsAdd } from './operations/tags-add.ts';
import {
  confirmCommand,
  enqueueCommand,
  listCommands,
  type Outside,
  retryCommand,
  sendCommands,
} from './outbox.server.ts';

let shop = '';
let shops = 0;
beforeEach(() => {
  shop = `outbox-${++shops}.myshopify.com`;
});
afterAll(() => prisma.$disconnect());

const HOUR = 3_600_000;

class Killed extends Error {}

/** What can go wrong with one call or one step of the worker. */
type Fault =
  | 'none'
  | 'killed-before-sending'
  | 'killed-after-sending'
  | 'killed-while-settling'
  | 'cut-before'
  | 'cut-after'
  | 'throttled'
  | 'unreachable'
  | 'denied';

/** A Shopify that counts what was done to it, and a worker's world in which faults are played from a list. */
function stage(faults: Fault[] = []) {
  let now = Date.now() + 1000;
  let fault: Fault = 'none';
  const done: string[] = [];
  const keys = new Map<string, number>();
  const holds = new Map<string, { handle: string; heldByRequestingApp: boolean }[]>();
  const processed = new Map<string, number>();
  let refusal: string | null = null;

  function apply(name: string, variables: Record<string, never>, key: string | undefined): unknown {
    switch (name) {
      case 'fulfillmentOrderHold': {
        const { id, fulfillmentHold } = variables as unknown as { id: string; fulfillmentHold: { handle: string } };
        holds.set(id, [...(holds.get(id) ?? []), { handle: fulfillmentHold.handle, heldByRequestingApp: true }]);
        done.push(fulfillmentHold.handle);
        return {};
      }
      case 'inventoryAdjustQuantities': {
        const { input } = variables as unknown as { input: { referenceDocumentUri: string } };
        if (key === undefined) throw new Error('no idempotency key came');
        if (now - (keys.get(key) ?? -Infinity) < 24 * HOUR) return {};
        done.push(input.referenceDocumentUri);
        keys.set(key, now);
        return {};
      }
      case 'returnProcess': {
        const { input } = variables as unknown as {
          input: { returnId: string; returnLineItems: { quantity: number }[] };
        };
        const quantity = input.returnLineItems[0]?.quantity ?? 0;
        processed.set(input.returnId, (processed.get(input.returnId) ?? 0) + quantity);
        done.push(input.returnId);
        return {};
      }
      case 'tagsAdd':
        return {};
      default:
        throw new Error(`the stage has no ${name}`);
    }
  }

  function look(name: string, { id }: { id: string }): unknown {
    if (name === 'fulfillmentOrderState')
      return { fulfillmentOrder: { id, status: 'OPEN', fulfillmentHolds: holds.get(id) ?? [] } };
    return {
      return: {
        id,
        status: 'OPEN',
        returnLineItems: { nodes: [{ id: 'line', processedQuantity: processed.get(id) ?? 0 }] },
        refunds: { nodes: [] },
      },
    };
  }

  const problem = (kind: 'unknown' | 'throttled' | 'unreachable' | 'denied'): Answer<unknown> => ({
    ok: false,
    problem: { kind, says: kind },
  });

  const outside: Partial<Outside> = {
    now: () => new Date(now),
    random: () => 0.5,
    call: async (_shop, operation, variables, options) => {
      if (operation.kind === 'read') return { ok: true, data: look(operation.name, variables as never), denied: [] };
      expect(options.beginBefore?.getTime()).toBeGreaterThan(now);
      fault = faults.shift() ?? 'none';
      if (fault === 'killed-before-sending') throw new Killed();
      if (fault === 'throttled' || fault === 'unreachable' || fault === 'denied') return problem(fault);
      if (fault === 'cut-before') return problem('unknown');
      if (refusal) {
        const errors = [{ field: null, message: refusal, code: null }];
        return { ok: false, problem: { kind: 'userErrors', says: refusal, errors } };
      }
      const data = apply(operation.name, variables as never, options.idempotencyKey);
      if (fault === 'killed-after-sending') throw new Killed();
      return fault === 'cut-after' ? problem('unknown') : { ok: true, data, denied: [] };
    },
  };
  const tell: Outside['tell'] = async (tx, ofShop, event) => {
    if (fault === 'killed-while-settling') {
      fault = 'none';
      throw new Killed();
    }
    await append(tx, ofShop, [event]);
  };
  return {
    done,
    tell,
    outside,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => new Date(now),
    refuse: (says: string | null) => {
      refusal = says;
    },
    /** Runs workers, dead ones replaced, with time passing, until nothing moves any more. */
    run: async (lanes = 1) => {
      for (let round = 0; round < 60; round++) {
        await sendCommands(shop, tell, { lanes, outside }).catch((error) => {
          if (!(error instanceof Killed)) throw error;
        });
        const { counts } = await listCommands(shop);
        if (counts.queued + counts.sending + counts.unknown === 0) return;
        now += 60_000;
      }
    },
  };
}

const hold = (handle: string, fulfillmentOrder = '1') =>
  inShop(shop, (tx) =>
    enqueueCommand(tx, {
      shop,
      operation: fulfillmentOrderHold,
      variables: {
        id: `gid://shopify/FulfillmentOrder/${fulfillmentOrder}`,
        fulfillmentHold: { reason: 'INCORRECT_ADDRESS', handle },
      },
      subject: `FulfillmentOrder/${fulfillmentOrder}`,
      idempotencyKey: handle,
    }),
  );
const adjust = (name: string, item = '1') =>
  inShop(shop, (tx) =>
    enqueueCommand(tx, {
      shop,
      operation: inventoryAdjustQuantities,
      variables: {
        input: {
          name: 'available',
          reason: 'correction',
          referenceDocumentUri: name,
          changes: [
            {
              delta: 1,
              changeFromQuantity: null,
              inventoryItemId: `gid://shopify/InventoryItem/${item}`,
              locationId: 'gid://shopify/Location/1',
            },
          ],
        },
      },
      subject: `InventoryItem/${item}`,
      idempotencyKey: name,
    }),
  );
const process = (id: string) =>
  inShop(shop, (tx) =>
    enqueueCommand(tx, {
      shop,
      operation: returnProcess,
      variables: { input: { returnId: id, returnLineItems: [{ id: 'line', quantity: 2 }] } },
      subject: `Return/${id}`,
      idempotencyKey: `process:${id}`,
    }),
  );

const list = () => listCommands(shop);
const only = async () => (await list()).rows[0];
const diary = () =>
  inShop(shop, (tx) =>
    tx.event.findMany({ where: { shop }, orderBy: { seq: 'asc' }, select: { type: true, key: true } }),
  );

describe('a command', () => {
  test('asked for in a transaction that fails is never sent', async () => {
    const scene = stage();
    await expect(
      inShop(shop, async (tx) => {
        await enqueueCommand(tx, {
          shop,
          operation: tagsAdd,
          variables: { id: 'gid://shopify/Order/1', tags: ['late'] },
          subject: 'Order/1',
          idempotencyKey: 'tag:1',
        });
        throw new Error('the room changed its mind');
      }),
    ).rejects.toThrow('changed its mind');
    await scene.run();
    expect((await list()).rows).toEqual([]);
  });

  test('is sent once, confirmed, and told to the diary', async () => {
    const scene = stage();
    const { id } = await hold('a');
    expect(await hold('a')).toEqual({ id, isNew: false });
    await scene.run();
    expect(scene.done).toEqual(['a']);
    expect(await only()).toMatchObject({ id, state: 'confirmed', attempts: 1, problem: null });
    expect(await diary()).toEqual([{ type: 'command.confirmed', key: `command.confirmed:${id}` }]);
  });

  test('that Shopify refuses is failed with its words, and the next about the same thing goes on', async () => {
    const scene = stage();
    await hold('a');
    scene.refuse('The fulfillment order is closed.');
    await scene.run();
    expect(await only()).toMatchObject({ state: 'failed', problem: 'The fulfillment order is closed.' });
    scene.refuse(null);
    await hold('b');
    await scene.run();
    expect(scene.done).toEqual(['b']);
    expect((await list()).counts).toMatchObject({ failed: 1, confirmed: 1 });
  });

  test('that failed is sent again when a person says so, with a new key', async () => {
    const scene = stage();
    const { id } = await adjust('count');
    scene.refuse('Out of date.');
    await scene.run();
    scene.refuse(null);
    expect(await retryCommand(shop, id, scene.now())).toBe(true);
    expect(await retryCommand(shop, id, scene.now())).toBe(false);
    await scene.run();
    expect(scene.done).toEqual(['count']);
    expect(await only()).toMatchObject({ state: 'confirmed', problem: null });
  });

  test('that cannot be sent now waits, longer each time, and keeps its place', async () => {
    const scene = stage(['throttled', 'unreachable']);
    await hold('a');
    await hold('b');
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect((await list()).counts).toMatchObject({ queued: 2 });
    await scene.run();
    expect(scene.done).toEqual(['a', 'b']);
    expect(await diary()).toHaveLength(2);
  });

  test('whose answer was lost is read back before anything else, and not too early', async () => {
    const scene = stage(['cut-after']);
    await hold('a');
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'unknown' });
    scene.pass(LET_IT_FINISH - 1000);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'unknown', attempts: 1 });
    scene.pass(2000);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'confirmed', attempts: 1 });
    expect(scene.done).toEqual(['a']);
    expect((await diary()).map((line) => line.type)).toEqual(['command.unknown', 'command.confirmed']);
  });

  test('with a key that Shopify has forgotten by now waits for a person', async () => {
    const scene = stage(['cut-after']);
    const { id } = await adjust('count');
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    scene.pass(30 * 3_600_000);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'unknown', problem: expect.stringContaining('Shopify admin') });
    expect(await confirmCommand(shop, id, scene.tell, scene.now())).toBe(true);
    expect(await only()).toMatchObject({ state: 'confirmed' });
    expect(scene.done).toEqual(['count']);
  });

  test('sent again and kept waiting past the life of its key waits for a person, who may send it anew', async () => {
    const scene = stage(['cut-after', 'unreachable']);
    const { id } = await adjust('count');
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    scene.pass(LET_IT_FINISH);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'queued', attempts: 2 });
    scene.pass(30 * HOUR);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'unknown', problem: expect.stringContaining('Shopify admin') });
    expect(scene.done).toEqual(['count']);
    expect(await retryCommand(shop, id, scene.now())).toBe(true);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'confirmed' });
    expect(scene.done).toEqual(['count', 'count']);
  });

  test('whose answer was lost is not failed by a later refusal, and ends confirmed under the same key', async () => {
    const scene = stage(['cut-after', 'denied']);
    await adjust('count');
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    scene.pass(LET_IT_FINISH);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'unknown', attempts: 2, problem: expect.stringContaining('denied') });
    scene.pass(HOUR);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'confirmed' });
    expect(scene.done).toEqual(['count']);
  });

  test('that waits when the app is removed fails, or is unknown where an earlier sending may have landed; both are told', async () => {
    const scene = stage(['cut-after', 'unreachable']);
    await inShop(shop, (tx) => noteInstall(tx, shop, new Date(0)));
    const lost = await adjust('count');
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    scene.pass(LET_IT_FINISH);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    const waiting = await hold('a');
    expect(await inShop(shop, (tx) => noteUninstall(tx, shop, scene.now(), scene.tell))).toBe(true);
    const states = new Map((await list()).rows.map((row) => [row.id, row.state]));
    expect(states).toEqual(
      new Map([
        [waiting.id, 'failed'],
        [lost.id, 'unknown'],
      ]),
    );
    expect((await diary()).map((line) => line.type).sort()).toEqual([
      'command.failed',
      'command.unknown',
      'command.unknown',
    ]);
  });

  test('that this version of the app does not know fails visibly', async () => {
    const scene = stage();
    const { id } = await hold('a');
    await inShop(shop, (tx) =>
      tx.command.update({ where: { shop_id: { shop, id } }, data: { operation: 'orderFry' } }),
    );
    await scene.run();
    expect(await only()).toMatchObject({ state: 'failed', problem: expect.stringContaining('orderFry') });
  });

  test('of another shop is neither seen nor sent', async () => {
    const scene = stage();
    const { id } = await hold('a');
    const mine = shop;
    shop = 'stranger.myshopify.com';
    await scene.run();
    expect(scene.done).toEqual([]);
    expect(await retryCommand(shop, id, scene.now())).toBe(false);
    shop = mine;
    expect(await only()).toMatchObject({ state: 'queued' });
  });
});

describe('a worker killed', () => {
  const kills: Fault[] = ['killed-before-sending', 'killed-after-sending', 'killed-while-settling'];
  const wants = { hold, adjust, process };

  test.each(kills.flatMap((kill) => Object.keys(wants).map((want) => [kill, want] as const)))(
    '%s leaves %s applied exactly once',
    async (kill, want) => {
      const scene = stage([kill]);
      await wants[want as keyof typeof wants]('a');
      await scene.run();
      expect(scene.done).toEqual(['a']);
      expect((await list()).counts).toMatchObject({ confirmed: 1, queued: 0, sending: 0, unknown: 0, failed: 0 });
    },
  );

  test('with its claim still running is not overtaken', async () => {
    const scene = stage(['killed-after-sending']);
    await hold('a');
    await expect(sendCommands(shop, scene.tell, { lanes: 1, outside: scene.outside })).rejects.toThrow(Killed);
    scene.pass(100_000);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'sending' });
    scene.pass(30_000);
    await sendCommands(shop, scene.tell, { outside: scene.outside });
    expect(await only()).toMatchObject({ state: 'confirmed' });
  });
});

test('whatever fails and whoever dies, each command is applied once and those about one thing in order', async () => {
  const faults = fc.constantFrom<Fault>(
    'none',
    'none',
    'killed-before-sending',
    'killed-after-sending',
    'killed-while-settling',
    'cut-before',
    'cut-after',
    'throttled',
    'unreachable',
  );
  const commands = fc.array(fc.record({ kind: fc.constantFrom('hold', 'adjust'), about: fc.constantFrom('1', '2') }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(
      commands,
      fc.array(faults, { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      async (wanted, played, lanes) => {
        shop = `outbox-${++shops}.myshopify.com`;
        const scene = stage([...played]);
        const names = wanted.map(({ kind, about }, index) => ({ name: `${kind}-${about}-${index}`, kind, about }));
        for (const { name, kind, about } of names) await (kind === 'hold' ? hold(name, about) : adjust(name, about));
        await scene.run(lanes);
        expect([...scene.done].sort()).toEqual(names.map(({ name }) => name).sort());
        for (const { kind, about } of names) {
          const prefix = `${kind}-${about}-`;
          const inOrder = names.map(({ name }) => name).filter((name) => name.startsWith(prefix));
          expect(scene.done.filter((name) => name.startsWith(prefix))).toEqual(inOrder);
        }
        expect((await list()).counts).toMatchObject({ confirmed: names.length });
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('the list shows a page at a time, newest first, by state', async () => {
  const scene = stage();
  for (const name of ['a', 'b', 'c']) await hold(name);
  const first = await listCommands(shop, { limit: 2 });
  expect(first).toMatchObject({ more: true, counts: { queued: 3 } });
  const next = await listCommands(shop, { limit: 2, before: first.rows[1]?.seq ?? '' });
  expect([next.rows.length, next.more]).toEqual([1, false]);
  await scene.run();
  expect((await listCommands(shop, { states: ['queued'] })).rows).toEqual([]);
});
