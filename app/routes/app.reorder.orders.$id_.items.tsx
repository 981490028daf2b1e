import type { LoaderFunctionArgs } from '@remix-run/node';
import { decimalFromMinor } from '../lib/money.ts';
import { findOrderable, readOrder } from '../replenishment/purchasing/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';

/** Items to add to an order, for its page. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const page = /^[0-9a-f-]{36}$/.test(id) ? await readOrder(session.shop, id) : null;
  if (!page) throw new Response('There is no such purchase order.', { status: 404 });
  const search = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 100);
  const { supplierId, currency, supplierName } = page.order;
  const items = search ? await findOrderable(session.shop, supplierId, currency, search) : [];
  return {
    found: items.map((item) => ({
      inventoryItemId: item.inventoryItemId,
      title: item.title,
      sku: item.sku,
      cost: item.cost === null ? '' : decimalFromMinor(item.cost, currency),
      remark: item.sold
        ? `${item.cost === null ? 'cost not known' : `${decimalFromMinor(item.cost, currency)} ${currency}`}`
        : `not among ${supplierName}’s items`,
    })),
  };
}
