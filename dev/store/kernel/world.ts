import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { gid, gidTail, gidType } from './gid.ts';
import { timestamp } from './scalars.ts';
import { type Rec, Table, type Undo } from './table.ts';

/**
 * The record type of each table. Domains add theirs by declaration merging:
 * `declare module '../../kernel/world.ts' { interface Tables { Order: Order } }`.
 * @public augmented by every domain, which no import shows
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the domains
export interface Tables {}

type Row<T extends string> = T extends keyof Tables ? (Tables[T] extends Rec ? Tables[T] : Rec) : Rec & Json;
type Json = Record<string, unknown>;

/** Something that happened in the shop, ready to become webhooks. `payload` is the REST-shaped body as it was at that moment. */
export interface Happening {
  topic: string;
  subject: string;
  eventId: string;
  at: string;
  /** Built when first read; a listener that wants it reads it at once, before the shop changes again. */
  readonly payload: unknown;
}

export type PayloadBuilder = (world: World, subject: string, extra?: Json) => unknown;

export interface WorldOptions {
  shop: string;
  seed?: number;
  /** Writes what a fresh shop holds; called again by reset. */
  furnish?: (world: World) => void;
  payloads?: Record<string, PayloadBuilder>;
  /** Tables that reset leaves alone. */
  keep?: string[];
}

/** One shop: its tables, clock, counters and the news it emits. */
export class World {
  readonly shop: string;
  /** Where the dev store answers for this shop, e.g. http://127.0.0.1:4400: the start of the file addresses it hands out. */
  origin = 'http://127.0.0.1:4400';
  /** Folder for files too large for memory (bulk results, uploads); made when first needed. */
  folder: string | undefined;
  /** Protected customer data is not approved: names, addresses, phones and e-mails are null in answers and webhooks. */
  hidesPersons = false;
  private readonly options: WorldOptions;
  private tables = new Map<string, Table>();
  private nextIds = new Map<string, number>();
  private counters = new Map<string, number>();
  private clockOffset = 0;
  private advanced = 0;
  private frozenAt: number | undefined;
  private random = 1;
  private undo: Undo[] | undefined;
  private pending: { topic: string; subject: string; eventId: string; extra: Json | undefined }[] = [];
  private later: (() => void)[] = [];
  private readonly listeners = new Set<(happening: Happening) => void>();

  constructor(options: WorldOptions) {
    this.shop = options.shop;
    this.options = options;
    this.reset();
  }

  /** Back to a fresh shop. Listeners and the kept tables stay. */
  reset(): void {
    const kept = new Set(this.options.keep);
    this.tables = new Map([...this.tables].filter(([type]) => kept.has(type)));
    this.nextIds = new Map([...this.nextIds].filter(([type]) => kept.has(type)));
    this.counters = new Map();
    this.clockOffset = 0;
    this.frozenAt = undefined;
    this.random = (this.options.seed ?? 20260701) >>> 0 || 1;
    this.pending = [];
    this.later = [];
    this.hidesPersons = false;
    this.options.furnish?.(this);
    this.pending = [];
  }

  // ── tables ──
  table<T extends string>(type: T): Table<Row<T>> {
    let table = this.tables.get(type);
    if (!table) {
      table = new Table(type, (undo) => this.undo?.push(undo));
      this.tables.set(type, table);
    }
    return table as unknown as Table<Row<T>>;
  }

  /** Makes a record; without an id it gets the type's next one. */
  insert<T extends string>(type: T, record: Omit<Row<T>, 'id'> & { id?: string }): Row<T> {
    const id = record.id ?? this.newId(type);
    return this.table(type).insert({ ...record, id } as Row<T>);
  }

  get<T extends string>(type: T, id: string | null | undefined): Row<T> | undefined {
    return this.table(type).get(id);
  }

  patch<T extends string>(type: T, record: Row<T>, changes: Partial<Row<T>>): Row<T> {
    return this.table(type).patch(record, changes);
  }

