import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { whyHeld } from '../orders/store.server.ts';
import { pickListPdf } from '../picking/pick-list.server.ts';
import { readWave } from '../picking/read-waves.server.ts';
import { authenticate } from '../shopify.server.ts';
import { formatWhen } from '../ui/when.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const found = /^[0-9a-f-]{36}$/.test(id) ? await readWave(session.shop, id, whyHeld) : null;
  if (!found) throw new Response('There is no such wave.', { status: 404 });
  const [facts, locations] = await Promise.all([readShop(session.shop), readLocations(session.shop)]);
  const { wave } = found;
  const totes = new Map(wave.orders.map((order) => [order.orderId, order.tote]));
  const pdf = await pickListPdf({
    number: wave.number,
    locationName: locations.find((location) => location.id === wave.locationId)?.name ?? '',
    printedAt: formatWhen(new Date(), facts.timeZone),
    lines: wave.lines.map((line) => {
      const tote = totes.get(line.orderId);
      return tote ? { ...line, orderName: `${line.orderName} T${tote}` } : line;
    }),
  });
  return new Response(new Uint8Array(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="wave-${wave.number}.pdf"`,
      'Cache-Control': 'no-store',
    },
  });
}
