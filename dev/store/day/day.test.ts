import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linesOf } from '../admin/orders/order.ts';
import { shopAddress } from '../admin/shop/domain.ts';
import { api } from '../domains.ts';
import { Shops } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';
import { Chance } from './chance.ts';
import { loadHistory } from './load-history.ts';
import { makeUpShop } from './made-up-shop.ts';
import { readOnlineRetail } from './online-retail.ts';
import { happen } from './simulated-day.ts';
import { fromLocal } from './zone.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'past-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(...rows: string[]): string {
  const path = join(folder, 'sales.csv');
  writeFileSync(path, [HEADER, ...rows].join('\n'));
  return path;
}

function loaded(history: Parameters<typeof loadHistory>[1]): World {
  const world = new Shops(api).open();
  loadHistory(world, history);
  return world;
}

describe('a transaction file', () => {
  test('becomes orders at their own times, and cancellations become returns of the sale they undo', async () => {
    const history = await readOnlineRetail(
      file(
        '1,a1,MUG,10,2011-06-01 09:00:00,2.55,17.0,United Kingdom',
        '1,B2,"CUP, RED",1,2011-06-01 09:00:00,1,17.0,United Kingdom',
        'C2,A1,MUG,-4,2011-06-20 12:00:00,2.55,17.0,United Kingdom',
        'C3,B2,CUP,-1,2011-06-01 09:05:00,1,17.0,United Kingdom',
      ),
    );
    expect(history.orders).toHaveLength(1);
    expect(history.orders[0]).toMatchObject({ at: '2011-06-01T08:00:00.000Z', customer: '17', countryCode: 'GB' });
    expect(history.returns.map((one) => [one.beforeShipping, one.lines])).toEqual([
      [true, [{ line: 1, quantity: 1 }]],
      [false, [{ line: 0, quantity: 4 }]],
    ]);
    const world = loaded(history);
    const order = world.all('Order')[0]!;
    expect(linesOf(world, order.id).map((line) => [line.sku, line.quantity, line.removed, line.fulfilled])).toEqual([
      ['A1', 10, 4, 10],
      ['B2', 1, 1, 0],
    ]);
    expect(world.all('Return').map((one) => one.status)).toEqual(['CLOSED']);
    expect(world.all('Refund')).toHaveLength(2);
  });

  test('has every row that becomes nothing counted by its reason', async () => {
    const history = await readOnlineRetail(
      file(
        '1,A1,MUG,1,2011-06-01 09:00:00,2.55,,United Kingdom',
        '2,POST,POSTAGE,1,2011-06-01 09:00:00,18,17.0,France',
        '3,A1,damaged,-5,2011-06-01 09:00:00,0,,United Kingdom',
        '4,A1,found,5,2011-06-01 09:00:00,0,,United Kingdom',
        'A5,B,Adjust bad debt,1,2011-06-01 09:00:00,-11062.06,,United Kingdom',
        'C6,A1,MUG,-1,2011-06-02 09:00:00,2.55,99.0,United Kingdom',
        '7,A1,MUG,many,2011-06-01 09:00:00,2.55,,United Kingdom',
        '8,A1,MUG,1,yesterday,2.55,,United Kingdom',
      ),
    );
    expect(history.orders).toHaveLength(1);
    expect(history.setAside.reduce((sum, one) => sum + one.rows, 0)).toBe(7);
    expect(history.setAside).toHaveLength(7);
  });

  test('in another layout is refused with its first line', async () => {
    const path = join(folder, 'other.csv');
    writeFileSync(path, 'a,b,c\n1,2,3\n');
    await expect(readOnlineRetail(path)).rejects.toThrow('is not in the "Online Retail" layout');
  });
});

describe('a made-up shop', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');

  test('is the same for the same seed, and has a morning of work', () => {
    const history = makeUpShop(7, now);
    expect(JSON.stringify(makeUpShop(7, now)) === JSON.stringify(history)).toBe(true);
    expect(makeUpShop(8, now).orders[100]).not.toEqual(history.orders[100]);
    const variants = history.products.reduce((sum, product) => sum + product.variants.length, 0);
    expect(variants).toBeGreaterThan(300);
    const open = history.orders.filter((order) => !order.shippedAt);
    expect(open.length).toBeGreaterThan(20);
    expect(open.some((order) => !order.paid)).toBe(true);
    expect(history.returns.some((one) => one.status === 'requested')).toBe(true);
    expect(history.stock.some((one) => one.location === 'warehouse' && one.available === 0)).toBe(true);
    expect(history.stock.some((one) => (one.incoming ?? 0) > 0)).toBe(true);
    expect(history.orders.every((order) => Date.parse(order.at) <= now)).toBe(true);
  });

  test('goes on: things happen in it, and stock never falls below nothing by them', () => {
    const whole = makeUpShop(7, Date.now());
    const world = loaded({ ...whole, orders: whole.orders.slice(-400), returns: [] });
    // The shop is where its first shelf is, so its holidays are those of its country.
    expect(shopAddress(world)).toMatchObject({ city: 'Bristol', countryCode: 'GB', country: 'United Kingdom' });
    const before = world.all('Order').length;
    const chance = new Chance(1);
    const owed = () => world.all('InventoryLevel').reduce((sum, level) => sum + level.incoming, 0);
    const atFirst = owed();
    for (let times = 0; times < 150; times++) world.transaction(() => happen(world, chance));
    expect(world.all('Order').length).toBeGreaterThan(before + 50);
    expect(world.all('Order').some((order) => order.cancelReason === 'CUSTOMER')).toBe(true);
    expect(world.all('Return').some((one) => one.status === 'REQUESTED')).toBe(true);
    expect(owed()).toBeLessThan(atFirst);
    expect(world.all('InventoryLevel').filter((level) => level.available < 0)).toEqual([]);
  });
});

test('wall-clock times become UTC over the change of clocks', () => {
  const utc = (text: string) => new Date(fromLocal(text, 'Europe/London')).toISOString();
  expect(utc('2011-03-27 00:30:00')).toBe('2011-03-27T00:30:00.000Z');
  expect(utc('2011-03-27 09:15:00')).toBe('2011-03-27T08:15:00.000Z');
  expect(utc('2011-12-09 12:50:00')).toBe('2011-12-09T12:50:00.000Z');
});
