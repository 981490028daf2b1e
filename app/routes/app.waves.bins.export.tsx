import type { LoaderFunctionArgs } from '@remix-run/node';
import { exportBins } from '../picking/place/place-bins.server.ts';
import { authenticate } from '../shopify.server.ts';

/** All bins of a location and what lies in them, as the file that the Bins page takes. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const locationId = new URL(request.url).searchParams.get('location') ?? '';
  return new Response(await exportBins(session.shop, locationId), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="bins.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
