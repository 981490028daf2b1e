// The shop itself and its locations: so few that every look reads them whole.
import type { ShopTx } from '../db.server.ts';
import { locationsList } from '../shopify/operations/locations-list.ts';
import { shopRead } from '../shopify/operations/shop-read.ts';
import { apply, unbury } from './apply.server.ts';
import { compareWithMirror, noteDrift } from './drift.server.ts';
import { locationFromNode, shopFromNode } from './projections/store.ts';
import { ask } from './read-store.server.ts';
import type { LocationRow, ShopRow } from './rows.ts';
import { microsecond } from './times.ts';
import { forgetUnseen } from './unseen.server.ts';

export type Premises = { shop: ShopRow; locations: LocationRow[]; asOf: string };

/** Younger changes may still be on their way as webhooks: that the mirror lacks them is no drift. */
const UNDERWAY_MS = 60_000;

/** Throws ReadProblem. */
export async function readPremises(shop: string): Promise<Premises> {
  const asOf = new Date().toISOString();
  const heardAt = microsecond(asOf);
  const { shop: node } = await ask(shop, shopRead, {});
  const locations: LocationRow[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof locationPage>> = await locationPage(shop, after);
    locations.push(...page.nodes.map((location) => locationFromNode(location, heardAt)));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor ?? null;
  }
  return { shop: shopFromNode(node, heardAt), locations, asOf };
}

async function locationPage(shop: string, after: string | null) {
  return (await ask(shop, locationsList, { after })).locations;
}

export async function applyPremises(tx: ShopTx, shop: string, { shop: row, locations, asOf }: Premises): Promise<void> {
  await unbury(tx, shop, { locations }, asOf);
  await apply(tx, shop, { rows: { shop: [row], locations } });
}

/**
 * Holds them against the mirror, after `takeTurn`: notes and heals what differs, asks after locations that are not there any
 * more. `whole`: within a full comparison, which calls every difference drift. Answers how many.
 */
export async function comparePremises(
  tx: ShopTx,
  shop: string,
  runId: string,
  premises: Premises,
  options: { whole?: boolean; acceptMissing?: boolean } = {},
): Promise<number> {
  const { shop: row, locations, asOf } = premises;
  if ((await tx.shop.count()) === 0) {
    await applyPremises(tx, shop, premises);
    return 0;
  }
  await unbury(tx, shop, { locations }, asOf);
  const { found, healing } = await compareWithMirror(tx, { shop: [row], locations }, asOf);
  const young = (one: { sourceUpdatedAt: string }) => Date.parse(asOf) - Date.parse(one.sourceUpdatedAt) < UNDERWAY_MS;
  const underway = new Set(
    options.whole
      ? []
      : [
          ...(young(row) ? [`Shop/${row.shopifyId}`] : []),
          ...locations.filter(young).map((one) => `Location/${one.id}`),
        ],
  );
  const drift = found.filter((one) => !underway.has(`${one.kind}/${one.objectId}`));
  const noted = await noteDrift(tx, shop, runId, drift, true);
  await apply(tx, shop, { rows: healing }, { force: true });
  const seen = new Set(locations.map((location) => location.id));
  return noted + (await forgetUnseen(tx, shop, runId, 'Location', seen, asOf, options.acceptMissing ?? false));
}
