import { randomUUID } from 'node:crypto';
import type { Agent } from 'undici';
import { type App, signingSecret } from '../auth/app.ts';
import type { Happening, World } from '../kernel/world.ts';
import { passesFilter, pickFields, withoutPersons } from './body.ts';
import { CALM, type Chaos, chances, drawCut, drawFate } from './chaos.ts';
import { metafieldsFor } from './metafields.ts';
import { connections, type Outcome, post, sign } from './post.ts';
import { retryWait } from './retry.ts';
import { type Subscriber, subscribers } from './subscribers.ts';

export type Status = 'held' | 'pending' | 'sending' | 'delivered' | 'failed' | 'dropped';

/** One webhook to one address. A duplicate is a delivery of its own with the same webhook id. */
export interface Delivery {
  number: number;
  webhookId: string;
  eventId: string;
  topic: string;
  subject: string;
  app: string;
  subscription: string;
  made: boolean;
  name: string | null;
  address: string;
  apiVersion: string;
  triggeredAt: string;
  duplicate: boolean;
  status: Status;
  /** Why it was dropped. */
  note: string | null;
  /** When the next attempt is due, in ms of `world.timer()`. */
  dueAt: number;
  attempts: (Outcome & { at: number })[];
  /** The bytes; let go of when it was delivered long ago. */
  body: Buffer | undefined;
}

const REMEMBERED = 20_000;
const REMEMBERED_BODIES = 2_000;
const QUIET = 1000;

/** All webhooks of one shop, from what happened to the last retry. */
export class Deliveries {
  readonly world: World;
  chaos: Chaos = CALM;
  private all = new Map<number, Delivery>();
  /** Deliveries whose body is kept, and how many there may be before old ones let go of theirs. */
  private bodies: Delivery[] = [];
  private trimAt = 2 * REMEMBERED_BODIES;
  private count = 0;
  private retries = 0;
  private ready: Delivery[] = [];
  /** The first of `ready` that has not left. */
  private next = 0;
  private held: Delivery[] = [];
  /** Waiting for their time, soonest first. */
  private waiting: Delivery[] = [];
  private active = 0;
  private most = 25;
  private agent: Agent = connections(this.most);
  private alarm: NodeJS.Timeout | undefined;
  private quiet: NodeJS.Timeout | undefined;
  private fate = chances(CALM.seed);
  private shuffle = chances(CALM.seed + 1);
  private cuts = chances(CALM.seed + 2);
  /** How often a connection was cut before and after the work. */
  readonly cut = { request: 0, answer: 0 };
  private onIdle: (() => void)[] = [];

  constructor(world: World) {
    this.world = world;
    world.onHappening((happening) => this.tell(happening));
  }

  /** Forgets everything, as a reset shop does; what is on its way arrives all the same. */
  clear(): void {
    this.all = new Map();
    this.bodies = [];
    this.trimAt = 2 * REMEMBERED_BODIES;
    this.ready = [];
    this.next = 0;
    this.held = [];
    this.waiting = [];
    this.retries = 0;
    this.setChaos(CALM);
    this.setAlarm();
  }

  /** Sets the knobs and starts their chances anew from the seed. */
  setChaos(chaos: Chaos): void {
    this.chaos = chaos;
    this.fate = chances(chaos.seed);
    this.shuffle = chances(chaos.seed + 1);
    this.cuts = chances(chaos.seed + 2);
    if (!chaos.reorder) this.release();
  }

  /** Whether, and where, the connection of the mutation that is at the door is cut. */
  drawCut(): 'request' | 'answer' | undefined {
    const cut = drawCut(this.chaos, this.cuts);
    if (cut) this.cut[cut]++;
    return cut;
  }

  /** How many deliveries are on their way at the same time; 25 unless set. */
  set concurrency(most: number) {
    this.most = most;
    this.agent = connections(most);
    this.pump();
  }

  /** Makes the deliveries of what happened; `only` restricts them to one app. The payload is taken as it is now. */
  tell(happening: Happening, only?: string): void {
    const listening = subscribers(this.world, happening.topic, only);
    if (listening.length === 0) return;
    const payload = this.world.hidesPersons ? withoutPersons(happening.payload) : happening.payload;
    let whole: Buffer | undefined;
    for (const subscriber of listening) {
      if (!passesFilter(payload, subscriber.filter)) continue;
      const added = metafieldsFor(this.world, happening.subject, subscriber);
      const bare = subscriber.includeFields.length === 0 && !added;
      const picked = pickFields(payload, subscriber.includeFields) as object;
      const body = bare && whole ? whole : Buffer.from(JSON.stringify({ ...picked, ...added }));
      if (bare) whole = body;
      this.make(happening, subscriber, body);
    }
  }

