import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readWholeList } from '../replenishment/list/read-list.server.ts';
import { readFilter } from '../replenishment/list/reorder-filter.ts';
import { movesFile } from '../replenishment/moving/moves-file.ts';
import { authenticate } from '../shopify.server.ts';
import { lastDays } from '../ui/period.ts';

/** All moves of the list as it is filtered, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { timeZone } = await readShop(session.shop);
  const today = lastDays(1, new Date(), timeZone).to;
  const filter = { ...readFilter(new URL(request.url).searchParams), advice: 'move' as const };
  const [{ rows }, locations] = await Promise.all([
    readWholeList(session.shop, filter, today),
    readLocations(session.shop),
  ]);
  const names = new Map(locations.map(({ id, name }) => [id, name]));
  return new Response(
    movesFile(rows, (id) => names.get(id) ?? ''),
    {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="moves.csv"',
        'Cache-Control': 'no-store',
      },
    },
  );
}
