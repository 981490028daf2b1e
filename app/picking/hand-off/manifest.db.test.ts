// What a carrier takes with it.
import { describe, expect, test } from 'vitest';
import { all101, all102, hear, now, pack, parcelOf, ship, shop } from '../../../tests/packed-orders.ts';
import { closeManifest, readManifest, readManifests } from './manifest.server.ts';

describe('a manifest', () => {
  const close = () => closeManifest(shop, { locationId: '9', carrier: 'UPS' }, null, 'UTC', now);

  test('holds what left with a carrier and is on none; two who close at once get one, and it is not opened again', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    expect(await close()).toMatchObject({ ok: false, problem: expect.stringContaining('No parcel is left') });
    for (const id of ids) await ship(id);
    expect((await readManifests(shop, { skip: 0, take: 10 })).open).toEqual([
      { locationId: '9', carrier: 'UPS', parcels: 2, grams: 1820, unweighed: 0 },
    ]);
    const [one, two] = await Promise.all([close(), close()]);
    if (!one.ok || !two.ok) throw new Error('not closed');
    expect(one.id).toBe(two.id);
    expect([one.isNew, two.isNew].sort()).toEqual([false, true]);
    const read = await readManifest(shop, one.id);
    expect(read?.manifest).toMatchObject({ number: 1, carrier: 'UPS', day: '2026-11-27' });
    expect(read?.parcels.map((parcel) => parcel.id).sort()).toEqual([...ids].sort());
    await hear((await parcelOf(ids[0]!)).commandId, 'failed', { problem: 'No.' });
    await ship(ids[0]!);
    expect((await readManifests(shop, { skip: 0, take: 10 })).open).toEqual([]);
  });

  test('leaves out what a customer collects', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    await ship(id, null);
    expect((await readManifests(shop, { skip: 0, take: 10 })).open).toEqual([]);
    expect(await closeManifest(shop, { locationId: '9', carrier: null }, null, 'UTC', now)).toMatchObject({
      ok: false,
    });
  });
});