  remove<T extends string>(type: T, record: Row<T>): void {
    this.table(type).remove(record);
  }

  where<T extends string, K extends keyof Row<T> & string>(type: T, key: K, value: Row<T>[K]): Row<T>[] {
    return this.table(type).where(key, value);
  }

  all<T extends string>(type: T): Row<T>[] {
    return [...this.table(type).all()];
  }

  /** The record behind any gid, through its type's table. */
  find(id: string): Rec | undefined {
    const type = gidType(id);
    return type ? this.tables.get(type)?.get(id) : undefined;
  }

  // ── ids, numbers, chance ──
  /** A new gid: 13 to 14 digits, unrelated between types, growing within one. */
  newId(type: string): string {
    const last = this.nextIds.get(type) ?? firstId(type, this.options.seed ?? 0);
    const next = last + 32768 * (1 + Math.floor(this.chance() * 6));
    this.nextIds.set(type, next);
    return gid(type, next);
  }

  /** 1, 2, 3 … (or from `start`) under a name of the caller's choice, e.g. the order number. */
  count(name: string, start = 1): number {
    const value = this.counters.get(name) ?? start;
    this.counters.set(name, value + 1);
    this.undo?.push(() => this.counters.set(name, value));
    return value;
  }

  /** Raises a counter so that the next number is above `value` (used when history is loaded). */
  countFrom(name: string, value: number): void {
    this.counters.set(name, Math.max(this.counters.get(name) ?? 0, value + 1));
  }

