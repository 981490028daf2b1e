import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
  type ValueNode,
} from 'graphql';

/** A top-level error of a GraphQL response, as Shopify writes it. */
export interface ResponseError {
  message: string;
  locations?: { line: number; column: number }[];
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

type Located = { loc?: { startToken: { line: number; column: number } } | undefined };
type Path = string[];
interface Usage {
  name: string;
  node: Located;
  path: Path;
}

/** Where a node starts, one-based. */
export function location(node: Located): { line: number; column: number }[] {
  const start = node.loc?.startToken;
  return start ? [{ line: start.line, column: start.column }] : [];
}

/** "mutation Name" or "query": how the first element of an error's path names the operation. */
function operationTitle(node: OperationDefinitionNode): string {
  return node.name ? `${node.operation} ${node.name.value}` : node.operation;
}

/**
 * Checks a document against the schema and answers the mistakes in the words, order and places of Shopify's server (graphql-ruby's static
 * validation). An empty list means the document may run.
 */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): ResponseError[] {
  return new DocumentCheck(schema, document).run();
}

class DocumentCheck {
  private readonly schema: GraphQLSchema;
  private readonly document: DocumentNode;
  private readonly errors: ResponseError[] = [];
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private usages: Usage[] = [];
  private spreads: Usage[] = [];
  private variableTypes = new Map<string, { type: GraphQLInputType; hasDefault: boolean }>();

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.schema = schema;
    this.document = document;
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  run(): ResponseError[] {
    const operations: { node: OperationDefinitionNode; usages: Usage[]; spreads: Usage[] }[] = [];
    const fragmentParts = new Map<string, { usages: Usage[]; spreads: Usage[] }>();
    for (const node of this.document.definitions) {
      this.usages = [];
      this.spreads = [];
      if (node.kind === Kind.OPERATION_DEFINITION) {
        this.operation(node);
        operations.push({ node, usages: this.usages, spreads: this.spreads });
      } else if (node.kind === Kind.FRAGMENT_DEFINITION) {
        this.variableTypes = new Map();
        const name = node.typeCondition.name.value;
        const path = [`fragment ${node.name.value}`];
        const type = this.schema.getType(name);
        if (!type) this.undefinedType(name, node.typeCondition, path);
        else this.selections(node.selectionSet, type, path);
        fragmentParts.set(node.name.value, { usages: this.usages, spreads: this.spreads });
      }
    }
    this.fragmentsUsed(operations, fragmentParts);
    this.variablesUsed(operations, fragmentParts);
    return this.errors;
  }

  private add(message: string, node: Located, path: Path, extensions: Record<string, unknown>): void {
    this.errors.push({ message, locations: location(node), path: [...path], extensions });
  }

  private undefinedType(name: string, node: Located, path: Path): void {
    this.add(`No such type ${name}, so it can't be a fragment condition`, node, path, {
      code: 'undefinedType',
      typeName: name,
    });
  }

  private operation(node: OperationDefinitionNode): void {
    const path = [operationTitle(node)];
    this.variableTypes = new Map();
    for (const definition of node.variableDefinitions ?? []) {
      const type = typeFromAST(this.schema, definition.type as never) as GraphQLInputType | undefined;
      const name = definition.variable.name.value;
      if (!type || !isInputType(type)) {
        const typeName = print(definition.type).replace(/[[\]!]/g, '');
        this.add(`${typeName} isn't a defined input type (on $${name})`, definition, path, {
          code: 'variableRequiresValidType',
          typeName,
          variableName: name,
        });
      } else this.variableTypes.set(name, { type, hasDefault: definition.defaultValue !== undefined });
    }
    this.directives(node.directives ?? [], path);
    const root = this.schema.getRootType(node.operation);
    if (root) this.selections(node.selectionSet, root, path);
  }

