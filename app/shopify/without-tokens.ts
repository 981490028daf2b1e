/** Shopify's library quotes session tokens in its errors: takes them, and access tokens, out of a text meant for the log. */
export function withoutTokens(text: string): string {
  return text.replace(/eyJ[\w-]*\.[\w-]*\.[\w-]*/g, '[token]').replace(/shp(at|ua|rt|ca|ss)_\w+/g, '[token]');
}
