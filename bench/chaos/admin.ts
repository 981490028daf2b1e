// The store's Admin API and control endpoints as the benchmark calls them.

// biome-ignore lint/suspicious/noExplicitAny: answers are read by whoever asked, each by its own query
export type Any = any;

export type Admin = (query: string, variables?: Record<string, unknown>) => Promise<Any>;

/** A mutation that the shop refused: nothing happened. */
export class Refused extends Error {}

/** Answers `data`. Waits when throttled; throws Refused on user errors of the mutation's field, Error on anything else. */
export function adminOf(storeUrl: string, token: string): Admin {
  return async (query, variables = {}) => {
    for (;;) {
      const response = await fetch(`${storeUrl}/admin/api/2026-07/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as Any;
      const [error] = answer.errors ?? [];
      if (error?.extensions?.code === 'THROTTLED') {
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      const question = query.trim().slice(0, 80);
      if (error || !answer.data) throw new Error(`${question}: ${JSON.stringify(answer.errors ?? answer)}`);
      for (const field of Object.values(answer.data as Record<string, Any>)) {
        const refusals = field?.userErrors ?? field?.orderCancelUserErrors ?? [];
        if (refusals.length > 0) throw new Refused(`${question}: ${JSON.stringify(refusals)}`);
      }
      return answer.data;
    }
  };
}

/** POST (with a body) or GET a control endpoint of the dev store. */
export async function control(storeUrl: string, path: string, body?: unknown): Promise<Any> {
  const response = await fetch(storeUrl + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Every node of a connection at the root of the query, which takes $after. */
export async function allOf(admin: Admin, field: string, query: string, variables = {}): Promise<Any[]> {
  const nodes: Any[] = [];
  for (let after: string | null = null; ; ) {
    const page: Any = (await admin(query, { ...variables, after }))[field];
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}