  private make(happening: Happening, subscriber: Subscriber, body: Buffer): void {
    const fate = drawFate(this.chaos, this.fate);
    const reachable = /^https?:/.test(subscriber.address);
    const webhookId = randomUUID();
    const triggeredAt = nanoseconds(this.world.now());
    for (const [copy, wait] of fate.copies.entries()) {
      const delivery: Delivery = {
        number: ++this.count,
        webhookId,
        eventId: happening.eventId,
        topic: happening.topic,
        subject: happening.subject,
        app: subscriber.app.id,
        subscription: subscriber.key,
        made: subscriber.made !== undefined,
        name: subscriber.name,
        address: subscriber.address,
        apiVersion: subscriber.app.webhookApiVersion,
        triggeredAt,
        duplicate: copy > 0,
        status: 'pending',
        note: null,
        dueAt: this.world.timer() + wait,
        attempts: [],
        body,
      };
      this.remember(delivery);
      if (subscriber.made?.format === 'XML') this.drop(delivery, 'the dev store writes bodies in JSON only');
      else if (!reachable) this.drop(delivery, 'the dev store delivers to http(s) addresses only');
      else if (fate.dropped) this.drop(delivery, 'chaos');
      else if (wait > 0) this.wait(delivery);
      else this.offer(delivery);
    }
  }

  private drop(delivery: Delivery, note: string): void {
    delivery.status = 'dropped';
    delivery.note = note;
  }

  private remember(delivery: Delivery): void {
    this.all.set(delivery.number, delivery);
    this.bodies.push(delivery);
    if (this.bodies.length >= this.trimAt) this.forget();
  }

  /** Lets go of the bodies, and later of the records, of deliveries that were settled long ago. */
  private forget(): void {
    const settled = (one: Delivery) => ['delivered', 'failed', 'dropped'].includes(one.status);
    const young = this.bodies.length - REMEMBERED_BODIES;
    this.bodies = this.bodies.filter((one, at) => {
      if (at >= young || !settled(one)) return true;
      one.body = undefined;
      return false;
    });
    this.trimAt = this.bodies.length + REMEMBERED_BODIES;
    let surplus = this.all.size - REMEMBERED;
    for (const one of this.all.values()) {
      if (surplus <= 0) break;
      if (!settled(one)) continue;
      this.all.delete(one.number);
      surplus--;
    }
  }

  // ── on the way ──
  /** To the network: straight away, or into the pool that is shuffled. */
  private offer(delivery: Delivery): void {
    const { reorder } = this.chaos;
    if (!reorder) {
      this.send(delivery);
      return;
    }
    delivery.status = 'held';
    this.held.push(delivery);
    if (typeof reorder === 'number' && this.held.length > reorder) this.send(this.drawHeld());
    if (reorder !== 'hold') {
      if (this.quiet) this.quiet.refresh();
      else this.quiet = setTimeout(() => this.release(), QUIET).unref();
    }
  }

  private drawHeld(): Delivery {
    const at = Math.floor(this.shuffle() * this.held.length);
    const drawn = this.held[at]!;
    this.held[at] = this.held.at(-1)!;
    this.held.pop();
    return drawn;
  }

  /** Sends what is held back for shuffling. */
  release(): void {
    clearTimeout(this.quiet);
    this.quiet = undefined;
    while (this.held.length) this.send(this.drawHeld());
  }

  private send(delivery: Delivery): void {
    delivery.status = 'pending';
    this.ready.push(delivery);
    this.pump();
  }

