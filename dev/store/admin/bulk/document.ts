import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { validateDocument } from '../../kernel/validate.ts';

/** Longest document, in bytes, that a bulk operation stores. */
export const DOCUMENT_LIMIT = 65_535;

export interface BulkDocument {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  fragments: Map<string, FragmentDefinitionNode>;
}

/** Reads a document; a text when it cannot be parsed ("syntax error, unexpected end of file at [1, 16]"). */
export function readDocument(text: string): BulkDocument | string {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return syntaxProblem(text, error);
    throw error;
  }
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operation ? { document, operation, fragments } : 'syntax error, unexpected end of file';
}

/** Where a document breaks off, Shopify points at its last token. */
function syntaxProblem(text: string, error: GraphQLError): string {
  if (!error.message.includes('<EOF>')) {
    const place = error.locations?.[0];
    const what = error.message.replace(/^Syntax Error: /, '').replace(/\.$/, '');
    return `syntax error, ${what[0]?.toLowerCase()}${what.slice(1)} at [${place?.line ?? 1}, ${place?.column ?? 1}]`;
  }
  const lexer = new Lexer(new Source(text));
  let last = lexer.token;
  while (lexer.lookahead().kind !== TokenKind.EOF) last = lexer.advance();
  const end = 'syntax error, unexpected end of file';
  return last.kind === TokenKind.SOF ? end : `${end} at [${last.line}, ${last.column}]`;
}

/** What the schema has against a document, in Shopify's words. */
export function schemaProblems(schema: GraphQLSchema, { document }: BulkDocument): string[] {
  return validateDocument(schema, document).map((error) => error.message);
}

/** A connection in a document: how deep among connections it is, whether a list lies between it and the one around it. */
export interface ConnectionUse {
  field: FieldNode;
  /** 1 for a connection that is not inside another. */
  depth: number;
  insideList: boolean;
  /** The connection around it. */
  parent: ConnectionUse | undefined;
  /** Its nodes select `id` without an alias. */
  selectsId: boolean;
}

/** Every connection that a document selects. */
export function connectionsIn(schema: GraphQLSchema, { operation, fragments }: BulkDocument): ConnectionUse[] {
  const found: ConnectionUse[] = [];
  const walk = (
    set: SelectionSetNode | undefined,
    type: GraphQLNamedType | undefined,
    around: ConnectionUse | undefined,
    /** The type is that of the nodes of `around`. */
    isNode: boolean,
    insideList: boolean,
  ): void => {
    for (const node of set?.selections ?? []) {
      if (node.kind !== Kind.FIELD) {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        const condition = fragment?.typeCondition?.name.value;
        walk(fragment?.selectionSet, condition ? schema.getType(condition) : type, around, isNode, insideList);
        continue;
      }
      const name = node.name.value;
      const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
      const definition = fields[name];
      if (!definition) continue;
      if (around && isNode && name === 'id' && !node.alias) around.selectsId = true;
      const inner = getNamedType(definition.type);
      if (inner.name.endsWith('Connection')) {
        const depth = (around?.depth ?? 0) + 1;
        const use: ConnectionUse = { field: node, depth, insideList, parent: around, selectsId: false };
        found.push(use);
        walk(node.selectionSet, inner, use, false, false);
        continue;
      }
      // `edges` and `nodes` are the lists of the connection itself.
      const own = type?.name.endsWith('Connection') === true;
      const toNode = (own && name === 'nodes') || (type?.name.endsWith('Edge') === true && name === 'node');
      const list = !own && isListType(getNullableType(definition.type));
      walk(node.selectionSet, inner, around, toNode, insideList || list);
    }
  };
  walk(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, undefined, false, false);
  return found;
}