  private selections(set: SelectionSetNode, parent: GraphQLNamedType, path: Path): void {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) this.field(node, parent, path);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = node.typeCondition?.name.value;
        const inner = [...path, condition ? `... on ${condition}` : '...'];
        this.directives(node.directives ?? [], inner);
        const type = condition ? this.schema.getType(condition) : parent;
        if (!type) this.undefinedType(condition!, node, inner);
        else if (this.spreadPossible(type, parent, node, inner)) this.selections(node.selectionSet, type, inner);
      } else {
        const name = node.name.value;
        const inner = [...path, `... ${name}`];
        this.directives(node.directives ?? [], inner);
        this.spreads.push({ name, node, path: inner });
        const type = this.schema.getType(this.fragments.get(name)?.typeCondition.name.value ?? '');
        if (type) this.spreadPossible(type, parent, node, inner, name);
      }
    }
  }

  private spreadPossible(type: GraphQLNamedType, parent: GraphQLNamedType, node: Located, path: Path, name?: string) {
    if (!isCompositeType(type) || !isCompositeType(parent)) return false;
    const possible = (one: typeof type) => (isObjectType(one) ? [one] : this.schema.getPossibleTypes(one));
    if (possible(type).some((one) => possible(parent).includes(one))) return true;
    const what = name ? `${name} on ${type.name}` : type.name;
    this.add(`Fragment${name ? '' : ' on'} ${what} can't be spread inside ${parent.name}`, node, path, {
      code: 'cannotSpreadFragment',
      typeName: type.name,
      fragmentName: name ?? 'unknown',
      parentName: parent.name,
    });
    return false;
  }

  private field(node: FieldNode, parent: GraphQLNamedType, path: Path): void {
    const name = node.name.value;
    const inner = [...path, node.alias?.value ?? name];
    const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
    const definition =
      fields[name] ??
      (name === '__typename' ? TypeNameMetaFieldDef : undefined) ??
      (parent === this.schema.getQueryType()
        ? { __schema: SchemaMetaFieldDef, __type: TypeMetaFieldDef }[name as '__schema' | '__type']
        : undefined);
    if (!definition) {
      this.add(`Field '${name}' doesn't exist on type '${parent.name}'`, node, inner, {
        code: 'undefinedField',
        typeName: parent.name,
        fieldName: name,
      });
      return;
    }
    const args = node.arguments ?? [];
    const missing = definition.args.filter(
      (arg) =>
        isNonNullType(arg.type) && arg.defaultValue === undefined && !args.some((a) => a.name.value === arg.name),
    );
    if (missing.length) {
      const list = missing.map((arg) => arg.name).join(', ');
      this.add(`Field '${name}' is missing required arguments: ${list}`, node, inner, {
        code: 'missingRequiredArguments',
        className: 'Field',
        name,
        arguments: list,
      });
    }
    const type = getNamedType(definition.type);
    if (isLeafType(type) && node.selectionSet) {
      const chosen = node.selectionSet.selections.map((one) => ('name' in one ? one.name.value : '...')).join('", "');
      this.add(
        `Selections can't be made on ${isEnumType(type) ? 'enums' : 'scalars'} (field '${name}' returns ${type.name} but has selections ["${chosen}"])`,
        node,
        inner,
        { code: 'selectionMismatch', nodeName: `field '${name}'`, typeName: type.name },
      );
    } else if (!isLeafType(type) && !node.selectionSet) {
      this.add(
        `Field must have selections (field '${name}' returns ${type.name} but has no selections. Did you mean '${name} { ... }'?)`,
        node,
        inner,
        { code: 'selectionMismatch', nodeName: `field '${name}'`, typeName: type.name },
      );
    }
    for (const arg of args) this.argument(arg, node, definition.args, { kind: 'Field', name }, inner);
    this.directives(node.directives ?? [], inner);
    if (node.selectionSet && !isLeafType(type)) this.selections(node.selectionSet, type, inner);
  }

  private directives(nodes: readonly DirectiveNode[], path: Path): void {
    for (const node of nodes) {
      const name = node.name.value;
      const definition = this.schema.getDirective(name);
      if (!definition) {
        this.add(`Directive @${name} is not defined`, node, path, { code: 'undefinedDirective', directiveName: name });
        continue;
      }
      const args = node.arguments ?? [];
      const missing = definition.args.filter(
        (arg) =>
          isNonNullType(arg.type) && arg.defaultValue === undefined && !args.some((a) => a.name.value === arg.name),
      );
      if (missing.length) {
        const list = missing.map((arg) => arg.name).join(', ');
        this.add(`Directive '${name}' is missing required arguments: ${list}`, node, path, {
          code: 'missingRequiredArguments',
          className: 'Directive',
          name,
          arguments: list,
        });
      }
      for (const arg of args)
        this.argument(arg, node, definition.args, { kind: 'Directive', name }, [...path, `@${name}`]);
    }
  }

  private argument(
    node: ArgumentNode,
    parent: Located,
    definitions: readonly (GraphQLArgument | GraphQLInputField)[],
    owner: { kind: string; name: string },
    path: Path,
  ): void {
    const name = node.name.value;
    const inner = [...path, name];
    const definition = definitions.find((one) => one.name === name);
    if (!definition) {
      this.add(`${owner.kind} '${owner.name}' doesn't accept argument '${name}'`, node, inner, {
        code: 'argumentNotAccepted',
        name: owner.name,
        typeName: owner.kind,
        argumentName: name,
      });
      this.collectVariables(node.value, inner);
      return;
    }
    this.argumentValue(name, node.value, definition, parent, owner, inner, node);
  }

  private argumentValue(
    name: string,
    value: ValueNode,
    definition: GraphQLArgument | GraphQLInputField,
    parent: Located,
    owner: { kind: string; name: string },
    path: Path,
    node: Located,
  ): void {
    const before = this.errors.length;
    if (value.kind === Kind.VARIABLE) {
      this.variableUse(value.name.value, name, definition, node, path);
      return;
    }
    this.nested(value, definition.type, path, name);
    if (this.errors.slice(before).some((error) => error.path && startsWith(error.path, path))) return;
    const problem = literalProblem(value, definition.type);
    if (problem === undefined) return;
    const text = `Argument '${name}' on ${owner.kind} '${owner.name}' has an invalid value (${print(value)}). Expected type '${definition.type}'.`;
    if (problem.message)
      this.add(problem.message, parent, path, { code: 'argumentLiteralsIncompatible', typeName: 'CoercionError' });
    else
      this.add(text, parent, path, {
        code: 'argumentLiteralsIncompatible',
        typeName: owner.kind,
        argumentName: name,
      });
  }

  /** Goes into input objects and lists of a literal. */
  private nested(value: ValueNode, type: GraphQLInputType, path: Path, name: string): void {
    const bare = isNonNullType(type) ? type.ofType : type;
    if (value.kind === Kind.LIST) {
      const item = isListType(bare) ? (bare.ofType as GraphQLInputType) : bare;
      for (const one of value.values) this.nested(one, item, path, name);
      return;
    }
    if (value.kind === Kind.VARIABLE) {
      this.usages.push({ name: value.name.value, node: value, path });
      return;
    }
    if (value.kind !== Kind.OBJECT) return;
    const named = getNamedType(bare);
    if (!isInputObjectType(named)) {
      this.collectVariables(value, path);
      return;
    }
    const fields = Object.values(named.getFields());
    for (const field of fields) {
      if (!isNonNullType(field.type) || field.defaultValue !== undefined) continue;
      if (value.fields.some((one) => one.name.value === field.name)) continue;
      this.add(
        `Argument '${field.name}' on InputObject '${named.name}' is required. Expected type ${field.type}`,
        value,
        [...path, field.name],
        {
          code: 'missingRequiredInputObjectAttribute',
          argumentName: field.name,
          argumentType: String(field.type),
          inputObjectType: named.name,
        },
      );
    }
    for (const field of value.fields) {
      const inner = [...path, field.name.value];
      const definition = fields.find((one) => one.name === field.name.value);
      if (definition) {
        const owner = { kind: 'InputObject', name: named.name };
        this.argumentValue(field.name.value, field.value, definition, value, owner, inner, field);
      } else {
        this.add(`InputObject '${named.name}' doesn't accept argument '${field.name.value}'`, field, inner, {
          code: 'argumentNotAccepted',
          name: named.name,
          typeName: 'InputObject',
          argumentName: field.name.value,
        });
        this.collectVariables(field.value, inner);
      }
    }
  }

  private collectVariables(value: ValueNode, path: Path): void {
    if (value.kind === Kind.VARIABLE) this.usages.push({ name: value.name.value, node: value, path });
    else if (value.kind === Kind.LIST) for (const one of value.values) this.collectVariables(one, path);
    else if (value.kind === Kind.OBJECT) for (const one of value.fields) this.collectVariables(one.value, path);
  }

  private variableUse(
    variable: string,
    argument: string,
    definition: GraphQLArgument | GraphQLInputField,
    node: Located,
    path: Path,
  ): void {
    this.usages.push({ name: variable, node, path });
    const declared = this.variableTypes.get(variable);
    if (!declared) return;
    const wanted = definition.type;
    const mismatch = typeMismatch(declared.type, wanted, declared.hasDefault || definition.defaultValue !== undefined);
    if (!mismatch) return;
    this.add(
      `${mismatch} on variable $${variable} and argument ${argument} (${declared.type} / ${wanted})`,
      node,
      path,
      {
        code: 'variableMismatch',
        variableName: variable,
        typeName: String(declared.type),
        argumentName: argument,
        errorMessage: mismatch,
      },
    );
  }

  private fragmentsUsed(
    operations: { spreads: Usage[] }[],
    parts: Map<string, { usages: Usage[]; spreads: Usage[] }>,
  ): void {
    const used = new Set<string>();
    const follow = (spreads: Usage[]) => {
      for (const spread of spreads) {
        if (used.has(spread.name)) continue;
        used.add(spread.name);
        if (!this.fragments.has(spread.name))
          this.add(`Fragment ${spread.name} was used, but not defined`, spread.node, spread.path, {
            code: 'useAndDefineFragment',
            fragmentName: spread.name,
          });
        follow(parts.get(spread.name)?.spreads ?? []);
      }
    };
    for (const operation of operations) follow(operation.spreads);
    for (const [name, node] of this.fragments)
      if (!used.has(name))
        this.add(`Fragment ${name} was defined, but not used`, node, [`fragment ${name}`], {
          code: 'useAndDefineFragment',
          fragmentName: name,
        });
  }

  private variablesUsed(
    operations: { node: OperationDefinitionNode; usages: Usage[]; spreads: Usage[] }[],
    parts: Map<string, { usages: Usage[]; spreads: Usage[] }>,
  ): void {
    for (const { node, usages, spreads } of operations) {
      const all = [...usages];
      const seen = new Set<string>();
      const follow = (list: Usage[]) => {
        for (const { name } of list) {
          if (seen.has(name)) continue;
          seen.add(name);
          all.push(...(parts.get(name)?.usages ?? []));
          follow(parts.get(name)?.spreads ?? []);
        }
      };
      follow(spreads);
      const title = operationTitle(node);
      const owner = node.name?.value ?? `anonymous ${node.operation}`;
      const declared = new Set((node.variableDefinitions ?? []).map((one) => one.variable.name.value));
      for (const definition of node.variableDefinitions ?? []) {
        const name = definition.variable.name.value;
        if (!all.some((one) => one.name === name))
          this.add(`Variable $${name} is declared by ${owner} but not used`, definition, [title], {
            code: 'variableNotUsed',
            variableName: name,
          });
      }
      const reported = new Set<string>();
      for (const usage of all) {
        if (declared.has(usage.name) || reported.has(usage.name)) continue;
        reported.add(usage.name);
        this.add(`Variable $${usage.name} is used by ${owner} but not declared`, usage.node, usage.path, {
          code: 'variableNotDefined',
          variableName: usage.name,
        });
      }
    }
  }
}

