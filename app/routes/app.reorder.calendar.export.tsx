import type { LoaderFunctionArgs } from '@remix-run/node';
import { addDays, dayAt } from '../calendar/day.ts';
import { writePlanFile } from '../calendar/plan-file.ts';
import { readCalendar } from '../calendar/read-calendar.server.ts';
import { nameGoods } from '../mirror/find-goods.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { authenticate } from '../shopify.server.ts';

/** Ten years of the calendar as a file that it takes back. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const today = dayAt(new Date(), (await readShop(session.shop)).timeZone);
  const period = { firstDay: addDays(today, -5 * 365), lastDay: addDays(today, 5 * 365) };
  const { events } = await readCalendar(session.shop, period);
  const names = await nameGoods(
    session.shop,
    events.map((event) => ({ scope: event.scope, keys: event.scopeKeys })),
  );
  const nameOf = new Map(events.map((event, index) => [event.id, names[index] ?? []]));
  return new Response(
    writePlanFile(events, (event) => nameOf.get(event.id) ?? []),
    {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="calendar.csv"',
        'Cache-Control': 'no-store',
      },
    },
  );
}
