import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readAllReorder } from '../replenishment/read-reorder.server.ts';
import { reorderFile } from '../replenishment/reorder-file.ts';
import { advices } from '../replenishment/reorder-point.ts';
import { readSupplierNames } from '../replenishment/settings/read-rules.server.ts';
import { authenticate } from '../shopify.server.ts';

/** The list as it is filtered, whole, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const filter = {
    advice: advices.find((each) => each === searchParams.get('tab')) ?? null,
    locationId: searchParams.get('location') || null,
    search: (searchParams.get('q') ?? '').slice(0, 100),
  };
  const [rows, locations, { currency }, suppliers] = await Promise.all([
    readAllReorder(session.shop, filter),
    readLocations(session.shop),
    readShop(session.shop),
    readSupplierNames(session.shop),
  ]);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  const text = reorderFile(
    rows.map((row) => ({
      ...row,
      location: nameOf.get(row.locationId) ?? '',
      supplier: row.supplierId && (suppliers.get(row.supplierId) ?? null),
    })),
    currency,
  );
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="reorder.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
