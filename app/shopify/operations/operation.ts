// What an operation is: a document of Shopify's Admin API with its types, and for a write how it may be repeated.
import type { AdminMutations, AdminQueries } from '@shopify/admin-api-client';

type Loose<T> = T extends { variables: infer V } ? V : never;
type Returned<T> = T extends { return: infer R } ? R : never;

/** `cost` is the requested query cost to reserve before Shopify has told the real one (points of the shop's bucket). */
export type Read<Data = unknown, Variables = unknown> = Typed<Data, Variables> & {
  kind: 'read';
  name: string;
  document: string;
  cost: number;
  /** asked at this API version instead of the app's one: for what that one does not know yet */
  version?: string;
};

export type Write<Data = unknown, Variables = unknown> = Typed<Data, Variables> & {
  kind: 'write';
  /** the mutation's field, for example fulfillmentCreate */
  name: string;
  document: string;
  cost: number;
  repeat: Repeat;
  /** scopes that the schema does not tell, because they depend on the object given */
  needs?: readonly string[];
};

/** Present in the types only: carries what the document returns and takes. */
type Typed<Data, Variables> = { readonly types?: { data: Data; variables: Variables } };

/** What may be done when nobody knows whether a write took effect. */
export type Repeat =
  /** the document carries @idempotent(key: $idempotencyKey): the same key within 24 h is applied once */
  | { how: 'same-key' }
  /** doing it again changes nothing more */
  | { how: 'harmless' }
  /** it must be read first whether it happened */
  | { how: 'after-check'; check: Check };

/** How to find out whether a write took effect: a read and a judgement of its answer. */
export type Check = {
  read: Read;
  /** the read's variables, from the write's */
  ask: (variables: never) => unknown;
  /**
   * `sentAt`: before it, the write cannot have happened. `before`: the same read's answer from before the write was first
   * sent, present when `needsBefore` (of these variables). 'cannot-tell' leaves the decision to a person.
   */
  judge: (seen: never, variables: never, when: { sentAt: Date; before: never }) => Verdict;
  needsBefore?: boolean | ((variables: never) => boolean);
};

export type Verdict = 'happened' | 'did-not-happen' | 'cannot-tell';

export type DataOf<O> = O extends { readonly types?: { data: infer D } } ? D : never;
export type VariablesOf<O> = O extends { readonly types?: { variables: infer V } } ? V : never;

type WithoutKey<V> = V extends { idempotencyKey: unknown } ? Omit<V, 'idempotencyKey'> : V;

/** A query of the Admin API. The document must be written in place as a `#graphql` template: codegen finds it there. */
export function read<const D extends string & keyof AdminQueries>(
  name: string,
  document: D,
  options: { cost?: number } = {},
): Read<Returned<AdminQueries[D]>, Loose<AdminQueries[D]>> {
  return { kind: 'read', name, document, cost: options.cost ?? 20 };
}

/** A mutation of the Admin API; `name` is its field. `$idempotencyKey` is filled in by the client, not by callers. */
export function write<const D extends string & keyof AdminMutations>(
  name: string,
  document: D,
  options: {
    repeat: { how: 'same-key' } | { how: 'harmless' } | { how: 'after-check'; check: Check };
    cost?: number;
    needs?: readonly string[];
  },
): Write<Returned<AdminMutations[D]>, WithoutKey<Loose<AdminMutations[D]>>> {
  return {
    kind: 'write',
    name,
    document,
    cost: options.cost ?? 10,
    repeat: options.repeat,
    ...(options.needs ? { needs: options.needs } : {}),
  };
}

/** Types the two halves of a check against its read and the variables of the write it belongs to. */
export function check<Data, Asked, Variables>(
  read: Read<Data, Asked>,
  ask: (variables: Variables) => Asked,
  judge: (seen: Data, variables: Variables, when: { sentAt: Date; before: Data | null }) => Verdict,
  options: { needsBefore?: boolean | ((variables: Variables) => boolean) } = {},
): Check {
  return {
    read: read as Read,
    ask: ask as Check['ask'],
    judge: judge as unknown as Check['judge'],
    ...(options.needsBefore ? { needsBefore: options.needsBefore as NonNullable<Check['needsBefore']> } : {}),
  };
}