  private pump(): void {
    while (this.active < this.most && this.next < this.ready.length) {
      const delivery = this.ready[this.next++]!;
      if (this.next > 1000 && this.next * 2 > this.ready.length) {
        this.ready = this.ready.slice(this.next);
        this.next = 0;
      }
      this.active++;
      this.attempt(delivery).finally(() => {
        this.active--;
        this.pump();
        if (this.active === 0 && this.next >= this.ready.length) for (const done of this.onIdle.splice(0)) done();
      });
    }
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const app = this.world.get('App', delivery.app);
    if (!app || !delivery.body) return this.drop(delivery, 'the app is not known any more');
    delivery.status = 'sending';
    const at = this.world.timer();
    const outcome = await post(this.agent, delivery.address, this.headers(delivery, app), delivery.body);
    delivery.attempts.push({ ...outcome, at });
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
      delivery.status = 'delivered';
      return;
    }
    const wait = retryWait(delivery.attempts.length);
    if (wait === undefined) this.giveUp(delivery);
    else {
      delivery.status = 'pending';
      delivery.dueAt = at + wait;
      this.retries++;
      this.wait(delivery);
    }
  }

  private headers(delivery: Delivery, app: App): Record<string, string> {
    return {
      'Content-Type': 'application/json',
      Accept: '*/*',
      'User-Agent': 'Shopify-Captain-Hook',
      'X-Shopify-Topic': delivery.topic,
      'X-Shopify-Hmac-Sha256': sign(delivery.body!, signingSecret(app, this.world.timer())),
      'X-Shopify-Shop-Domain': this.world.shop,
      'X-Shopify-API-Version': delivery.apiVersion,
      'X-Shopify-Webhook-Id': delivery.webhookId,
      'X-Shopify-Event-Id': delivery.eventId,
      'X-Shopify-Triggered-At': delivery.triggeredAt,
      ...(delivery.name ? { 'X-Shopify-Name': delivery.name } : {}),
    };
  }

  private giveUp(delivery: Delivery): void {
    delivery.status = 'failed';
    const made = this.world.get('WebhookSubscription', delivery.subscription);
    if (made) this.world.remove('WebhookSubscription', made);
  }

  // ── waiting ──
  private wait(delivery: Delivery): void {
    let low = 0;
    let high = this.waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.waiting[middle]!.dueAt <= delivery.dueAt) low = middle + 1;
      else high = middle;
    }
    this.waiting.splice(low, 0, delivery);
    this.setAlarm();
  }

  private setAlarm(): void {
    clearTimeout(this.alarm);
    const due = this.nextDue();
    if (due === undefined) return;
    const milliseconds = Math.min(Math.max(0, due - this.world.timer()), 2 ** 31 - 1);
    this.alarm = setTimeout(() => this.runDue(), milliseconds).unref();
  }

  /** When the next waiting delivery is due, in ms of `world.timer()`. */
  nextDue(): number | undefined {
    return this.waiting[0]?.dueAt;
  }

  /** Sends everything that is due; with `all`, what is not due yet as well. */
  runDue(all = false): void {
    const now = this.world.timer();
    const end = all ? -1 : this.waiting.findIndex((delivery) => delivery.dueAt > now);
    const due = this.waiting.splice(0, end < 0 ? this.waiting.length : end);
    for (const delivery of due) {
      if (delivery.attempts.length === 0) this.offer(delivery);
      else this.send(delivery);
    }
    this.setAlarm();
  }

  /** Resolves when nothing is being sent or ready to be sent. */
  idle(): Promise<void> {
    if (this.active === 0 && this.next >= this.ready.length) return Promise.resolve();
    return new Promise((resolve) => this.onIdle.push(resolve));
  }

  // ── looking ──
  /** Newest first. */
  list(): Delivery[] {
    return [...this.all.values()].reverse();
  }

  get(number: number): Delivery | undefined {
    return this.all.get(number);
  }

  counts(): Record<Status | 'made' | 'duplicates' | 'retries', number> {
    const counts = { made: this.count, duplicates: 0, retries: this.retries } as ReturnType<Deliveries['counts']>;
    for (const status of ['held', 'pending', 'sending', 'delivered', 'failed', 'dropped'] as const) counts[status] = 0;
    for (const delivery of this.all.values()) {
      counts[delivery.status]++;
      if (delivery.duplicate) counts.duplicates++;
    }
    return counts;
  }

  /** Sends a delivery once more, with the same bytes and webhook id, whatever became of it; false when its body was let go of. */
  redeliver(delivery: Delivery): boolean {
    if (!delivery.body) return false;
    this.waiting = this.waiting.filter((one) => one !== delivery);
    this.send(delivery);
    return true;
  }
}

const known = new WeakMap<World, Deliveries>();

/** The deliveries of a shop. */
export function deliveriesOf(world: World): Deliveries {
  let deliveries = known.get(world);
  if (!deliveries) {
    deliveries = new Deliveries(world);
    known.set(world, deliveries);
  }
  return deliveries;
}

/** Tells one app of something that concerns it alone (it was uninstalled, its bulk operation finished). */
export function tellApp(
  world: World,
  app: string,
  topic: string,
  subject: string,
  extra?: Record<string, unknown>,
): void {
  const payload = world.payload(topic, subject, extra);
  deliveriesOf(world).tell({ topic, subject, eventId: randomUUID(), at: world.timestamp(), payload }, app);
}

/** X-Shopify-Triggered-At: ISO 8601 with nanoseconds. */
function nanoseconds(milliseconds: number): string {
  const rest = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}
