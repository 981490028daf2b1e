import type { LoaderFunctionArgs } from '@remix-run/node';
import { readManifest } from '../picking/hand-off/manifest.server.ts';
import { manifestPdf } from '../picking/hand-off/manifest-pdf.server.ts';
import { gramsOf } from '../picking/hand-off/parcel.ts';
import { printedHash } from '../picking/packing/station/anchors.ts';
import { senderLines } from '../picking/papers/address.ts';
import { paperSize } from '../picking/papers/words.ts';
import { authenticate } from '../shopify.server.ts';
import { formatWhen } from '../ui/when.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const found = /^[0-9a-f-]{36}$/.test(id) ? await readManifest(session.shop, id) : null;
  if (!found) throw new Response('There is no such manifest.', { status: 404 });
  const { manifest, sender, parcels } = found;
  const paper = {
    number: manifest.number,
    from: senderLines(sender, Number.POSITIVE_INFINITY),
    carrier: manifest.carrier ?? 'No carrier',
    closedAt: formatWhen(manifest.closedAt, sender.timeZone),
    rows: parcels.map((parcel) => ({
      parcel: `${parcel.orderName}, parcel ${parcel.number}`,
      box: parcel.boxName ?? '',
      grams: gramsOf(parcel),
      tracking: parcel.trackingNumber ?? '',
      seal: parcel.sealHash && printedHash(parcel.sealHash),
    })),
  };
  const pdf = await manifestPdf(paper, paperSize(null, sender.country));
  return new Response(new Uint8Array(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="manifest-${manifest.number}.pdf"`,
      'Cache-Control': 'no-store',
    },
  });
}
