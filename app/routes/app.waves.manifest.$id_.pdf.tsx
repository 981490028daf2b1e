import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readManifest } from '../picking/hand-off/manifest.server.ts';
import { manifestPdf } from '../picking/hand-off/manifest-pdf.server.ts';
import { gramsOf } from '../picking/hand-off/parcel.ts';
import { printedHash } from '../picking/packing/station/anchors.ts';
import { paperSize } from '../picking/papers/words.ts';
import { authenticate } from '../shopify.server.ts';
import { formatWhen } from '../ui/when.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const found = /^[0-9a-f-]{36}$/.test(id) ? await readManifest(session.shop, id) : null;
  if (!found) throw new Response('There is no such manifest.', { status: 404 });
  const [facts, locations] = await Promise.all([readShop(session.shop), readLocations(session.shop)]);
  const { manifest, parcels } = found;
  const location = locations.find((one) => one.id === manifest.locationId);
  const paper = {
    number: manifest.number,
    shop: facts.name,
    location: location?.name ?? '',
    carrier: manifest.carrier ?? 'No carrier',
    closedAt: formatWhen(manifest.closedAt, facts.timeZone),
    rows: parcels.map((parcel) => ({
      parcel: `${parcel.orderName}, parcel ${parcel.number}`,
      box: parcel.boxName ?? '',
      grams: gramsOf(parcel),
      tracking: parcel.trackingNumber ?? '',
      seal: parcel.sealHash && printedHash(parcel.sealHash),
    })),
  };
  const pdf = await manifestPdf(paper, paperSize(null, facts.country));
  return new Response(new Uint8Array(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="manifest-${manifest.number}.pdf"`,
      'Cache-Control': 'no-store',
    },
  });
}
