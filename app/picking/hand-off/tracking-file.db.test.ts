// Parcels as a file, and the file that comes back with their numbers.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { all101, all102, commands, noneHeld, now, pack, parcelOf, shop } from '../../../tests/packed-orders.ts';
import { inShop } from '../../db.server.ts';
import { exportParcels } from './read-parcels.server.ts';
import { takeTracking } from './tracking-file.server.ts';

describe('files', () => {
  test('out: a row for each parcel that waits, with its address, and nothing that a spreadsheet would run', async () => {
    const id = await pack('101', all101);
    await pack('102', all102, { state: 'open' });
    await inShop(shop, (tx) => tx.parcelLine.updateMany({ data: { title: '=HYPERLINK("x")' } }));
    const [header, row, ...more] = (await exportParcels(shop, null)).trim().split('\r\n');
    expect(header).toContain('"Parcel ID","Order Number","Parcel Number","Recipient Name","Address Line 1"');
    expect(row).toContain(`"${id}","#101",1,"A Person",`);
    expect(row).toContain(',910,32.1,30,20,10,');
    expect(more).toEqual([]);
  });

  test('in: good rows ship, bad ones are named with line and reason; the same file again ships nothing', async () => {
    const first = await pack('101', all101);
    const second = await pack('102', { '1021': 2 });
    const third = await pack('102', { '1022': 1 }, { number: 2 });
    const file = [
      'Order Number,Parcel Number,Parcel ID,Carrier,Tracking Number',
      `,,${first},UPS,1Z1`,
      '102,2,,My van,V-2',
      '102,,,UPS,1Z3',
      '999,,,UPS,1Z4',
      `,,${randomUUID()},UPS,1Z5`,
      ',,nonsense,UPS,1Z6',
      '102,1,,UPS,1.23E+15',
      '102,1,,,',
    ].join('\n');
    // Time for one row only: the same file again goes on with the next.
    let looks = 0;
    const hurried = await takeTracking(shop, file, noneHeld, now, () => looks++ < 1);
    expect(hurried).toMatchObject({ ok: true, shipped: 1, left: 1 });
    const taken = await takeTracking(shop, file, noneHeld, now);
    expect(taken).toMatchObject({ ok: true, shipped: 1, corrected: 0, same: 1, without: 1, left: 0 });
    const bad = taken.ok ? taken.bad : [];
    expect(bad.map((row) => row.line)).toEqual([4, 5, 6, 7, 8]);
    for (const [index, part] of [
      'has 2 parcels',
      'has no parcel',
      'There is no parcel',
      'no parcel id',
      'shortened the number',
    ].entries())
      expect(bad[index]?.problem).toContain(part);
    expect(await parcelOf(first)).toMatchObject({ state: 'shipped', carrier: 'UPS', trackingNumber: '1Z1' });
    expect(await parcelOf(third)).toMatchObject({ state: 'shipped', carrier: 'My van', trackingNumber: 'V-2' });
    expect((await parcelOf(second)).state).toBe('sealed');
    expect(await takeTracking(shop, file, noneHeld, now)).toMatchObject({ shipped: 0, corrected: 0, same: 2 });
    expect(await commands()).toHaveLength(2);
  });
});