  /** Seeded chance in [0, 1). */
  chance(): number {
    this.random = (this.random + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.random ^ (this.random >>> 15), 1 | this.random);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A UUID-shaped text from the seeded chance. */
  uuid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.chance() * 16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  // ── clock ──
  /** Milliseconds since 1970 on the shop's clock: real time plus what was advanced, or the time it was stopped at. */
  now(): number {
    return (this.frozenAt ?? Date.now()) + this.clockOffset;
  }

  /** The shop's time as the API writes it: 2026-07-01T09:30:00Z. */
  timestamp(): string {
    return timestamp(this.now());
  }

  advance(milliseconds: number): void {
    this.clockOffset += milliseconds;
    this.advanced += milliseconds;
  }

  /** What time-outs go by (token expiry, webhook retries): real time plus what was advanced, also while the shop's clock is stopped or moved. */
  timer(): number {
    return Date.now() + this.advanced;
  }

  /** Stops the clock at a time (ms); undefined lets it run with real time again. */
  setClock(at: number | undefined): void {
    this.frozenAt = at;
    this.clockOffset = 0;
  }

  // ── happenings ──
  /** Tells the shop's listeners when (and only if) the running transaction succeeds. The same topic and subject is told once. */
  emit(topic: string, subject: string, options: { eventId?: string; extra?: Json } = {}): void {
    if (this.listeners.size === 0) return;
    if (this.pending.some((one) => one.topic === topic && one.subject === subject && !options.extra)) return;
    const eventId = options.eventId ?? this.pending[0]?.eventId ?? this.uuid();
    this.pending.push({ topic, subject, eventId, extra: options.extra });
    // The payload of a deleted object has to be built before it is gone: emit first, then remove.
    if (!this.undo) this.tell();
  }

  onHappening(listener: (happening: Happening) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    const told = this.pending;
    this.pending = [];
    const at = this.timestamp();
    for (const { topic, subject, eventId, extra } of told) {
      const build = () => this.payload(topic, subject, extra);
      let payload: unknown;
      const happening: Happening = {
        topic,
        subject,
        eventId,
        at,
        get payload() {
          payload ??= build();
          return payload;
        },
      };
      for (const listener of this.listeners) listener(happening);
    }
  }

  /** The webhook body of a topic as the shop is now. */
  payload(topic: string, subject: string, extra?: Json): unknown {
    return this.options.payloads?.[topic]?.(this, subject, extra) ?? { admin_graphql_api_id: subject, ...extra };
  }

  /** Runs once the present request has been answered: how asynchronous jobs (an order's cancellation) show their effect late. */
  afterwards(work: () => void): void {
    this.later.push(work);
  }

  /** Runs what was put off by `afterwards`, each in a transaction of its own. `execute` calls it at the end of every request. */
  settle(): void {
    const works = this.later;
    this.later = [];
    for (const work of works) this.transaction(work);
  }

  // ── transactions ──
  /**
   * Runs `work`; when it throws, or when `refused(result)` holds, everything it changed is taken back. Nested calls join the outer one.
   */
  transaction<T>(work: () => T, refused: (result: T) => boolean = () => false): T {
    if (this.undo) return work();
    this.undo = [];
    let done = false;
    try {
      const result = work();
      done = !refused(result);
      return result;
    } finally {
      const undo = this.undo;
      this.undo = undefined;
      if (done) {
        this.tell();
      } else {
        for (const step of undo.reverse()) step();
        this.pending = [];
        this.later = [];
      }
    }
  }

  // ── snapshots ──
  /** Writes the whole shop to `file` (JSON lines), replacing it only when complete. */
  snapshot(file: string): void {
    const temporary = `${file}.part`;
    const out = openSync(temporary, 'w');
    let chunk: string[] = [];
    const line = (value: unknown) => {
      chunk.push(JSON.stringify(value));
      if (chunk.length >= 5000) flush();
    };
    const flush = () => {
      if (chunk.length) writeSync(out, `${chunk.join('\n')}\n`);
      chunk = [];
    };
    line({
      shop: this.shop,
      nextIds: [...this.nextIds],
      counters: [...this.counters],
      clockOffset: this.clockOffset,
      frozenAt: this.frozenAt ?? null,
      random: this.random,
    });
    for (const [type, table] of this.tables) {
      line({ type });
      for (const record of table.all()) line(record);
    }
    flush();
    fsyncSync(out);
    closeSync(out);
    renameSync(temporary, file);
  }

  /** Reads a snapshot back; false when there is no such file. */
  restore(file: string): boolean {
    if (!existsSync(file)) return false;
    this.tables = new Map();
    let table: Table<Rec & Json> | undefined;
    let first = true;
    for (const text of lines(file)) {
      const value = JSON.parse(text);
      if (first) {
        this.nextIds = new Map(value.nextIds);
        this.counters = new Map(value.counters);
        this.clockOffset = value.clockOffset;
        this.frozenAt = value.frozenAt ?? undefined;
        this.random = value.random;
        first = false;
      } else if (value.id === undefined) table = this.table(value.type as string) as unknown as Table<Rec & Json>;
      else table?.insert(value);
    }
    return true;
  }
}

/** A start of 13 digits that differs by type and seed. */
function firstId(type: string, seed: number): number {
  let hash = 2166136261 ^ seed;
  for (const character of type) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return 7_000_000_000_000 + ((hash >>> 0) % 2_900_000_000) * 1000 + 98;
}

function* lines(file: string): Generator<string> {
  const input = openSync(file, 'r');
  const buffer = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  try {
    for (;;) {
      const size = readSync(input, buffer, 0, buffer.length, null);
      const data = Buffer.concat([rest, buffer.subarray(0, size)]);
      let start = 0;
      for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, start)) {
        if (end > start) yield data.toString('utf8', start, end);
        start = end + 1;
      }
      rest = Buffer.from(data.subarray(start));
      if (size === 0) break;
    }
    if (rest.length) yield rest.toString('utf8');
  } finally {
    closeSync(input);
  }
}

/** The number of a gid as a JSON number when it is exact, as webhook payloads carry it. */
export function numericId(id: string): number {
  return Number(gidTail(id));
}
