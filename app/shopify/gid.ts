// Shopify's global ids. Inside the app an id is the numeric tail, as text: it exceeds 2^53.

/** gid('Order', '123') → gid://shopify/Order/123 */
export function gid(kind: string, id: string): string {
  return `gid://shopify/${kind}/${id}`;
}

/** The numeric tail of a gid, without its query part. Throws on anything else. */
export function idOf(gid: string): string {
  const match = /^gid:\/\/shopify\/[A-Za-z]+\/(\d+)(?:\?.*)?$/.exec(gid);
  if (!match?.[1]) throw new Error(`"${gid}" is not a Shopify id such as gid://shopify/Order/123`);
  return match[1];
}
