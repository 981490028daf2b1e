import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Happening, World } from './world.ts';

interface Parcel {
  id: string;
  orderId: string;
  weight: number;
}

declare module './world.ts' {
  interface Tables {
    Parcel: Parcel;
  }
}

const fresh = () => new World({ shop: 'test.myshopify.com', seed: 7 });

describe('a world', () => {
  it('gives each type its own growing ids of realistic length', () => {
    const world = fresh();
    const first = world.insert('Parcel', { orderId: 'a', weight: 1 });
    const second = world.insert('Parcel', { orderId: 'a', weight: 1 });
    expect(first.id).toMatch(/^gid:\/\/shopify\/Parcel\/\d{13,14}$/);
    expect(Number(second.id.split('/').pop())).toBeGreaterThan(Number(first.id.split('/').pop()));
    expect(fresh().newId('Parcel')).toBe(first.id);
  });

  it('shows personal data again after a reset', () => {
    const world = fresh();
    world.hidesPersons = true;
    world.reset();
    expect(world.hidesPersons).toBe(false);
  });

  it('finds records by any property, also after they changed', () => {
    const world = fresh();
    const parcel = world.insert('Parcel', { orderId: 'a', weight: 1 });
    expect(world.where('Parcel', 'orderId', 'a')).toEqual([parcel]);
    world.patch('Parcel', parcel, { orderId: 'b' });
    expect(world.where('Parcel', 'orderId', 'a')).toEqual([]);
    expect(world.where('Parcel', 'orderId', 'b')).toEqual([parcel]);
    world.remove('Parcel', parcel);
    expect(world.where('Parcel', 'orderId', 'b')).toEqual([]);
  });

  it('takes back everything a failed or refused transaction did', () => {
    const operation = fc.record({
      kind: fc.constantFrom('insert', 'patch', 'remove'),
      at: fc.nat(20),
      to: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(operation), fc.array(operation), fc.boolean(), (before, inside, throws) => {
        const world = fresh();
        const run = (operations: typeof before) => {
          for (const { kind, at, to } of operations) {
            const all = world.all('Parcel');
            const chosen = all[at % (all.length || 1)];
            if (kind === 'insert' || !chosen) world.insert('Parcel', { orderId: to, weight: at });
            else if (kind === 'patch') world.patch('Parcel', chosen, { orderId: to, weight: at });
            else world.remove('Parcel', chosen);
          }
        };
        const view = () =>
          JSON.stringify([
            [...world.all('Parcel')].sort((x, y) => (x.id < y.id ? -1 : 1)),
            ['a', 'b', 'c'].map((to) =>
              world
                .where('Parcel', 'orderId', to)
                .map((one) => one.id)
                .sort(),
            ),
          ]);
        run(before);
        const was = view();
        try {
          world.transaction(
            () => {
              run(inside);
              if (throws) throw new Error('no');
            },
            () => true,
          );
        } catch {}
        expect(view()).toBe(was);
      }),
    );
  });

  it('tells happenings only when the transaction succeeds, with the object as it then is', () => {
    const world = new World({
      shop: 'test.myshopify.com',
      payloads: { 'parcels/create': (w, id) => ({ weight: w.get('Parcel', id)?.weight }) },
    });
    const heard: Happening[] = [];
    world.onHappening((one) => heard.push({ ...one, payload: one.payload }));
    const make = () => {
      const parcel = world.insert('Parcel', { orderId: 'a', weight: 1 });
      world.emit('parcels/create', parcel.id);
      world.patch('Parcel', parcel, { weight: 2 });
    };
    expect(() =>
      world.transaction(() => {
        make();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(heard).toEqual([]);
    world.transaction(make);
    expect(heard.map(({ topic, payload }) => [topic, payload])).toEqual([['parcels/create', { weight: 2 }]]);
  });

  it('comes back from a snapshot as it was', () => {
    const world = fresh();
    for (let weight = 0; weight < 12_000; weight++) world.insert('Parcel', { orderId: `ü${weight % 7}`, weight });
    world.count('order', 1001);
    const file = join(mkdtempSync(join(tmpdir(), 'store-')), 'shop.jsonl');
    world.snapshot(file);
    const again = fresh();
    expect(again.restore(file)).toBe(true);
    expect(again.all('Parcel')).toEqual(world.all('Parcel'));
    expect(again.count('order', 1001)).toBe(1002);
    expect(again.newId('Parcel')).toBe(world.newId('Parcel'));
    expect(again.restore(`${file}.none`)).toBe(false);
  });
});
