import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, extendSchema, type GraphQLSchema, isScalarType, parse } from 'graphql';
import { LATER } from './later.ts';
import { scalars } from './scalars.ts';

/** The Admin API of one version: Shopify's published schema and the access it asks for. */
export interface AdminSchema {
  version: string;
  graphql: GraphQLSchema;
  /** Required-access text of a field ("Order.events") or of a type ("Order"), where the schema states one. */
  access: Map<string, string>;
  /** Fields ("Order.email") that hold protected customer data. */
  personal: Set<string>;
  /** Every access scope that the schema names. */
  scopes: string[];
}

const dataDir = join(dirname(findPackageJSON('@shopify/dev-mcp', import.meta.url)!), 'dist/data');
const loaded = new Map<string, AdminSchema>();

/** Shipped versions, oldest first. */
export const versions: string[] = readdirSync(dataDir)
  .map((file) => /^admin_(\d{4}-\d\d)\.json\.gz$/.exec(file)?.[1])
  .filter((version) => version !== undefined)
  .sort();

/** The version that answers for a requested one, as Shopify falls forward: the next shipped version at or after it. */
export function resolveVersion(requested: string): string | undefined {
  if (requested === 'unstable') return requested;
  if (!/^\d{4}-(01|04|07|10)$/.test(requested)) return undefined;
  return versions.find((version) => version >= requested);
}

/** Loads a shipped version (about 0.3 s the first time). Pass what `resolveVersion` returned. */
export function adminSchema(version: string): AdminSchema {
  let schema = loaded.get(version);
  if (!schema) {
    schema = load(version);
    loaded.set(version, schema);
  }
  return schema;
}

/** The published schema sorts enum values by name; Shopify lists these in their own order (as its error texts do). */
const ENUM_ORDER: Record<string, string[]> = {
  FulfillmentEventStatus: [
    'LABEL_PURCHASED',
    'LABEL_PRINTED',
    'READY_FOR_PICKUP',
    'CONFIRMED',
    'IN_TRANSIT',
    'OUT_FOR_DELIVERY',
    'ATTEMPTED_DELIVERY',
    'DELAYED',
    'DELIVERED',
    'FAILURE',
    'CARRIER_PICKED_UP',
  ],
  ReturnDeclineReason: ['RETURN_PERIOD_ENDED', 'FINAL_SALE', 'OTHER'],
  ReturnReason: [
    'SIZE_TOO_SMALL',
    'SIZE_TOO_LARGE',
    'UNWANTED',
    'NOT_AS_DESCRIBED',
    'WRONG_ITEM',
    'DEFECTIVE',
    'STYLE',
    'COLOR',
    'OTHER',
    'UNKNOWN',
  ],
};

interface Introspected {
  enumValues?: { name: string }[] | null;
  name: string;
  requiredAccess?: string;
  isProtected?: boolean;
  fields?: Introspected[] | null;
}

function load(version: string): AdminSchema {
  const text = gunzipSync(readFileSync(join(dataDir, `admin_${version}.json.gz`))).toString('utf8');
  const { data } = JSON.parse(text);
  for (const type of data.__schema.types as Introspected[]) {
    const order = ENUM_ORDER[type.name];
    const rank = (name: string) => (order!.includes(name) ? order!.indexOf(name) : order!.length);
    if (order) type.enumValues?.sort((a, b) => rank(a.name) - rank(b.name));
  }
  const later = LATER[version];
  const packaged = buildClientSchema(data, { assumeValid: true });
  const graphql = later ? extendSchema(packaged, parse(later.sdl), { assumeValid: true }) : packaged;
  for (const type of Object.values(graphql.getTypeMap())) {
    const scalar = isScalarType(type) ? scalars[type.name] : undefined;
    if (scalar) Object.assign(type, scalar);
  }
  const access = new Map<string, string>();
  const personal = new Set<string>();
  const scopes = new Set<string>();
  const note = (key: string, text?: string) => {
    if (!text) return;
    access.set(key, text);
    for (const scope of text.matchAll(/`((?:read|write)_[a-z_]+)`/g)) scopes.add(scope[1]!);
  };
  for (const type of data.__schema.types as Introspected[]) {
    note(type.name, type.requiredAccess);
    for (const field of type.fields ?? []) {
      note(`${type.name}.${field.name}`, field.requiredAccess);
      if (field.isProtected) personal.add(`${type.name}.${field.name}`);
    }
  }
  for (const [key, text] of Object.entries(later?.access ?? {})) note(key, text);
  return { version, graphql, access, personal, scopes: [...scopes].sort() };
}

/**
 * Whether `granted` scopes satisfy a requirement text. Scopes joined by "or" are alternatives, "as well as" joins two demands; what follows
 * "Also:" concerns users and plans and is not checked here. write_x includes read_x. A text that names no scope asks for none.
 */
export function accessGranted(requirement: string, granted: ReadonlySet<string>): boolean {
  // Staff accounts are for approved apps alone: a development app does not hold that scope among all others.
  if (granted.has('*') && !/^`read_users`/.test(requirement)) return true;
  const [scopesPart = ''] = requirement.split('Also:');
  return scopesPart.split(/as well as/).every((part) => {
    const names = [...part.matchAll(/`([a-z_]+)`/g)].map((match) => match[1]!);
    const scopes = names.filter((name) => /^(read|write)_/.test(name) || /access scope/.test(part));
    if (scopes.length === 0) return true;
    return scopes.some(
      (scope) =>
        granted.has(scope) ||
        granted.has(`write_${scope}`) ||
        (scope.startsWith('read_') && granted.has(scope.replace('read_', 'write_'))),
    );
  });
}
