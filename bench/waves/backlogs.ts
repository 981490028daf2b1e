import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { uniformFrom } from '../../app/lib/uniform.ts';
import type { BacklogInput } from '../../app/picking/backlog/groups.ts';
import { unlearned } from '../../app/picking/pace.ts';
import type { Candidate } from '../../app/picking/plan.ts';
import { usualTerms } from '../../app/picking/rules/terms.ts';
import { floorOf, shuffled } from './floor.ts';

const NOW = new Date('2026-12-07T06:00:00Z');

/** A backlog, and what it is called in the table. */
export type Case = { name: string; input: BacklogInput };

/**
 * Orders of an online shop: 70 % of one line, else two or three; items by Zipf's law with exponent 1, each in a bin of its own,
 * strewn at random over the aisles.
 */
export function shopBacklog(orders: number, aisles: number, seed: number): Case {
  const draw = uniformFrom(seed);
  const floor = floorOf(aisles, 60);
  const bins = shuffled(floor.names, draw);
  const reached: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= bins.length; rank++) {
    total += 1 / rank;
    reached.push(total);
  }
  const item = () => {
    const wanted = draw() * total;
    let [low, high] = [0, reached.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const candidates = Array.from({ length: orders }, (_, at) => {
    const lines = draw() < 0.7 ? 1 : 2 + Math.floor(2 * draw());
    const items = new Set(Array.from({ length: lines }, item));
    return candidate(
      at,
      [...items].map((rank) => ({ item: String(rank), bin: bins[rank]!, quantity: 1 + Math.floor(1.3 * draw()) })),
    );
  });
  return {
    name: `${orders.toLocaleString('en')} orders, ${aisles} aisles`,
    input: inputOf(candidates, floor, 20, seed),
  };
}

/**
 * The days of December 2011 of a real retailer (all invoices of a day are one backlog), its items strewn over a generated layout.
 * Mostly a wholesaler: orders of dozens of lines. Null without the file.
 */
export function retailerBacklogs(file: string, seed: number): Case[] | null {
  if (!existsSync(file)) return null;
  const raw = readFileSync(file);
  const rows = parse(file.endsWith('.gz') ? gunzipSync(raw) : raw, {
    relax_column_count: true,
    bom: true,
    from_line: 2,
  }) as string[][];
  const days = new Map<string, Map<string, Map<string, number>>>();
  const items = new Set<string>();
  for (const row of rows) {
    const [invoice = '', code = ''] = row;
    const quantity = Number(row.at(-5));
    const day = (row.at(-4) ?? '').slice(0, 10);
    if (!day.startsWith('2011-12') || !/^\d+$/.test(invoice) || !/^\d/.test(code) || !(quantity > 0)) continue;
    items.add(code);
    const invoices = days.get(day) ?? new Map<string, Map<string, number>>();
    days.set(day, invoices);
    const lines = invoices.get(invoice) ?? new Map<string, number>();
    invoices.set(invoice, lines);
    lines.set(code, (lines.get(code) ?? 0) + quantity);
  }
  const draw = uniformFrom(seed);
  const floor = floorOf(20, Math.ceil(items.size / 20));
  const bins = shuffled(floor.names, draw);
  const binOf = new Map([...items].sort().map((code, at) => [code, bins[at]!]));
  return [...days].map(([day, invoices]) => {
    const candidates = [...invoices.values()].map((lines, at) =>
      candidate(
        at,
        [...lines].map(([code, quantity]) => ({ item: code, bin: binOf.get(code)!, quantity })),
      ),
    );
    return { name: `${day}, ${candidates.length} orders`, input: inputOf(candidates, floor, 10, seed) };
  });
}

function candidate(at: number, lines: { item: string; bin: string; quantity: number }[]): Candidate {
  const id = String(at + 1);
  return {
    fulfillmentOrderId: id,
    orderId: id,
    orderName: `#${id}`,
    placedAt: new Date(NOW.getTime() - 1000 * (1_000_000 - at)),
    fulfillBy: null,
    deliveryMethod: 'SHIPPING',
    shippingMethod: null,
    tags: [],
    country: 'GB',
    lines: lines.map(({ item, bin, quantity }, line) => ({
      fulfillmentOrderLineId: `${id}-${line}`,
      inventoryItemId: item,
      title: `Item ${item}`,
      sku: item,
      bin,
      quantity,
    })),
  };
}

function inputOf(candidates: Candidate[], floor: BacklogInput['floor'], most: number, seed: number): BacklogInput {
  return {
    ...{ candidates, floor, seed },
    ...{ rules: [], carts: [], terms: { ...usualTerms, most }, timeZone: 'UTC', closed: new Set() },
    ...{ now: NOW, shelves: new Map(), sizes: new Map(), learned: unlearned },
  };
}
