import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';

/**
 * Query points as Shopify charges them. The rules are fitted to recorded costs: an object is 1; a connection is 2 plus the cost of one listed
 * thing times a weight that grows with the window; a mutation is 10 and its payload's own objects are free; a count at the root is 10. Money,
 * weights and page info are free.
 */
const MUTATION = 10;
const MUTATIONS: Record<string, number> = {
  refundCreate: 20,
  fulfillmentTrackingInfoUpdate: 50,
  fulfillmentTrackingInfoUpdateV2: 50,
};
const ROOT_COUNT = 10;
const CONNECTION = 2;
const FREE = new Set(['MoneyBag', 'MoneyV2', 'PageInfo', 'InventoryItemMeasurement', 'Weight']);

/** The weight of a window: how many of 1, 3, 5, 8, 13, 21, 34 … (Fibonacci) are not above its size. */
export function windowWeight(size: number): number {
  if (size < 1) return 0;
  let weight = 1;
  for (let [low, high] = [2, 3]; high <= size; [low, high] = [high, low + high]) weight++;
  return weight;
}

interface Document {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
}

/** What a query asks for: its cost if every window comes back full. */
export function requestedCost(document: Document): number {
  return rootCost(document, undefined);
}

/** What a query used, from its answer: null objects and missing nodes cost nothing. */
export function actualCost(document: Document, data: unknown): number {
  return rootCost(document, data ?? {});
}

function rootCost(document: Document, data: unknown): number {
  const { schema, operation } = document;
  const root = schema.getRootType(operation.operation)!;
  const walk = new Walk(document);
  if (operation.operation !== 'mutation') return walk.selection(operation.selectionSet, root, data);
  let sum = 0;
  for (const [node, value] of walk.fields(operation.selectionSet, root, data)) {
    sum += MUTATIONS[node.name.value] ?? MUTATION;
    const payload = getNamedType(root.getFields()[node.name.value]?.type);
    if (!payload) continue;
    for (const [child, inner] of walk.fields(node.selectionSet, payload, value)) {
      const type = walk.typeOf(child, payload);
      if (type && !isLeafType(type) && !FREE.has(type.name)) sum += walk.within(child, type, inner);
    }
  }
  return sum;
}

/** `data` is undefined while asking, and the answered value (null for nothing) when counting what was used. */
class Walk {
  private readonly document: Document;

  constructor(document: Document) {
    this.document = document;
  }

  /** The fields of a selection with their answered values, fragments opened. */
  *fields(
    set: SelectionSetNode | undefined,
    parent: GraphQLNamedType,
    data: unknown,
  ): Generator<[FieldNode, unknown, GraphQLNamedType]> {
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        if (data === undefined) yield [node, undefined, parent];
        // A field that the answer does not hold belongs to a fragment on another type.
        else if (data !== null && key in (data as object)) yield [node, (data as Record<string, unknown>)[key], parent];
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.document.fragments.get(node.name.value) : node;
      const type = this.document.schema.getType(fragment?.typeCondition?.name.value ?? parent.name) ?? parent;
      yield* this.fields(fragment?.selectionSet, type, data);
    }
  }

  typeOf(node: FieldNode, parent: GraphQLNamedType): GraphQLNamedType | undefined {
    const name = node.name.value;
    const known = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const meta = { __schema: SchemaMetaFieldDef, __type: TypeMetaFieldDef }[name as '__schema' | '__type'];
    return getNamedType((known ?? meta)?.type) ?? undefined;
  }

  /** Cost of all fields of one object; of the branches of a union or interface only the dearest counts. */
  selection(set: SelectionSetNode | undefined, parent: GraphQLNamedType, data: unknown): number {
    let sum = 0;
    const branches = new Map<string, number>();
    for (const [node, value, type] of this.fields(set, parent, data)) {
      const cost = this.field(node, type, value);
      if (isAbstractType(parent) && type !== parent) branches.set(type.name, (branches.get(type.name) ?? 0) + cost);
      else sum += cost;
    }
    return sum + Math.max(0, ...branches.values());
  }

  private field(node: FieldNode, parent: GraphQLNamedType, data: unknown): number {
    const type = this.typeOf(node, parent);
    if (!type || isLeafType(type)) return 0;
    if (FREE.has(type.name)) return 0;
    if (type.name === 'Count' && parent === this.document.schema.getQueryType()) return ROOT_COUNT;
    if (type.name.endsWith('Connection')) return this.within(node, type, data);
    // An object that turns out null, and a plain list however long, cost one.
    return 1 + this.within(node, type, data);
  }

  /** Cost of what is selected below a field. */
  within(node: FieldNode, type: GraphQLNamedType, data: unknown): number {
    if (data === null) return 0;
    if (type.name.endsWith('Connection')) return this.connection(node, type, data);
    if (!Array.isArray(data)) return this.selection(node.selectionSet, type, data);
    return Math.max(0, ...data.map((one) => this.selection(node.selectionSet, type, one)));
  }

  private connection(node: FieldNode, type: GraphQLNamedType, data: unknown): number {
    const windows = (node.arguments ?? [])
      .filter((one) => one.name.value === 'first' || one.name.value === 'last')
      .map((one) => valueFromASTUntyped(one.value, this.document.variables));
    const size = Number(windows.find((one) => one != null) ?? 0);
    let sum = CONNECTION;
    for (const [child, value] of this.fields(node.selectionSet, type, data)) {
      const listed = this.typeOf(child, type);
      if (!listed || isLeafType(listed) || FREE.has(listed.name)) continue;
      if (child.name.value !== 'nodes' && child.name.value !== 'edges') sum += this.field(child, type, value);
      else if (!Array.isArray(value)) sum += windowWeight(size) * this.one(child, listed, undefined);
      else if (value.length === 0) sum += 1;
      else {
        const each = value.map((item) => this.one(child, listed, item));
        sum += Math.round((windowWeight(value.length) * each.reduce((a, b) => a + b, 0)) / value.length);
      }
    }
    return sum;
  }

  /** One listed thing: a node, or an edge with its node. */
  private one(child: FieldNode, type: GraphQLNamedType, item: unknown): number {
    const cost = this.selection(child.selectionSet, type, item);
    return child.name.value === 'edges' ? cost : 1 + cost;
  }
}
