import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A recorded call: what was sent and what the real API answered. */
export interface Pair {
  /** Where in the file: `setup.orderCreate`. */
  where: string;
  query: string;
  variables: Record<string, unknown>;
  operationName: string | undefined;
  answer: { data?: unknown; errors?: unknown };
  /** Recorded points, kept apart from the answer. */
  cost: { requestedQueryCost?: unknown; actualQueryCost?: unknown } | undefined;
  /** The API version, when the call states one of its own. */
  version: string | undefined;
}

export interface Recording {
  /** Path below the recordings folder. */
  file: string;
  version: string;
  domain: string;
  pairs: Pair[];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAnswer = (value: unknown): value is Json => isObject(value) && ('data' in value || 'errors' in value);

/** Every recording below `root`, in the order of their paths: `<store>/<version>/<domain>/<scenario>.json`. */
export function readRecordings(root: string): Recording[] {
  return (readdirSync(root, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const content = JSON.parse(readFileSync(join(root, file), 'utf8')) as Json;
      const parts = relative(root, join(root, file)).split('/');
      const version = parts.find((part) => /^\d{4}-\d\d$/.test(part)) ?? String(content.apiVersion ?? '2026-04');
      return { file, version, domain: parts.at(-2) ?? 'other', pairs: pairsOf(content) };
    });
}

/** The calls that carry their document, depth first in the file's order, without `upstreamCalls` and `cleanup`. */
export function pairsOf(content: unknown, where = '', around: Json = {}): Pair[] {
  if (Array.isArray(content)) return content.flatMap((one, index) => pairsOf(one, `${where}[${index}]`, around));
  if (!isObject(content)) return [];
  const pair = asPair(content, where, around);
  if (pair) return [pair];
  return Object.entries(content).flatMap(([key, value]) =>
    key === 'upstreamCalls' || key === 'cleanup' ? [] : pairsOf(value, where ? `${where}.${key}` : key, content),
  );
}

function asPair(call: Json, where: string, around: Json): Pair | undefined {
  // A few calls leave their variables, or a step named `mutation` its document too, to the object around them.
  const lent = isObject(around.variables) ? { variables: around.variables } : {};
  const document = /(^|\.)mutation$/.test(where) ? { query: around.query ?? around.document } : {};
  const request: Json = isObject(call.request) ? call.request : { ...lent, ...document, ...call };
  const query = request.query ?? request.document;
  if (typeof query !== 'string' || !/[{]/.test(query)) return undefined;
  const answer = answerOf(call);
  if (!answer) return undefined;
  return {
    where,
    query,
    variables: isObject(request.variables) ? request.variables : {},
    operationName: typeof request.operationName === 'string' ? request.operationName : undefined,
    answer: {
      ...('data' in answer ? { data: answer.data } : {}),
      ...('errors' in answer ? { errors: answer.errors } : {}),
    },
    cost: isObject(answer.extensions) && isObject(answer.extensions.cost) ? answer.extensions.cost : undefined,
    version: typeof call.apiVersion === 'string' ? call.apiVersion : undefined,
  };
}

function answerOf(call: Json): Json | undefined {
  const { response } = call;
  const places = [
    isObject(response) ? response.payload : undefined,
    isObject(response) ? response.body : undefined,
    response,
    call.payload,
    call.body,
    call.result,
    call,
  ];
  return places.find(isAnswer);
}
