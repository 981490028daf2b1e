// The layout of a location: read with its bins, and saved as the next version.
import { inShop } from '../../db.server.ts';
import { compareBins } from '../bin-order.ts';
import { type BinPart, binParts } from './bin-name.ts';
import { layoutProblems } from './check-layout.ts';
import { readLayout } from './layout.ts';
import type { Told } from './place-bins.server.ts';
import {
  type Bin,
  insertLayout,
  type KeptLayout,
  listLayouts,
  loadAllBins,
  loadLayout,
  type Naming,
  saveBins,
  understandNames,
} from './store.server.ts';

export type LayoutPage = {
  kept: KeptLayout | null;
  versions: { version: number; by: string; createdAt: Date }[];
  /** in the order people number them */
  bins: Bin[];
};

/** The layout in use and those before it; `version` looks at an older one. */
export async function readLayoutPage(shop: string, locationId: string, version?: number): Promise<LayoutPage> {
  return inShop(shop, async (tx) => ({
    kept: await loadLayout(tx, locationId, version),
    versions: await listLayouts(tx, locationId),
    bins: (await loadAllBins(tx, locationId)).sort((a, b) => compareBins(a.name, b.name)),
  }));
}

export type LayoutWish = { basedOn: number; document: string; naming: string; addBins: string[] };
export type SavedLayout = { ok: true; version: number } | { ok: false; problems: string[] };

/** Saves a layout, and makes the bins that were pasted for it. A layout with problems is not saved; nothing is then. */
export async function saveLayout(shop: string, locationId: string, wish: LayoutWish, told: Told): Promise<SavedLayout> {
  const read = readLayout(wish.document);
  if (!read.ok) return { ok: false, problems: [read.problem] };
  const naming = readNaming(wish.naming);
  if (!naming) return { ok: false, problems: ['What the parts of a name mean could not be read. Reload the page.'] };
  const problems = layoutProblems(read.layout);
  if (problems.length > 0) return { ok: false, problems };
  return inShop(shop, async (tx): Promise<SavedLayout> => {
    const kept = { layout: read.layout, naming, by: told.by, at: told.at };
    if (!(await insertLayout(tx, shop, locationId, wish.basedOn, kept))) {
      const newest = await loadLayout(tx, locationId);
      return {
        ok: false,
        problems: [
          `Somebody saved version ${newest?.version ?? ''} of this layout meanwhile. Yours is still on this page; to save it over theirs, press Save again.`,
        ],
      };
    }
    await saveBins(
      tx,
      shop,
      locationId,
      wish.addBins.map((name) => ({ name, kind: null, capacity: null })),
    );
    await understandNames(tx, shop, locationId);
    return { ok: true, version: wish.basedOn + 1 };
  });
}

function readNaming(text: string): Naming | null {
  try {
    const json = JSON.parse(text) as unknown;
    if (typeof json !== 'object' || json === null) return null;
    const entries = Object.entries(json);
    const fine = entries.every(
      ([pattern, parts]) =>
        pattern.length <= 200 &&
        Array.isArray(parts) &&
        parts.every((part) => part === null || binParts.includes(part as BinPart)),
    );
    return fine ? (Object.fromEntries(entries) as Naming) : null;
  } catch {
    return null;
  }
}
