import { findApp } from '../auth/app.ts';
import { advanceClock, runRedactions } from '../auth/install.ts';
import type { Domain } from '../kernel/domain.ts';
import type { Route, StoreRequest, StoreResponse } from '../kernel/route.ts';
import type { World } from '../kernel/world.ts';
import { readChaos } from './chaos.ts';
import { type Delivery, deliveriesOf, tellApp } from './deliveries.ts';
import { shopPayloads } from './shop-payload.ts';

/** A delivery as the control API shows it; the body on request only. */
function shown(delivery: Delivery, whole = false): Record<string, unknown> {
  const { body, dueAt, ...rest } = delivery;
  return {
    ...rest,
    dueAt: new Date(dueAt).toISOString(),
    attempts: delivery.attempts.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    ...(whole ? { body: body ? JSON.parse(body.toString('utf8')) : null } : {}),
  };
}

function readBody(request: StoreRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  const body = JSON.parse(request.body.toString('utf8'));
  if (body === null || typeof body !== 'object') throw new Error('the body must be a JSON object');
  return body;
}

/** A control route: JSON in, JSON out, a mistake in the body answers 400 with its reason. */
export function control(
  method: string,
  pattern: string,
  handle: (request: StoreRequest, body: Record<string, unknown>) => StoreResponse | Promise<StoreResponse>,
): Route {
  return {
    method,
    pattern,
    handle: async (request) => {
      try {
        return await handle(request, readBody(request));
      } catch (error) {
        return { status: 400, body: { error: (error as Error).message } };
      }
    },
  };
}

const clockNow = (world: World) => ({ shop: world.timestamp(), timer: new Date(world.timer()).toISOString() });

const routes: Route[] = [
  control('GET', '/_store/clock', ({ world }) => ({ body: clockNow(world) })),
  control('POST', '/_store/clock', async ({ world }, body) => {
    const seconds = Number(body.advanceSeconds ?? 0);
    if (!(seconds >= 0)) throw new Error('advanceSeconds must be a number of 0 or more');
    await advanceClock(world, seconds * 1000);
    return { body: { ...clockNow(world), deliveries: deliveriesOf(world).counts() } };
  }),
  control('GET', '/_store/chaos', ({ world }) => {
    const { chaos, cut } = deliveriesOf(world);
    return { body: { ...chaos, cut } };
  }),
  control('POST', '/_store/chaos', ({ world }, body) => {
    const { concurrency, ...knobs } = body;
    const deliveries = deliveriesOf(world);
    deliveries.setChaos(readChaos(knobs, deliveries.chaos));
    if (concurrency !== undefined) {
      if (!(Number(concurrency) >= 1)) throw new Error('concurrency must be 1 or more');
      deliveries.concurrency = Number(concurrency);
    }
    return { body: deliveries.chaos };
  }),
  control('GET', '/_store/deliveries', ({ world, url }) => {
    const deliveries = deliveriesOf(world);
    const wanted = (name: string) => url.searchParams.get(name);
    const [status, topic, subject, webhookId] = ['status', 'topic', 'subject', 'webhookId'].map(wanted);
    const [limit, offset] = [Number(wanted('limit') ?? 50), Number(wanted('offset') ?? 0)];
    const found = deliveries
      .list()
      .filter(
        (one) =>
          (!status || one.status === status) &&
          (!topic || one.topic === topic) &&
          (!subject || one.subject === subject) &&
          (!webhookId || one.webhookId === webhookId),
      );
    return {
      body: {
        counts: deliveries.counts(),
        found: found.length,
        deliveries: found.slice(offset, offset + limit).map((one) => shown(one)),
      },
    };
  }),
  control('GET', '/_store/deliveries/:number', ({ world, params }) => {
    const delivery = deliveriesOf(world).get(Number(params.number));
    return delivery ? { body: shown(delivery, true) } : noDelivery(params.number!);
  }),
  control('POST', '/_store/deliveries/run', async ({ world }) => {
    const deliveries = deliveriesOf(world);
    deliveries.release();
    deliveries.runDue(true);
    await deliveries.idle();
    return { body: deliveries.counts() };
  }),
  control('POST', '/_store/deliveries/:number/redeliver', async ({ world, params }) => {
    const delivery = deliveriesOf(world).get(Number(params.number));
    if (!delivery) return noDelivery(params.number!);
    if (!deliveriesOf(world).redeliver(delivery))
      return { status: 410, body: { error: `the body of delivery ${params.number} is no longer kept` } };
    await deliveriesOf(world).idle();
    return { body: shown(delivery) };
  }),
  control('POST', '/_store/protected-data', ({ world }, body) => {
    if (typeof body.hidden !== 'boolean') throw new Error('hidden must be true or false');
    world.hidesPersons = body.hidden;
    return { body: { hidden: world.hidesPersons } };
  }),
  control('POST', '/_store/privacy/:topic', ({ world, params }, body) => {
    const topic = { redact: 'customers/redact', 'data-request': 'customers/data_request' }[params.topic!];
    if (!topic) throw new Error('the topic is redact or data-request');
    const customer = String(body.customerId ?? '');
    if (!world.find(customer)) throw new Error(`the shop has no customer ${customer}`);
    const only = body.app === undefined ? undefined : findApp(world, String(body.app))?.id;
    for (const app of world.all('App')) if (!only || app.id === only) tellApp(world, app.id, topic, customer);
    return { body: { topic, customer } };
  }),
];

function noDelivery(number: string): StoreResponse {
  return { status: 404, body: { error: `there is no delivery ${number}` } };
}

const listening = new WeakSet<World>();

export const delivery: Domain = {
  name: 'delivery',
  resolvers: {},
  payloads: shopPayloads,
  routes,
  furnish: (world) => {
    deliveriesOf(world).clear();
    if (listening.has(world)) return;
    listening.add(world);
    setInterval(() => runRedactions(world), 60_000).unref();
  },
};
