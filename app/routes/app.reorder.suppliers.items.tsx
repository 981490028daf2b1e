import type { LoaderFunctionArgs } from '@remix-run/node';
import { searchItems } from '../replenishment/purchasing/read-suppliers.server.ts';
import { authenticate } from '../shopify.server.ts';

/** Items by product, SKU or barcode, for pages on which one is chosen: a supplier’s, and the bundles. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const search = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 100);
  const items = search ? await searchItems(session.shop, search) : [];
  return {
    found: items.map(({ inventoryItemId, title, sku, barcode }) => ({
      inventoryItemId,
      title,
      sku,
      cost: '',
      remark: barcode ?? '',
    })),
  };
}
