import { badRequest } from './errors.ts';
import { gidTail } from './gid.ts';

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface Connection<N> {
  nodes: N[];
  edges: { cursor: string; node: N }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  /** How many there are in all; connections with a count resolve it from here. */
  totalCount: number;
}

export interface ConnectionOptions<N> {
  /** What the list is sorted by; nulls last. Absent: the list's own order stays. */
  sort?: (node: N) => string | number | null | undefined;
  /** Sort downwards before `reverse` is looked at (e.g. most relevant first). */
  descending?: boolean;
  /** Root connections of Shopify insist on first or last; nested ones in resolvers that are called without may pass true. */
  allowNoWindow?: boolean;
  /** The id for the cursor; by default the node's `id`. */
  id?: (node: N) => string;
}

/** Cursor of Shopify's form: base64 of {"last_id":…,"last_value":…}. */
export function cursorOf(id: string, value: unknown): string {
  const tail = gidTail(id);
  const lastId = /^\d{1,15}$/.test(tail) ? Number(tail) : tail;
  return Buffer.from(JSON.stringify({ last_id: lastId, last_value: value ?? lastId })).toString('base64');
}

/** Cuts a window out of a list. Errors: neither or both of first and last, a foreign cursor, a negative window. */
export function connection<N extends object>(
  list: Iterable<N>,
  args: PageArgs,
  options: ConnectionOptions<N> = {},
): Connection<N> {
  const { first, last } = args;
  if (first != null && last != null) throw badRequest('providing both first and last is not supported');
  if (first == null && last == null && !options.allowNoWindow)
    throw badRequest('you must provide one of first or last');
  if ((first ?? 0) < 0) throw badRequest('first must be greater than or equal to 0');
  if ((last ?? 0) < 0) throw badRequest('last must be greater than or equal to 0');
  const idOf = options.id ?? ((node: N) => String((node as { id?: unknown }).id ?? ''));
  const all = sorted([...list], idOf, options);
  if (args.reverse) all.reverse();
  let from = 0;
  let to = all.length;
  if (args.after != null) from = positionOf(all, args.after, idOf) + 1;
  if (args.before != null) to = Math.max(from, positionOf(all, args.before, idOf));
  const start = last != null ? Math.max(from, to - last) : from;
  const end = first != null ? Math.min(to, from + first) : to;
  const nodes = all.slice(start, end);
  const cursor = (node: N) => cursorOf(idOf(node), options.sort?.(node));
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({ cursor: cursor(node), node }));
    },
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length ? cursor(nodes[0]!) : null,
      endCursor: nodes.length ? cursor(nodes.at(-1)!) : null,
    },
    totalCount: all.length,
  };
}

/** Pages of plain texts, sorted, each once; empty ones are left out. */
export function textConnection(texts: string[], args: PageArgs): Connection<string> {
  const all = [...new Set(texts.filter(Boolean))].sort().map((text) => ({ text }));
  const page = connection(all, args, { id: (one) => one.text });
  return {
    ...page,
    nodes: page.nodes.map((one) => one.text),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.text })),
  };
}

function sorted<N extends object>(all: N[], idOf: (node: N) => string, options: ConnectionOptions<N>): N[] {
  const { sort } = options;
  if (!sort) return all;
  const sign = options.descending ? -1 : 1;
  const keyed = all.map((node) => ({ node, key: sort(node), tail: gidTail(idOf(node)) }));
  keyed.sort((a, b) => sign * (compare(a.key, b.key) || compareTails(a.tail, b.tail)));
  return keyed.map(({ node }) => node);
}

function compare(a: string | number | null | undefined, b: string | number | null | undefined): number {
  if (a == null || b == null) return a == null ? (b == null ? 0 : 1) : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = String(a);
  const right = String(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareTails(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function positionOf<N>(all: N[], cursor: string, idOf: (node: N) => string): number {
  let id: string;
  try {
    id = String(JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')).last_id);
  } catch {
    throw badRequest('Invalid cursor for current pagination sort.');
  }
  const position = all.findIndex((node) => idOf(node).includes(id) && gidTail(idOf(node)) === id);
  if (position < 0) throw badRequest('Invalid cursor for current pagination sort.');
  return position;
}
