import { Kind } from 'graphql';
import type { AdminSchema } from '../../kernel/schema.ts';
import { type UserError, userError } from '../../kernel/usererror.ts';
import { type BulkDocument, connectionsIn, DOCUMENT_LIMIT, readDocument, schemaProblems } from './document.ts';

export type Checked = { document: BulkDocument } | { error: UserError };

/** Whether a query can run in bulk. */
export function checkQuery({ graphql }: AdminSchema, query: string): Checked {
  const refuse = (message: string): Checked => ({ error: userError(['query'], message, 'INVALID') });
  const size = Buffer.byteLength(query);
  if (size > DOCUMENT_LIMIT) return refuse(`Query is too large (${size} bytes; maximum is ${DOCUMENT_LIMIT} bytes)`);
  const document = readDocument(query);
  if (typeof document === 'string') return refuse(`Invalid bulk query: ${document}`);
  if (document.operation.operation !== 'query')
    return refuse('Invalid operation type. Only `query` operations are supported.');
  const [problem] = schemaProblems(graphql, document);
  if (problem) return refuse(`Invalid bulk query: ${problem}`);
  const connections = connectionsIn(graphql, document);
  if (connections.length === 0) return refuse('Bulk queries must contain at least one connection.');
  if (connections.length > 5) return refuse('Bulk queries cannot contain more than 5 connections.');
  if (connections.some((one) => one.depth > 3))
    return refuse('Bulk queries cannot contain connections with a nesting depth greater than 2.');
  if (connections.some((one) => one.insideList))
    return refuse('Queries that contain a connection field within a list field are not currently supported.');
  const nameless = connections.filter((one) => one.parent && !one.parent.selectsId);
  if (nameless.length) {
    const names = [...new Set(nameless.map((one) => one.parent?.field.name.value))].join(', ');
    return refuse(
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${names}.`,
    );
  }
  return { document };
}

/** Whether a mutation can run in bulk, once for each line of variables. */
export function checkMutation({ graphql }: AdminSchema, mutation: string): Checked {
  const refuse = (field: string[] | null, message: string, code: string | null): Checked => ({
    error: userError(field, message, code),
  });
  const size = Buffer.byteLength(mutation);
  if (size > DOCUMENT_LIMIT)
    return refuse(['query'], `is too large (${size} bytes; maximum is ${DOCUMENT_LIMIT} bytes)`, 'INVALID_MUTATION');
  const document = readDocument(mutation);
  if (typeof document === 'string')
    return refuse(null, `Failed to parse the mutation - ${document}`, 'INVALID_MUTATION');
  if (document.operation.operation !== 'mutation')
    return refuse(null, 'Invalid operation type. Only `mutation` operations are supported.', 'INVALID_MUTATION');
  const roots = document.operation.selectionSet.selections;
  if (roots.length !== 1 || roots[0]?.kind !== Kind.FIELD)
    return refuse(['mutation'], 'You must specify a single top level mutation.', null);
  if (/^bulkOperation/.test(roots[0].name.value))
    return refuse(['mutation'], 'You must use an allowed mutation name.', null);
  if (connectionsIn(graphql, document).length > 1)
    return refuse(['mutation'], 'Bulk mutations cannot contain more than 1 connection.', null);
  const [problem] = schemaProblems(graphql, document);
  if (problem) return refuse(null, `Failed to parse the mutation - ${problem}`, 'INVALID_MUTATION');
  return { document };
}
