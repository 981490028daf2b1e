import type { LoaderFunctionArgs } from '@remix-run/node';
import { orderCsv } from '../replenishment/purchasing/order-file.ts';
import { orderName } from '../replenishment/purchasing/purchase-order.ts';
import { readOrder } from '../replenishment/purchasing/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const page = /^[0-9a-f-]{36}$/.test(id) ? await readOrder(session.shop, id) : null;
  if (!page) throw new Response('There is no such purchase order.', { status: 404 });
  return new Response(orderCsv(page.order), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${orderName(page.order.number)}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
}
