import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import type { Ctx } from '../../kernel/context.ts';
import { assertAccess, fieldReader, typeOf } from '../../kernel/field.ts';
import type { BulkDocument } from './document.ts';

/** Nodes of a connection, found while the record around it was read. */
export interface Children {
  reader: Reader;
  nodes: unknown[];
}

/** Reads one record into the JSON of its line; connections in it are not part of the line but put aside. */
export type Reader = (source: unknown, children: Children[]) => Record<string, unknown>;

type Value = (value: unknown, children: Children[]) => unknown;
type Step = (source: unknown, record: Record<string, unknown>, children: Children[]) => void;

/** As many as there are. */
const ALL = 2 ** 31 - 1;

/**
 * Compiles a bulk query into a function that reads records without the cost of a GraphQL execution for each: field readers, arguments and
 * access are settled once per type. Errors: ACCESS_DENIED at once; unimplemented fields when a record is read.
 */
export function compileBulk({ operation, fragments }: BulkDocument, context: Ctx): Reader {
  const { graphql } = context.schema;

  /** The fields of a selection that hold for a concrete type, by the key they answer under. */
  function fieldsFor(type: GraphQLObjectType, sets: SelectionSetNode[], found = new Map<string, FieldNode[]>()) {
    for (const node of sets.flatMap((set) => set.selections)) {
      if (skipped(node)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        found.set(key, [...(found.get(key) ?? []), node]);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      const condition = fragment?.typeCondition && typeFromAST(graphql, fragment.typeCondition);
      const holds =
        !condition || condition === type || (isAbstractType(condition) && graphql.isSubType(condition, type));
      if (fragment && holds) fieldsFor(type, [fragment.selectionSet], found);
    }
    return found;
  }

  function objectReader(type: GraphQLObjectType, sets: SelectionSetNode[]): Reader {
    const steps = [...fieldsFor(type, sets)].map(([key, nodes]) => fieldStep(type, key, nodes));
    return (source, children) => {
      const record: Record<string, unknown> = {};
      for (const step of steps) step(source, record, children);
      return record;
    };
  }

  /** A reader for whatever concrete type a record turns out to be. */
  function readerFor(type: GraphQLOutputType, sets: SelectionSetNode[]): Reader {
    const named = getNamedType(type);
    if (isObjectType(named)) return objectReader(named, sets);
    const readers = new Map<string, Reader>();
    return (source, children) => {
      const name = typeOf(source) ?? '';
      let reader = readers.get(name);
      if (!reader) {
        const concrete = graphql.getType(name);
        if (!isObjectType(concrete)) throw new Error(`A record of ${named.name} does not say which type it is`);
        reader = objectReader(concrete, sets);
        readers.set(name, reader);
      }
      return reader(source, children);
    };
  }

  function fieldStep(type: GraphQLObjectType, key: string, nodes: FieldNode[]): Step {
    const [node] = nodes as [FieldNode];
    const field = node.name.value;
    if (field === '__typename')
      return (_, record) => {
        record[key] = type.name;
      };
    const definition = type.getFields()[field]!;
    const named = getNamedType(definition.type);
    assertAccess(context.schema, context.token.scopes, type.name, field, named);
    const args = getArgumentValues(definition, node, {});
    const read = fieldReader(context, type.name, field, definition.type);
    const info = {
      fieldName: field,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType: type,
      path: { prev: undefined, key, typename: type.name },
      schema: graphql,
      fragments: Object.fromEntries(fragments),
      rootValue: {},
      operation,
      variableValues: {},
    } as GraphQLResolveInfo;
    const sets = nodes.flatMap((one) => one.selectionSet ?? []);
    if (named.name.endsWith('Connection') && isObjectType(named)) {
      const whole = { ...args, first: ALL, last: undefined };
      const reader = readerFor(edgeOf(named).getFields().node!.type, nodeSets(named, sets));
      return (source, _, children) => {
        const found = read(source, whole, context, info) as { nodes: unknown[] } | null;
        if (found) children.push({ reader, nodes: found.nodes });
      };
    }
    const value = completer(definition.type, sets, `${type.name}.${field}`);
    return (source, record, children) => {
      record[key] = value(read(source, args, context, info), children);
    };
  }

  function completer(type: GraphQLOutputType, sets: SelectionSetNode[], place: string): Value {
    const given = present(isNonNullType(type) ? type.ofType : type, sets, place);
    if (!isNonNullType(type))
      return (value, children) => (value === null || value === undefined ? null : given(value, children));
    return (value, children) => {
      if (value === null || value === undefined) throw new Error(`Cannot return null for non-nullable ${place}`);
      return given(value, children);
    };
  }

  function present(type: GraphQLOutputType, sets: SelectionSetNode[], place: string): Value {
    if (isListType(type)) {
      const item = completer(type.ofType, sets, place);
      return (value, children) => [...(value as Iterable<unknown>)].map((one) => item(one, children));
    }
    const named = getNullableType(type);
    if (isLeafType(named)) return (value) => named.serialize(value);
    return readerFor(type, sets);
  }

  /** What is selected of a connection's nodes, by `nodes` or by `edges { node }`. */
  function nodeSets(connection: GraphQLObjectType, sets: SelectionSetNode[]): SelectionSetNode[] {
    const under = (type: GraphQLObjectType, from: SelectionSetNode[], field: string) =>
      [...fieldsFor(type, from).values()]
        .flat()
        .filter((node) => node.name.value === field)
        .flatMap((node) => node.selectionSet ?? []);
    return [
      ...under(connection, sets, 'nodes'),
      ...under(edgeOf(connection), under(connection, sets, 'edges'), 'node'),
    ];
  }

  return objectReader(graphql.getQueryType()!, [operation.selectionSet]);
}

function edgeOf(connection: GraphQLObjectType): GraphQLObjectType {
  return getNamedType(connection.getFields().edges!.type) as GraphQLObjectType;
}

/** @skip and @include with a literal condition: bulk queries have no variables. */
function skipped(node: SelectionSetNode['selections'][number]): boolean {
  return (node.directives ?? []).some((directive) => {
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    if (condition?.kind !== Kind.BOOLEAN) return false;
    return condition.value ? directive.name.value === 'skip' : directive.name.value === 'include';
  });
}
