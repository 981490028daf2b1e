// Saying what bundles are made of, by form or by file. What they sold becomes demand of their components, and is computed again.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readItemsBySku } from '../../mirror/read-pickable.server.ts';
import { refreshDemand } from '../demand/refresh-demand.server.ts';
import { loadParts, takeTurn } from '../demand/store.server.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import { askForRun } from '../runs.server.ts';
import { type BundleProblems, nestOf, readBundle, type TypedBundle } from './bundle.ts';
import { type BadRow, placeBundleRows, readBundleFile } from './bundle-file.ts';
import { dropParts, partsOfBundles, putParts } from './store.server.ts';

/** Computed again at once up to so many items; more are left to the worker. */
const AT_ONCE = 200;

export type BundleSaved = { ok: true; changed: boolean } | { ok: false; problems: BundleProblems };

/** Makes the parts of a bundle those that are typed, and no others. */
export async function setBundle(shop: string, typed: TypedBundle, now: Date): Promise<BundleSaved> {
  const { answer, touched } = await inTurn(shop, now, async (tx): Promise<Answered<BundleSaved>> => {
    const facts = await readItems(tx, shop, [typed.bundle, ...typed.parts.map(({ item }) => item)]);
    const read = readBundle(typed, facts, nestOf(await loadParts(tx, shop)));
    if (!read.ok) return { answer: read, changed: [] };
    const bundleVariantId = facts.get(typed.bundle)!.variantId;
    const before = await partsOfBundles(tx, [bundleVariantId]);
    const dropped = await dropParts(
      tx,
      bundleVariantId,
      read.parts.map((part) => part.inventoryItemId),
    );
    const put = await putParts(
      tx,
      shop,
      read.parts.map((part) => ({ bundleVariantId, ...part })),
      'manual',
    );
    const changed = dropped + put.length > 0;
    const both = [...before, ...read.parts].map((part) => part.inventoryItemId);
    return { answer: { ok: true, changed }, changed: changed ? [typed.bundle, ...both] : [] };
  });
  await compute(shop, touched, now);
  return answer;
}

/** Makes a bundle, by its variant, a product like any other again. Answers whether it was one. */
export async function removeBundle(shop: string, bundleVariantId: string, now: Date): Promise<boolean> {
  const { answer, touched } = await inTurn(shop, now, async (tx): Promise<Answered<boolean>> => {
    const parts = await partsOfBundles(tx, [bundleVariantId]);
    const own = await tx.variant.findUnique({
      where: { shop_id: { shop, id: bundleVariantId } },
      select: { inventoryItemId: true },
    });
    const dropped = await dropParts(tx, bundleVariantId, []);
    const items = [own?.inventoryItemId, ...parts.map((part) => part.inventoryItemId)];
    return { answer: dropped > 0, changed: dropped > 0 ? items.filter((item) => item != null) : [] };
  });
  await compute(shop, touched, now);
  return answer;
}

export type BundlesImported =
  | { ok: true /** rows, and those of them that were not so already */; taken: number; changed: number; bad: BadRow[] }
  | { ok: false; problem: string };

/** Takes the good rows of a file, and reports each bad one. Components that it does not name stay in their bundles. */
export async function importBundles(shop: string, text: string, now: Date): Promise<BundlesImported> {
  const read = readBundleFile(text);
  if (!read.ok) return read;
  const { answer, touched } = await inTurn(shop, now, async (tx): Promise<Answered<BundlesImported>> => {
    const skus = [...new Set(read.rows.flatMap((row) => [row.bundle, row.component]))];
    const items = await readItemsBySku(tx, skus);
    const { placed, bad } = placeBundleRows(read.rows, items, nestOf(await loadParts(tx, shop)));
    const facts = await readItems(
      tx,
      shop,
      placed.map((part) => part.bundle),
    );
    const put = await putParts(
      tx,
      shop,
      placed.map(({ bundle, ...part }) => ({ bundleVariantId: facts.get(bundle)!.variantId, ...part })),
      'file',
    );
    const itemOf = new Map([...facts.values()].map((one) => [one.variantId, one.inventoryItemId]));
    return {
      answer: {
        ok: true,
        taken: placed.length,
        changed: put.length,
        bad: [...read.bad, ...bad].sort((a, b) => a.line - b.line),
      },
      changed: put.flatMap((part) => [itemOf.get(part.bundleVariantId)!, part.inventoryItemId]),
    };
  });
  await compute(shop, touched, now);
  return answer;
}

type Answered<Answer> = {
  answer: Answer /** bundles whose parts are others now, and these parts, as they were and are */;
  changed: string[];
};

/**
 * Changes of one shop's bundles take turns with each other and with whatever reads its demand, so that no two make a circle, and
 * no history is kept that counts with parts of before.
 */
async function inTurn<Answer>(
  shop: string,
  now: Date,
  change: (tx: ShopTx) => Promise<Answered<Answer>>,
): Promise<{ answer: Answer; touched: string[] }> {
  return inShop(
    shop,
    async (tx) => {
      await takeTurn(tx, shop);
      const { answer, changed } = await change(tx);
      if (changed.length === 0) return { answer, touched: [] };
      const items = [...new Set(changed)];
      const { items: touched } = await refreshDemand(tx, shop, { now, items, whole: true });
      return { answer, touched: touched ?? items };
    },
    { timeoutMs: 600_000 },
  );
}

async function compute(shop: string, items: readonly string[], now: Date): Promise<void> {
  if (items.length > AT_ONCE) await askForRun(shop, now);
  else await recomputeItems(shop, items, now);
}
