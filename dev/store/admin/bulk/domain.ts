import { shopTime } from '../../delivery/shop-payload.ts';
import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { badRequest } from '../../kernel/errors.ts';
import { gidTail } from '../../kernel/gid.ts';
import type { Route } from '../../kernel/route.ts';
import { parseSearch, search, type Term } from '../../kernel/search.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { PayloadBuilder } from '../../kernel/world.ts';
import { readFrom, sizeOf } from '../files/place.ts';
import { checkMutation, checkQuery } from './check.ts';
import { type BulkOperation, concurrencyLimit, isOver, operationsOf } from './operation.ts';
import { look, mutationWork, queryWork, start } from './work.ts';

const FILE_LIMIT = 100 * 1024 * 1024;

function create(type: BulkOperation['type'], query: string, { world, token }: Ctx): BulkOperation {
  return world.insert('BulkOperation', {
    app: token.app,
    type,
    status: 'CREATED',
    errorCode: null,
    query,
    createdAt: world.timestamp(),
    completedAt: null,
    objectCount: '0',
    rootObjectCount: '0',
    fileSize: null,
    url: null,
    partialDataUrl: null,
  });
}

/** The refusal when the app has as many operations of a type under way as it may. */
function tooMany(type: BulkOperation['type'], { world, token, version }: Ctx) {
  const underWay = operationsOf(world, token.app, type).filter((one) => !isOver(one));
  if (underWay.length < concurrencyLimit(version)) return undefined;
  const ids = underWay.map((one) => one.id).reverse();
  const message = `A bulk ${type.toLowerCase()} operation for this app and shop is already in progress: ${ids.join(', ')}.`;
  return refuse(userError(null, message, 'OPERATION_IN_PROGRESS'), 'bulkOperation');
}

const runQuery: Resolver = (_, { query }: { query: string }, ctx) => {
  const checked = checkQuery(ctx.schema, query);
  if ('error' in checked) return refuse(checked.error, 'bulkOperation');
  const busy = tooMany('QUERY', ctx);
  if (busy) return busy;
  const operation = create('QUERY', query, ctx);
  ctx.world.afterwards(() => start(operation, ctx, queryWork(checked.document, ctx)));
  return { bulkOperation: operation, userErrors: [] };
};

const runMutation: Resolver = (_, args: { mutation: string; stagedUploadPath: string }, ctx) => {
  const { mutation, stagedUploadPath: key } = args;
  const checked = checkMutation(ctx.schema, mutation);
  if ('error' in checked) return refuse(checked.error, 'bulkOperation');
  // Since several operations may run at once the file is looked at before the limit.
  const early = concurrencyLimit(ctx.version) === 1 ? tooMany('MUTATION', ctx) : undefined;
  const refused = early ?? refusedFile(key, ctx) ?? tooMany('MUTATION', ctx);
  if (refused) return refused;
  const operation = create('MUTATION', mutation, ctx);
  ctx.world.afterwards(() => start(operation, ctx, mutationWork(key, mutation, ctx)));
  return { bulkOperation: operation, userErrors: [] };
};

function refusedFile(key: string, { world }: Ctx) {
  const size = sizeOf(world, key);
  const no = (message: string, code: string) => refuse(userError(null, message, code), 'bulkOperation');
  if (size === undefined)
    return no(
      "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.",
      'NO_SUCH_FILE',
    );
  if (size === 0) return no('The input file is empty.', 'INVALID_STAGED_UPLOAD_FILE');
  if (size > FILE_LIMIT)
    return no('The input file size exceeds the maximum allowed size of 100 MB.', 'INVALID_STAGED_UPLOAD_FILE');
  return undefined;
}

const cancel: Resolver = (_, { id }: { id: string }, ctx) => {
  const found = own(expectId(id, 'BulkOperation'), ctx);
  if (!found) return refuse(userError(['id'], 'Bulk operation does not exist'), 'bulkOperation');
  if (found.status === 'COMPLETED' || found.status === 'FAILED') {
    const message = `A bulk operation cannot be canceled when it is ${found.status.toLowerCase()}`;
    return { bulkOperation: found, userErrors: [userError(null, message)] };
  }
  if (!isOver(found)) ctx.world.patch('BulkOperation', found, { status: 'CANCELING' });
  return { bulkOperation: found, userErrors: [] };
};

