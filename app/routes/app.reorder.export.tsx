import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readWholeList } from '../replenishment/list/read-list.server.ts';
import { readFilter } from '../replenishment/list/reorder-filter.ts';
import { reorderFile } from '../replenishment/reorder-file.ts';
import { authenticate } from '../shopify.server.ts';
import { lastDays } from '../ui/period.ts';

/** The list as it is filtered, whole, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { currency, timeZone } = await readShop(session.shop);
  const today = lastDays(1, new Date(), timeZone).to;
  const filter = readFilter(new URL(request.url).searchParams);
  const [{ rows, suppliers }, locations] = await Promise.all([
    readWholeList(session.shop, filter, today),
    readLocations(session.shop),
  ]);
  const locationName = new Map(locations.map((location) => [location.id, location.name]));
  const supplierName = new Map(suppliers.map((supplier) => [supplier.id, supplier.name]));
  const text = reorderFile(
    rows.map((row) => ({
      ...row,
      location: locationName.get(row.locationId) ?? '',
      moves: row.moves.map(({ from, units }) => ({ from: locationName.get(from) ?? '', units })),
      supplier: row.supplierId && (supplierName.get(row.supplierId) ?? null),
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
