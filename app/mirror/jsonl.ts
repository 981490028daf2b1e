// A bulk operation's JSONL, put together again: children follow their parent and name it in __parentId.

type Node = { id: string; __parentId?: string } & Record<string, unknown>;

/** Which connection of its parent a child belongs to, by the kinds in their gids. */
const PLACES: Record<string, Record<string, string>> = {
  Product: { ProductVariant: 'variants' },
  InventoryItem: { ProductVariant: 'variants', InventoryLevel: 'inventoryLevels' },
  Customer: {},
  Order: { LineItem: 'lineItems', Return: 'returns' },
  Return: { ReturnLineItem: 'returnLineItems', UnverifiedReturnLineItem: 'returnLineItems' },
  FulfillmentOrder: { FulfillmentOrderLineItem: 'lineItems', Fulfillment: 'fulfillments' },
  Fulfillment: { FulfillmentLineItem: 'fulfillmentLineItems' },
};

/**
 * Turns lines into whole objects, each with its connections as { nodes } like a normal query answers. Throws, naming the
 * line, on a child whose parent is not the object in hand: the result was not grouped.
 */
export async function* wholeObjects(lines: AsyncIterable<string>): AsyncGenerator<Node> {
  let root: Node | null = null;
  let open = new Map<string, Node>();
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line === '') continue;
    const node = JSON.parse(line) as Node;
    const kind = kindOf(node.id);
    for (const connection of new Set(Object.values(PLACES[kind] ?? {}))) node[connection] = { nodes: [] };
    const parentId = node.__parentId;
    if (parentId === undefined) {
      if (root) yield root;
      root = node;
      open = new Map([[node.id, node]]);
      continue;
    }
    const parent = open.get(parentId);
    const place = parent && PLACES[kindOf(parentId)]?.[kind];
    if (!parent || !place)
      throw new Error(`Line ${number}: ${node.id} follows no ${parentId}; the bulk result is not grouped by parent`);
    (parent[place] as { nodes: Node[] }).nodes.push(node);
    open.set(node.id, node);
  }
  if (root) yield root;
}

function kindOf(gid: string): string {
  return /^gid:\/\/shopify\/(\w+)\//.exec(gid)?.[1] ?? '';
}
