import type { LoaderFunctionArgs } from '@remix-run/node';
import { orderPdf } from '../replenishment/purchasing/order-pdf.server.ts';
import { orderName } from '../replenishment/purchasing/purchase-order.ts';
import { readOrder, readPaper } from '../replenishment/purchasing/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const page = /^[0-9a-f-]{36}$/.test(id) ? await readOrder(session.shop, id) : null;
  if (!page) throw new Response('There is no such purchase order.', { status: 404 });
  const pdf = await orderPdf(await readPaper(session.shop, page.order));
  return new Response(new Uint8Array(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${orderName(page.order.number)}.pdf"`,
      'Cache-Control': 'no-store',
    },
  });
}
