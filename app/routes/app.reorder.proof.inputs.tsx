import type { LoaderFunctionArgs } from '@remix-run/node';
import { readInputs, readInputsPage } from '../replenishment/replay/read-proof.server.ts';
import { authenticate } from '../shopify.server.ts';

const PAGE = 500;

/** What every replay rests on, a place a line (NDJSON), or of one place with ?id=ITEM-LOCATION. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { shop } = session;
  const [, inventoryItemId, locationId] = /^(\d+)-(\d+)$/.exec(new URL(request.url).searchParams.get('id') ?? '') ?? [];
  if (inventoryItemId && locationId) {
    const inputs = await readInputs(shop, { inventoryItemId, locationId });
    if (!inputs) throw new Response('This was not played again yet.', { status: 404 });
    return file(`${JSON.stringify({ inventoryItemId, locationId, inputs }, null, 1)}\n`, 'replay-inputs.json');
  }
  const encoder = new TextEncoder();
  let after: { inventoryItemId: string; locationId: string } | null = null;
  const lines = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const rows: Awaited<ReturnType<typeof readInputsPage>> = await readInputsPage(shop, after, PAGE);
      const last = rows.at(-1);
      if (!last) return controller.close();
      after = { inventoryItemId: last.inventoryItemId, locationId: last.locationId };
      controller.enqueue(encoder.encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
    },
  });
  return file(lines, 'replay-inputs.ndjson');
}

function file(body: BodyInit, name: string): Response {
  return new Response(body, {
    headers: {
      'Content-Type': name.endsWith('.json') ? 'application/json' : 'application/x-ndjson',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  });
}
