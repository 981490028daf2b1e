import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { deadFile, excessFile, slowFile } from '../replenishment/overstock/overstock-file.ts';
import { readSlowMovers, readStock } from '../replenishment/overstock/read-overstock.server.ts';
import { assumptionNames, deadOf, excessOf, readAssumptions } from '../replenishment/overstock/ways-out.ts';
import { authenticate } from '../shopify.server.ts';

const EVERY_ROW = 200_000;

/** The tab as a file, whole, under the assumptions of the page. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const [facts, locations] = await Promise.all([readShop(session.shop), readLocations(session.shop)]);
  const now = new Date();
  const locationId = searchParams.get('location') || null;
  const file = async () => {
    if (searchParams.get('tab') === 'slow') {
      const { rows, quarter, before } = await readSlowMovers(session.shop, facts, locations, locationId, now);
      return slowFile(rows, quarter, before);
    }
    const { rows } = await readStock(session.shop, facts, locations, locationId, now, EVERY_ROW);
    if (searchParams.get('tab') === 'dead') return deadFile(deadOf(rows));
    const typed = Object.fromEntries(
      assumptionNames.flatMap((name) => (searchParams.has(name) ? [[name, searchParams.get(name) ?? '']] : [])),
    );
    return excessFile(excessOf(rows, readAssumptions(typed).assumptions));
  };
  return new Response(await file(), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="overstock.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
