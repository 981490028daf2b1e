import type { LoaderFunctionArgs } from '@remix-run/node';
import { exportParcels } from '../picking/hand-off/read-parcels.server.ts';
import { authenticate } from '../shopify.server.ts';

/** The chosen parcels, or all that wait, as a file for other label tools. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const ids = new URL(request.url).searchParams.getAll('id').filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const text = await exportParcels(session.shop, ids.length > 0 ? ids : null);
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="parcels.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
