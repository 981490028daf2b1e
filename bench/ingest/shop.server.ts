// The shop whose webhooks are measured: a made-up past, then, when told to, some hours of busy trade whose webhooks are written
// to a file instead of being sent. It goes on answering the Admin API, so that the app can read what it is told of.

import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { shipAll } from '../../dev/store/admin/fulfillment/fulfillment.ts';
import { fulfillmentOrdersOf, isLive } from '../../dev/store/admin/fulfillment/fulfillment-order.ts';
import { shift } from '../../dev/store/admin/inventory/level.ts';
import { registerApp } from '../../dev/store/auth/app.ts';
import { installApp } from '../../dev/store/auth/install.ts';
import { readAppToml } from '../../dev/store/auth/toml.ts';
import { Chance } from '../../dev/store/day/chance.ts';
import { loadHistory } from '../../dev/store/day/load-history.ts';
import { makeUpShop } from '../../dev/store/day/made-up-shop.ts';
import { happen } from '../../dev/store/day/simulated-day.ts';
import { passesFilter, pickFields } from '../../dev/store/delivery/body.ts';
import { CALM } from '../../dev/store/delivery/chaos.ts';
import { deliveriesOf } from '../../dev/store/delivery/deliveries.ts';
import { subscribers } from '../../dev/store/delivery/subscribers.ts';
import { api } from '../../dev/store/domains.ts';
import { execute } from '../../dev/store/kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../dev/store/kernel/shops.ts';
import type { Happening } from '../../dev/store/kernel/world.ts';
import { createStoreServer } from '../../dev/store/server.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'app-url': { type: 'string', default: '' },
    'app-key': { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
  },
});

const TRADE_MS = 2 * 60 * 60_000;
/** A parcel leaves when this many more things have happened. */
const PACKING = 60;

const shops = new Shops(api);
const world = shops.open();
const now = Date.now();
loadHistory(world, makeUpShop(Number(options.seed), now - TRADE_MS));
const setting = {
  secret: process.env.SHOPIFY_API_SECRET ?? '',
  url: options['app-url'],
  apiKey: options['app-key'],
};
const app = registerApp(world, readAppToml(readFileSync('shopify.app.toml', 'utf8'), setting));
installApp(world, app);
// The benchmark sends what the shop says; the shop itself stays silent.
deliveriesOf(world).setChaos({ ...CALM, drop: 1 });

/** Lets the shop trade until `wanted` webhooks are written to `file`, a JSON of {topic, eventId, triggeredAt, body} each line. */
async function trade(wanted: number, file: string): Promise<Record<string, number>> {
  const out = createWriteStream(file);
  const topics: Record<string, number> = {};
  let written = 0;
  const listen = world.onHappening((happening: Happening) => {
    for (const { includeFields, filter } of subscribers(world, happening.topic, app.id)) {
      if (!passesFilter(happening.payload, filter)) continue;
      const body = JSON.stringify(pickFields(happening.payload, includeFields));
      const { topic, eventId } = happening;
      out.write(`${JSON.stringify({ topic, eventId, triggeredAt: world.timestamp(), body })}\n`);
      topics[topic] = (topics[topic] ?? 0) + 1;
      written += 1;
    }
  });
  const chance = new Chance(`ingest ${options.seed}`);
  const begin = now - TRADE_MS;
  const toShip: string[] = [];
  let known = world.all('Order').length;
  for (let act = 0; written < wanted; act += 1) {
    world.setClock(Math.min(Date.now(), begin + (written / wanted) * TRADE_MS));
    const draw = chance.next();
    world.transaction(() => {
      if (draw < 0.5) happen(world, chance);
      else if (draw < 0.6) restock(chance);
      else if (draw < 0.95) sendOne(toShip);
    });
    world.settle();
    if (draw >= 0.95) tagProduct(chance);
    const orders = world.all('Order');
    for (; known < orders.length; known += 1) toShip.push(orders[known]!.id);
    if (act % 200 === 0 && out.writableNeedDrain) await once(out, 'drain');
  }
  listen();
  world.setClock(undefined);
  await finished(out.end());
  return topics;
}

function restock(chance: Chance): void {
  shift(world, chance.pick(world.all('InventoryLevel')), { available: 12 * chance.whole(1, 8) });
}

function sendOne(waiting: string[]): void {
  if (waiting.length < PACKING) return;
  const order = world.get('Order', waiting.shift() ?? '');
  if (!order || order.cancelledAt) return;
  for (const one of fulfillmentOrdersOf(world, order.id).filter(isLive))
    shipAll(world, order, one, { company: 'Royal Mail', numbers: [`RM${order.number}GB`], urls: [] });
}

function tagProduct(chance: Chance): void {
  const { id } = chance.pick(world.all('Product'));
  const query = `mutation ($product: ProductUpdateInput!) { productUpdate(product: $product) { userErrors { message } } }`;
  const variables = { product: { id, tags: [`shelf-${chance.whole(1, 40)}`] } };
  execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
}

const server = createStoreServer(shops, [
  {
    method: 'POST',
    pattern: '/_bench/trade',
    handle: async ({ body }) => {
      const { events, file } = JSON.parse(body.toString('utf8')) as { events: number; file: string };
      return { body: await trade(events, file) };
    },
  },
]);
server.listen(Number(options.port), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
