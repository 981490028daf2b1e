import {
  type DocumentNode,
  execute as executeGraphql,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLFieldResolver,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { Bucket } from './bucket.ts';
import type { Ctx, Token } from './context.ts';
import { actualCost, requestedCost } from './cost.ts';
import type { Api } from './domain.ts';
import { ApiError, unimplemented } from './errors.ts';
import { assertAccess, fieldReader, typeOf } from './field.ts';
import { idempotencyKey, once } from './idempotency.ts';
import { assertShortLists } from './list-size.ts';
import { type AdminSchema, adminSchema } from './schema.ts';
import { type ResponseError, validateDocument } from './validate.ts';
import { readVariables } from './variables.ts';
import type { World } from './world.ts';

export interface GraphqlRequest {
  query: string;
  variables?: Record<string, unknown> | null | undefined;
  operationName?: string | null | undefined;
}

/** The JSON body of a GraphQL answer. */
export interface GraphqlAnswer {
  data?: unknown;
  errors?: ResponseError[];
  extensions?: Record<string, unknown>;
}

export interface Caller {
  /** A shipped version, from `resolveVersion`. */
  version: string;
  token: Token;
  /** The caller's points; without it nothing is throttled. */
  bucket?: Bucket | undefined;
}

const SINGLE_QUERY_LIMIT = 1000;
const documents = new Map<string, { document: DocumentNode; errors: ResponseError[] }>();

/** Answers a GraphQL request on one shop as the Admin API does: validation, variables, scopes, cost, execution. Never throws. */
export function execute(api: Api, world: World, caller: Caller, request: GraphqlRequest): GraphqlAnswer {
  const schema = adminSchema(caller.version);
  const checked = check(schema, request.query);
  if ('failure' in checked) return checked.failure;
  const { document } = checked;
  const operation = chooseOperation(document, request.operationName);
  if ('errors' in operation) return { errors: operation.errors };

  const { values, errors } = readVariables(schema.graphql, operation.node, request.variables ?? {});
  if (errors.length) return { errors };

  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const costed = { schema: schema.graphql, operation: operation.node, fragments, variables: values };
  const requested = requestedCost(costed);
  const { bucket } = caller;
  if (requested > SINGLE_QUERY_LIMIT) return tooCostly(requested);
  if (bucket && !bucket.take(requested, world.now())) {
    return {
      errors: [
        {
          message: 'Throttled',
          extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
        },
      ],
      extensions: {
        cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status(world.now()) },
      },
    };
  }

  const run = new Run(api, world, caller, schema);
  const { data, errors: failures } = run.execute(document, operation.node, values);
  world.settle();
  const actual = Math.min(requested, actualCost(costed, data));
  bucket?.giveBack(requested - actual);
  const cost = {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: (bucket ?? fullBucket).status(world.now()),
  };
  const all = [...failures, ...run.context.errors];
  return {
    data,
    ...(all.length ? { errors: all } : {}),
    extensions: { cost, ...run.context.extensions },
  };
}

const fullBucket: Pick<Bucket, 'status'> = {
  status: () => ({ maximumAvailable: 2000, currentlyAvailable: 2000, restoreRate: 100 }),
};

function check(schema: AdminSchema, query: string): { document: DocumentNode } | { failure: GraphqlAnswer } {
  const key = `${schema.version} ${query}`;
  let known = documents.get(key);
  if (!known) {
    try {
      const document = parse(query);
      known = { document, errors: validateDocument(schema.graphql, document) };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
      const what = error.message.replace(/^Syntax Error: /, '');
      return {
        failure: {
          errors: [{ message: `syntax error, ${what} at [${line}, ${column}]`, locations: [{ line, column }] }],
        },
      };
    }
    if (documents.size > 2000) documents.clear();
    documents.set(key, known);
  }
  return known.errors.length ? { failure: { errors: known.errors } } : { document: known.document };
}

function chooseOperation(
  document: DocumentNode,
  name: string | null | undefined,
): { node: OperationDefinitionNode } | { errors: ResponseError[] } {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (name) {
    const node = operations.find((one) => one.name?.value === name);
    return node ? { node } : { errors: [{ message: `No operation named "${name}"` }] };
  }
  if (operations.length === 1) return { node: operations[0]! };
  return {
    errors: [{ message: operations.length ? 'An operation name is required' : 'A query or mutation is required' }],
  };
}

