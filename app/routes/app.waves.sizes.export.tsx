import type { LoaderFunctionArgs } from '@remix-run/node';
import { exportSizes } from '../picking/packing/boxes/change-sizes.server.ts';
import { authenticate } from '../shopify.server.ts';

/** The sizes of all items, as the file that their import takes. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  return new Response(await exportSizes(session.shop), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="item-sizes.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
