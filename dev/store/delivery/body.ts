import { parseSearch, type Searchable, search, type Term } from '../kernel/search.ts';

type Json = unknown;

/** The payload cut down to the named fields (`id`, `line_items.sku`); lists keep their length. An empty list of names keeps all. */
export function pickFields(payload: Json, names: string[]): Json {
  if (names.length === 0) return payload;
  return pick(
    payload,
    names.map((name) => name.split('.')),
  );
}

function pick(value: Json, paths: string[][]): Json {
  if (Array.isArray(value)) return value.map((item) => pick(item, paths));
  if (value === null || typeof value !== 'object') return value;
  const out: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const here = paths.filter((path) => path[0] === key).map((path) => path.slice(1));
    if (here.length === 0) continue;
    out[key] = here.some((rest) => rest.length === 0) ? inner : pick(inner, here);
  }
  return out;
}

/** Any field of a payload by its dotted path; a list answers with all its items' values. */
const anyField: Searchable<Json>['fields'] = new Proxy(
  {},
  { get: (_, path) => (payload: Json) => valuesAt(payload, String(path).split('.')) },
);

function valuesAt(value: Json, path: string[]): (string | number | boolean | null)[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return value === null || typeof value !== 'object' ? [(value ?? null) as string | null] : [];
  if (value === null || typeof value !== 'object') return [];
  return valuesAt((value as Record<string, Json>)[key], rest);
}

const filters = new Map<string, (payload: Json) => boolean>();

/** Whether a payload passes a subscription's filter (`variants.price:>=10.00 AND status:active`). No filter lets all pass. */
export function passesFilter(payload: Json, filter: string | null): boolean {
  if (!filter) return true;
  let test = filters.get(filter);
  if (!test) {
    test = search<Json>(filter, { fields: anyField }).test;
    filters.set(filter, test);
  }
  return test(payload);
}

/** A filter names a field for each of its values. */
export function isFilter(text: string): boolean {
  const term = parseSearch(text);
  const named = (one: Term): boolean =>
    one.kind === 'match' ? one.field !== undefined : one.kind === 'not' ? named(one.of) : one.of.every(named);
  return term !== undefined && named(term);
}

const PERSONAL = new Set([
  ...[
    'email',
    'contact_email',
    'customer_email',
    'phone',
    'first_name',
    'last_name',
    'name',
    'address1',
    'address2',
    'zip',
  ],
  ...['latitude', 'longitude', 'browser_ip', 'order_status_url', 'client_details', 'company'],
]);
const PERSONS =
  /^(customer|default_address|addresses|billing_address|shipping_address|destination|assigned_location|payment_details)$/;
const ANYWHERE = new Set(['email', 'contact_email', 'phone', 'browser_ip', 'order_status_url', 'client_details']);

/** The payload with what belongs to a customer set to null, as an app without approval for protected data receives it. */
export function withoutPersons(payload: Json, person = false): Json {
  if (Array.isArray(payload)) return payload.map((item) => withoutPersons(item, person));
  if (payload === null || typeof payload !== 'object') return payload;
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]) => {
      if (ANYWHERE.has(key) || (person && PERSONAL.has(key))) return [key, null];
      return [key, withoutPersons(value, person || PERSONS.test(key))];
    }),
  );
}
