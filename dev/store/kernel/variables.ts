import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import { isGlobalId, isInt32, isTime, location, type ResponseError } from './validate.ts';

interface Problem {
  path: (string | number)[];
  explanation: string;
  /** A scalar's own words, which Shopify repeats beside the explanation. */
  message?: string;
}

/**
 * Reads the request's variables for an operation. Either every value in the form its type wants (absent ones left out), or one
 * INVALID_VARIABLE error for each bad variable.
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): { values: Record<string, unknown>; errors: ResponseError[] } {
  const values: Record<string, unknown> = {};
  const errors: ResponseError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never) as GraphQLInputType;
    if (!(name in given)) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type)) errors.push(refusal(name, type, null, [nullProblem([])], definition));
      continue;
    }
    const problems: Problem[] = [];
    const value = read(given[name], type, [], problems);
    if (problems.length) errors.push(refusal(name, type, given[name] ?? null, problems, definition));
    else values[name] = value;
  }
  return { values, errors };
}

function refusal(
  name: string,
  type: GraphQLInputType,
  value: unknown,
  problems: Problem[],
  node: Parameters<typeof location>[0],
): ResponseError {
  const places = problems
    .filter((problem) => problem.path.length)
    .map((problem) => `${problem.path.join('.')} (${problem.explanation})`)
    .join(', ');
  return {
    message: `Variable $${name} of type ${type} was provided invalid value${places ? ` for ${places}` : ''}`,
    locations: location(node),
    extensions: { code: 'INVALID_VARIABLE', value, problems },
  };
}

function nullProblem(path: (string | number)[]): Problem {
  return { path, explanation: 'Expected value to not be null' };
}

function read(value: unknown, type: GraphQLInputType, path: (string | number)[], problems: Problem[]): unknown {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) {
      problems.push(nullProblem(path));
      return undefined;
    }
    return read(value, type.ofType, path, problems);
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item, index) =>
      read(item, type.ofType, Array.isArray(value) ? [...path, index] : path, problems),
    );
  }
  if (isInputObjectType(type)) {
    if (typeof value !== 'object' || Array.isArray(value)) {
      problems.push({ path, explanation: `Expected ${JSON.stringify(value)} to be a key-value object.` });
      return undefined;
    }
    const fields = type.getFields();
    const out: Record<string, unknown> = {};
    for (const [key, one] of Object.entries(value)) {
      const field = fields[key];
      if (!field) problems.push({ path: [...path, key], explanation: `Field is not defined on ${type.name}` });
      else out[key] = read(one, field.type, [...path, key], problems);
    }
    for (const field of Object.values(fields)) {
      if (field.name in value) continue;
      if (field.defaultValue !== undefined) out[field.name] = field.defaultValue;
      else if (isNonNullType(field.type)) problems.push(nullProblem([...path, field.name]));
    }
    return out;
  }
  if (isEnumType(type)) {
    if (typeof value === 'string' && type.getValue(value)) return value;
    const allowed = type.getValues().map((one) => one.name);
    problems.push({ path, explanation: `Expected ${JSON.stringify(value)} to be one of: ${allowed.join(', ')}` });
    return undefined;
  }
  const scalar = readScalar(type.name, value);
  if ('value' in scalar) return scalar.value;
  problems.push({ path, ...scalar.problem });
  return undefined;
}

function readScalar(type: string, value: unknown): { value: unknown } | { problem: Omit<Problem, 'path'> } {
  const cannot = { problem: { explanation: `Could not coerce value ${JSON.stringify(value)} to ${type}` } };
  switch (type) {
    case 'ID': {
      if (typeof value === 'number' && Number.isInteger(value)) return { value: String(value) };
      if (typeof value !== 'string') return cannot;
      const words = `Invalid global id '${value}'`;
      return isGlobalId(value) ? { value } : { problem: { explanation: words, message: words } };
    }
    case 'String':
      return typeof value === 'string' ? { value } : cannot;
    case 'Int':
      return typeof value === 'number' && isInt32(value) ? { value } : cannot;
    case 'Float':
      return typeof value === 'number' ? { value } : cannot;
    case 'Boolean':
      return typeof value === 'boolean' ? { value } : cannot;
    case 'Decimal':
    case 'Money': {
      const words = `invalid decimal '${String(value)}'`;
      if (typeof value === 'number') return { value: String(value) };
      if (typeof value !== 'string') return cannot;
      return /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(value.trim())
        ? { value: value.trim() }
        : { problem: { explanation: words, message: words } };
    }
    case 'UnsignedInt64':
    case 'BigInt':
      return typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))
        ? { value: String(value) }
        : cannot;
    case 'DateTime': {
      const words = `invalid DateTime '${String(value)}'`;
      if (typeof value === 'string' && isTime(value)) return { value };
      return { problem: { explanation: words, message: words } };
    }
    default:
      return { value };
  }
}
