// The store as its own Admin API tells it: whole connections by bulk operation, single objects by id.
import { Readable } from 'node:stream';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by whoever asked, each by its own query
export type Any = any;

export type Store = {
  ask(query: string, variables?: Record<string, unknown>): Promise<Any>;
  /** Every object of the query's result in the order of the file; a nested one names its parent in `__parentId`. */
  bulk(query: string): AsyncGenerator<Any>;
};

/** `url` of the dev store. Its clock is moved on where Shopify would make us wait for points. */
export function storeAt(url: string): Store {
  async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Any> {
    for (;;) {
      const response = await fetch(`${url}/admin/api/2026-07/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as Any;
      if (answer.errors?.[0]?.extensions?.code === 'THROTTLED') {
        await fetch(`${url}/_store/clock`, { method: 'POST', body: JSON.stringify({ advanceSeconds: 20 }) });
        continue;
      }
      if (answer.errors || !answer.data)
        throw new Error(`the store refused ${query.slice(0, 80)}…: ${JSON.stringify(answer.errors ?? answer)}`);
      return answer.data;
    }
  }

  async function* bulk(query: string): AsyncGenerator<Any> {
    const { bulkOperationRunQuery: begun } = await ask(
      'mutation ($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } userErrors { field message } } }',
      { query },
    );
    if (begun.userErrors.length > 0) throw new Error(`no bulk operation: ${JSON.stringify(begun.userErrors)}`);
    for (;;) {
      const { bulkOperation } = await ask('query ($id: ID!) { bulkOperation(id: $id) { status errorCode url } }', {
        id: begun.bulkOperation.id,
      });
      if (['FAILED', 'CANCELED', 'EXPIRED'].includes(bulkOperation.status))
        throw new Error(`the bulk operation ended ${bulkOperation.status} (${bulkOperation.errorCode})`);
      if (bulkOperation.status !== 'COMPLETED') {
        await new Promise((resolve) => setTimeout(resolve, 250));
        continue;
      }
      if (bulkOperation.url) yield* objectsAt(bulkOperation.url);
      return;
    }
  }
  return { ask, bulk };
}

async function* objectsAt(url: string): AsyncGenerator<Any> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`the bulk result at ${url} answers ${response.status}`);
  let rest = '';
  const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream).setEncoding('utf8');
  for await (const text of body) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line);
  }
  if (rest) yield JSON.parse(rest);
}
