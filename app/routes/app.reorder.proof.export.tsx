import type { LoaderFunctionArgs } from '@remix-run/node';
import { readLocations } from '../mirror/read-locations.server.ts';
import { proofFile } from '../replenishment/replay/proof-file.ts';
import { readProofList } from '../replenishment/replay/read-proof.server.ts';
import { authenticate } from '../shopify.server.ts';

const MOST = 200_000;

/** Every result, played or not, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const all = { locationId: null, class: null, search: '' };
  const sort = { by: 'gain', direction: 'desc' } as const;
  const page = { skip: 0, take: MOST };
  const [played, notPlayed, locations] = await Promise.all([
    readProofList(session.shop, { ...all, tab: 'all' }, sort, page),
    readProofList(session.shop, { ...all, tab: 'not-played' }, sort, page),
    readLocations(session.shop),
  ]);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  const rows = [...played.list, ...notPlayed.list].map((row) => ({
    ...row,
    location: nameOf.get(row.locationId) ?? '',
  }));
  return new Response(proofFile(rows), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="proof.csv"',
      'Cache-Control': 'no-store',
    },
  });
}
