/** Global ids as the Admin API writes them: gid://shopify/Order/123. */

const FORM = /^gid:\/\/shopify\/([A-Za-z]+)\/([^?]+)(\?.*)?$/;

/** `gid('Order', '123')` → `gid://shopify/Order/123`. */
export function gid(type: string, tail: string | number): string {
  return `gid://shopify/${type}/${tail}`;
}

/** The type named in a gid, or undefined when the text is no gid. */
export function gidType(id: string): string | undefined {
  return FORM.exec(id)?.[1];
}

/** The last part of a gid (`123`), without the query that InventoryLevel ids carry; the text itself when it is no gid. */
export function gidTail(id: string): string {
  // Sorting tens of thousands of records calls this often: no regular expression here.
  if (!id.startsWith('gid://')) return id;
  const end = id.indexOf('?');
  const path = end < 0 ? id : id.slice(0, end);
  return path.slice(path.lastIndexOf('/') + 1);
}