function startsWith(path: (string | number)[], prefix: Path): boolean {
  return prefix.every((part, index) => path[index] === part);
}

/** undefined when the literal fits; `message` when the scalar has words of its own. */
function literalProblem(value: ValueNode, type: GraphQLInputType): { message?: string } | undefined {
  if (value.kind === Kind.VARIABLE) return undefined;
  if (isNonNullType(type)) return value.kind === Kind.NULL ? {} : literalProblem(value, type.ofType);
  if (value.kind === Kind.NULL) return undefined;
  if (isListType(type)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    for (const item of items) {
      const problem = literalProblem(item, type.ofType);
      if (problem) return problem;
    }
    return undefined;
  }
  if (isInputObjectType(type)) return value.kind === Kind.OBJECT ? undefined : {};
  if (isEnumType(type)) return value.kind === Kind.ENUM && type.getValue(value.value) ? undefined : {};
  if (!isScalarType(type)) return undefined;
  switch (type.name) {
    case 'ID':
      if (value.kind === Kind.INT) return undefined;
      if (value.kind !== Kind.STRING) return {};
      return isGlobalId(value.value) ? undefined : { message: `Invalid global id '${value.value}'` };
    case 'Int':
      return value.kind === Kind.INT && isInt32(Number(value.value)) ? undefined : {};
    case 'Float':
      return value.kind === Kind.INT || value.kind === Kind.FLOAT ? undefined : {};
    case 'Boolean':
      return value.kind === Kind.BOOLEAN ? undefined : {};
    case 'String':
      return value.kind === Kind.STRING ? undefined : {};
    case 'DateTime':
      return value.kind === Kind.STRING && isTime(value.value) ? undefined : {};
    default:
      return undefined;
  }
}

export function isGlobalId(text: string): boolean {
  return /^gid:\/\/[a-z-]+\/[A-Za-z]+\/[^\s]+$/.test(text) || /^\d+$/.test(text);
}

export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -2147483648 && value <= 2147483647;
}

export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Why a variable of one type may not stand for an argument of another. */
function typeMismatch(given: GraphQLInputType, wanted: GraphQLInputType, hasDefault: boolean): string | undefined {
  if (isNonNullType(wanted)) {
    if (isNonNullType(given)) return typeMismatch(given.ofType, wanted.ofType, hasDefault);
    const inner = typeMismatch(given, wanted.ofType, hasDefault);
    if (inner) return inner;
    return hasDefault ? undefined : 'Nullability mismatch';
  }
  if (isNonNullType(given)) return typeMismatch(given.ofType, wanted, hasDefault);
  if (isListType(wanted)) {
    if (isListType(given)) return typeMismatch(given.ofType, wanted.ofType, false);
    return 'List dimension mismatch';
  }
  if (isListType(given)) return 'List dimension mismatch';
  return (given as GraphQLNamedType).name === (wanted as GraphQLNamedType).name ? undefined : 'Type mismatch';
}
