import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** Points that a mutation costs by itself. */
const MUTATION_COST: Record<string, number> = { refundCreate: 20, fulfillmentTrackingInfoUpdate: 50 };

/** What one connection is charged for its window: grows with the square root at first, then slower (fitted to recorded costs). */
export function windowCost(size: number): number {
  const known: [number, number][] = [
    [0, 0],
    [1, 1],
    [3, 2],
    [5, 3],
    [10, 4],
    [20, 5],
    [50, 7],
    [100, 9],
    [200, 10],
    [250, 11],
  ];
  let [x0, y0] = known[0]!;
  for (const [x, y] of known) {
    if (size <= x) return x === x0 ? y : Math.round(y0 + ((y - y0) * (size - x0)) / (x - x0));
    [x0, y0] = [x, y];
  }
  return y0;
}

/** The points Shopify would ask for a query before it runs. */
export function requestedCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Record<string, unknown>,
): number {
  const selection = (set: SelectionSetNode | undefined, parent: GraphQLNamedType): number => {
    let sum = 0;
    let branch = 0;
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) sum += field(node, parent);
      else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        const type = schema.getType(fragment?.typeCondition?.name.value ?? parent.name) ?? parent;
        const cost = selection(fragment?.selectionSet, type);
        if ((isUnionType(parent) || isInterfaceType(parent)) && type !== parent) branch = Math.max(branch, cost);
        else sum += cost;
      }
    }
    return sum + branch;
  };
  const field = (node: FieldNode, parent: GraphQLNamedType): number => {
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (!definition) return 0;
    const type = getNamedType(definition.type);
    if (isLeafType(type)) return 0;
    if (!type.name.endsWith('Connection')) return 1 + selection(node.selectionSet, type);
    const arg = (name: string) => node.arguments?.find((one) => one.name.value === name);
    const window = arg('first') ?? arg('last');
    const size = Number((window && valueFromASTUntyped(window.value, variables)) ?? 10);
    return 2 + windowCost(size) + selection(node.selectionSet, type) - 1;
  };
  const root = schema.getRootType(operation.operation)!;
  if (operation.operation === 'mutation') {
    let sum = 0;
    for (const node of operation.selectionSet.selections)
      if (node.kind === Kind.FIELD) sum += MUTATION_COST[node.name.value] ?? 10;
    return sum;
  }
  return selection(operation.selectionSet, root);
}