function tooCostly(cost: number): GraphqlAnswer {
  return {
    errors: [
      {
        message: `Query cost is ${cost}, which exceeds the single query max cost limit (${SINGLE_QUERY_LIMIT}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n\nTo query larger amounts of data with fewer limits, bulk operations should be used instead.\nSee https://shopify.dev/tutorials/perform-bulk-operations-with-admin-api for usage details.\n`,
        extensions: {
          code: 'MAX_COST_EXCEEDED',
          cost,
          maxCost: SINGLE_QUERY_LIMIT,
          documentation: 'https://shopify.dev/api/usage/limits#rate-limits',
        },
      },
    ],
  };
}

class Run {
  readonly context: Ctx;
  private readonly api: Api;
  private variables: Record<string, unknown> = {};

  constructor(api: Api, world: World, caller: Caller, schema: AdminSchema) {
    this.api = api;
    this.context = {
      api,
      world,
      token: caller.token,
      schema,
      version: caller.version,
      extensions: {},
      errors: [],
      keepDespiteUserErrors: () => {
        this.keep = true;
      },
    };
  }
  private keep = false;

  execute(document: DocumentNode, operation: OperationDefinitionNode, variables: Record<string, unknown>) {
    this.variables = variables;
    const result = executeGraphql({
      schema: this.context.schema.graphql,
      document,
      operationName: operation.name?.value ?? null,
      variableValues: variables,
      contextValue: this.context,
      rootValue: {},
      fieldResolver: this.resolve,
      typeResolver: (value) => typeOf(value),
    });
    if (result instanceof Promise) throw new Error('Resolvers of the dev store answer at once, not with promises');
    return { data: result.data ?? null, errors: (result.errors ?? []).map(present) };
  }

  private readonly resolve: GraphQLFieldResolver<unknown, Ctx> = (source, args, context, info) => {
    const type = info.parentType.name;
    const field = info.fieldName;
    assertAccess(context.schema, context.token.scopes, type, field, getNamedType(info.returnType));
    if (type === 'Mutation') {
      const resolver = this.api.resolver(type, field);
      if (!resolver) throw unimplemented(type, field);
      return this.mutate(resolver, source, args, context, info);
    }
    return fieldReader(context, type, field, info.returnType)(source, args, context, info);
  };

  private mutate(
    resolver: NonNullable<ReturnType<Api['resolver']>>,
    source: unknown,
    args: Record<string, unknown>,
    context: Ctx,
    info: Parameters<typeof this.resolve>[3],
  ): unknown {
    const node = info.fieldNodes[0]!;
    assertShortLists(args);
    const key = idempotencyKey(node, this.variables, context.version);
    this.keep = false;
    return context.world.transaction(
      () => {
        const work = () => resolver(source, args, context, info) as Record<string, unknown> | null;
        return key === undefined ? work() : once(context.world, context.token.app, key, info.fieldName, args, work);
      },
      (answer) => {
        const refusals = Object.entries(answer ?? {}).filter(([name]) => /userErrors$/i.test(name));
        return !this.keep && refusals.some(([, errors]) => Array.isArray(errors) && errors.length > 0);
      },
    );
  }
}

function present(error: GraphQLError): ResponseError {
  const cause = error.originalError;
  if (cause instanceof ApiError) {
    return {
      message: error.message,
      ...(error.locations ? { locations: error.locations.map(({ line, column }) => ({ line, column })) } : {}),
      extensions: cause.extensions,
      ...(error.path ? { path: [...error.path, ...cause.argument] } : {}),
    };
  }
  // A mistake of the dev store itself: the caller sees what Shopify would say, the terminal says what went wrong.
  console.error(`dev store: ${error.path?.join('.') ?? ''}: ${cause?.stack ?? error.stack ?? error.message}`);
  const requestId = crypto.randomUUID();
  return {
    message: `Internal error. Looks like something went wrong on our end.\nRequest ID: ${requestId} (include this in support requests).`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}