/** An app sees its own operations. */
function own(id: string, { world, token }: Ctx): BulkOperation | undefined {
  const found = world.get('BulkOperation', id);
  return found?.app === token.app ? found : undefined;
}

function looked(operation: BulkOperation | undefined, ctx: Ctx): BulkOperation | null {
  if (operation) look(operation, ctx);
  return operation ?? null;
}

const ACCEPTED: Record<string, string[]> = {
  status: ['canceled', 'canceling', 'completed', 'created', 'failed', 'running'],
  operation_type: ['query', 'mutation'],
};

/** Whether the query names only values that an operation can have; else Shopify finds nothing and says why beside the data. */
function hasAcceptedValues(query: string, ctx: Ctx): boolean {
  const warnings: unknown[] = [];
  const visit = (term: Term | undefined): void => {
    if (!term) return;
    if (term.kind === 'not') visit(term.of);
    else if (term.kind !== 'match') term.of.forEach(visit);
    else {
      const { field, value } = term;
      if (field && /^(created|completed)_at$/.test(field) && Number.isNaN(Date.parse(value)))
        throw badRequest(`Invalid timestamp for query filter \`${field}\`.`);
      const accepted = field ? ACCEPTED[field] : undefined;
      if (accepted && !accepted.includes(value.toLowerCase()))
        warnings.push({
          path: ['bulkOperations'],
          query,
          parsed: { field, match_all: value },
          warnings: [{ field, message: `Input \`${value}\` is not an accepted value.`, code: 'invalid_value' }],
        });
    }
  };
  visit(parseSearch(query));
  if (warnings.length) ctx.extensions.search = warnings;
  return warnings.length === 0;
}

interface ListArgs extends PageArgs {
  query?: string | null;
  sortKey?: 'CREATED_AT' | 'COMPLETED_AT' | null;
}

const list: Resolver = (_, args: ListArgs, ctx) => {
  const byEnd = args.sortKey === 'COMPLETED_AT';
  const known = !args.query || hasAcceptedValues(args.query, ctx);
  const { test, warnings } = search<BulkOperation>(args.query, {
    fields: {
      id: (one) => gidTail(one.id),
      status: (one) => one.status.toLowerCase(),
      operation_type: (one) => one.type.toLowerCase(),
      created_at: (one) => one.createdAt,
      completed_at: (one) => one.completedAt,
    },
  });
  if (warnings.length) ctx.extensions.search = [{ path: ['bulkOperations'], query: args.query, warnings }];
  const found = known ? operationsOf(ctx.world, ctx.token.app).filter(test) : [];
  return connection(found, args, {
    // Newest first; what was never completed counts as oldest.
    sort: (one) => (byEnd ? (one.completedAt ?? '') : one.createdAt),
    descending: true,
  });
};

const finish: PayloadBuilder = (world, id) => {
  const operation = world.get('BulkOperation', id)!;
  return {
    admin_graphql_api_id: id,
    completed_at: shopTime(world, operation.completedAt),
    created_at: shopTime(world, operation.createdAt),
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.status.toLowerCase(),
    type: operation.type.toLowerCase(),
  };
};

const download: Route = {
  method: 'GET',
  pattern: '/_bulk/:key',
  handle: ({ world, params }) => {
    const stream = readFrom(world, params.key!);
    if (!stream) return { status: 404, body: { error: `there is no result ${params.key}` } };
    return {
      headers: {
        'content-type': 'application/jsonl',
        'content-length': String(sizeOf(world, params.key!)),
        'content-disposition': `attachment; filename="${params.key}"`,
      },
      body: stream,
    };
  },
};

export const bulk: Domain = {
  name: 'bulk operations',
  resolvers: {
    QueryRoot: {
      bulkOperation: (_, { id }: { id: string }, ctx) => looked(own(expectId(id, 'BulkOperation'), ctx), ctx),
      bulkOperations: list,
      currentBulkOperation: (_, { type }: { type: BulkOperation['type'] }, ctx) =>
        looked(operationsOf(ctx.world, ctx.token.app, type)[0], ctx),
    },
    Mutation: {
      bulkOperationRunQuery: runQuery,
      bulkOperationRunMutation: runMutation,
      bulkOperationCancel: cancel,
    },
  },
  complete: ['BulkOperation'],
  payloads: { 'bulk_operations/finish': finish },
  routes: [download],
};
