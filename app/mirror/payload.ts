// Reading a webhook's payload field by field: what is missing or of the wrong kind is named in the error, which becomes the
// dead letter's reason.
import { minorFromDecimal } from '../lib/money.ts';
import { idOf } from '../shopify/gid.ts';

export type Json = Record<string, unknown>;

/** Says which field of which object could not be understood. */
export class PayloadProblem extends Error {}

export function object(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PayloadProblem(`${what} should be an object but is ${describe(value)}`);
  return value as Json;
}

export function objectOrNull(value: unknown, what: string): Json | null {
  return value === null || value === undefined ? null : object(value, what);
}

/** Absent and null lists are empty. */
export function objects(value: unknown, what: string): Json[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new PayloadProblem(`${what} should be a list but is ${describe(value)}`);
  return value.map((item, index) => object(item, `${what}[${index}]`));
}

export function text(from: Json, field: string): string {
  const value = from[field];
  if (typeof value !== 'string') throw new PayloadProblem(`${field} should be text but is ${describe(value)}`);
  return value;
}

export function textOrNull(from: Json, field: string): string | null {
  const value = from[field];
  return value === null || value === undefined || value === '' ? null : String(value);
}

export function whole(from: Json, field: string): number {
  const value = from[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new PayloadProblem(`${field} should be a whole number but is ${describe(value)}`);
  return value;
}

export function wholeOr(from: Json, field: string, otherwise: number): number {
  return from[field] === null || from[field] === undefined ? otherwise : whole(from, field);
}

/** The object's own id: the gid when the payload has one (numeric ids lose digits on the way), else the number. */
export function ownId(from: Json): string {
  const global = from.admin_graphql_api_id;
  if (typeof global === 'string' && global !== '') return idOf(global);
  return reference(from, 'id');
}

/** An id beside a field name: a number, digits, or a gid. */
export function reference(from: Json, field: string): string {
  const id = referenceOrNull(from, field);
  if (id === null) throw new PayloadProblem(`${field} is missing`);
  return id;
}

export function referenceOrNull(from: Json, field: string): string | null {
  const value = from[field];
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return BigInt(value).toString();
  if (typeof value === 'string' && /^\d+$/.test(value)) return value;
  if (typeof value === 'string' && value.startsWith('gid://')) return idOf(value);
  throw new PayloadProblem(`${field} should be an id but is ${describe(value)}`);
}

/** Money in minor units, as digits. */
export function minor(from: Json, field: string, currency: string): string {
  const value = from[field];
  if (value === null || value === undefined) return '0';
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new PayloadProblem(`${field} should be an amount but is ${describe(value)}`);
  return minorFromDecimal(String(value), currency).toString();
}

/** The shop-currency amount of a price set, in minor units. */
export function shopMinor(from: Json, field: string, currency: string): string {
  const set = objectOrNull(from[field], field);
  const money = set && objectOrNull(set.shop_money, `${field}.shop_money`);
  return money ? minor(money, 'amount', currency) : '0';
}

/** Tags come as "a, b": as a sorted list they equal what the GraphQL API gives, whatever its order. */
export function tagList(value: unknown): string[] {
  const tags = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
  return sortedTags(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''));
}

export function sortedTags(tags: readonly string[]): string[] {
  return [...new Set(tags)].sort();
}

/** What an error says, without the value that it quotes. */
export function withoutQuoted(says: string): string {
  return says.replace(/".*"|(?<= : ).*/s, '…');
}

/** Its kind alone: the value may be a name or an address, and the reason is kept and logged. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
