// Adding, changing and archiving suppliers and what they sell, by form or by file. What buys from them is computed again: an item at
// once, all that a supplier or a file touches by the worker right after.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readItemsBySku } from '../../mirror/read-pickable.server.ts';
import { readShop } from '../../mirror/read-shop.server.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import { askForRun } from '../runs.server.ts';
import {
  deleteSupplierItem,
  loadSupplier,
  type SupplierItem,
  saveSupplier as save,
  saveSupplierItems,
  setArchived,
  suppliersNamed,
} from './store.server.ts';
import { type Problems, readSupplier, readSupplierItem, type Typed } from './supplier.ts';
import { type BadRow, placeSupplierRows, readSupplierFile } from './supplier-file.ts';

export type SupplierSaved = { ok: true; id: string } | { ok: false; problem?: string; problems: Problems };

/** Adds a supplier (`id` null) or changes one. Names are unique, whatever their case. */
export async function saveSupplier(shop: string, id: string | null, typed: Typed, now: Date): Promise<SupplierSaved> {
  const { currency } = await readShop(shop);
  const read = readSupplier(typed, currency);
  if (!read.ok) return read;
  const own = id ?? randomUUID();
  const saved = await inShop(shop, async (tx): Promise<SupplierSaved> => {
    // Two people who add the same name take turns, so that the second is told.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('supplier:' || ${shop}, 0))`;
    if (id && !(await loadSupplier(tx, shop, id)))
      return { ok: false, problem: 'There is no such supplier any more.', problems: {} };
    const same = (await suppliersNamed(tx, [read.terms.name])).get(read.terms.name.toLowerCase());
    if (same && same.id !== own)
      return {
        ok: false,
        problems: {
          name: `There already is a supplier ${same.name}${same.archivedAt ? ', archived' : ''}. Choose another name, or change that one.`,
        },
      };
    await save(tx, shop, own, read.terms);
    return { ok: true, id: own };
  });
  // A new one sells nothing yet.
  if (id && saved.ok) await askForRun(shop, now);
  return saved;
}

/** Archives a supplier, so that nothing more is bought from it, or (`at` null) takes it back. */
export async function archiveSupplier(shop: string, id: string, at: Date | null, now: Date): Promise<boolean> {
  const done = await inShop(shop, (tx) => setArchived(tx, shop, id, at));
  if (done) await askForRun(shop, now);
  return done;
}

/** Saves what a supplier asks for one item. */
export async function saveSupplierItem(
  shop: string,
  supplierId: string,
  inventoryItemId: string,
  typed: Typed,
  now: Date,
): Promise<{ ok: true } | { ok: false; problems: Problems }> {
  const facts = await readShop(shop);
  const saved = await inShop(shop, async (tx) => {
    const supplier = await loadSupplier(tx, shop, supplierId);
    if (!supplier) return { ok: false as const, problems: { item: 'There is no such supplier any more.' } };
    const read = readSupplierItem(typed, supplier.currency ?? facts.currency);
    if (!read.ok) return read;
    if (!(await readItems(tx, shop, [inventoryItemId])).has(inventoryItemId))
      return { ok: false as const, problems: { item: 'This variant was deleted in Shopify. Choose another.' } };
    await saveSupplierItems(tx, shop, [{ supplierId, inventoryItemId, ...read.terms }]);
    return { ok: true as const };
  });
  if (saved.ok) await recomputeItems(shop, [inventoryItemId], now);
  return saved;
}

export async function removeSupplierItem(
  shop: string,
  supplierId: string,
  inventoryItemId: string,
  now: Date,
): Promise<void> {
  await inShop(shop, (tx) => deleteSupplierItem(tx, supplierId, inventoryItemId));
  await recomputeItems(shop, [inventoryItemId], now);
}

export type Imported =
  | { ok: true; taken: number; newSuppliers: string[]; bad: BadRow[] }
  | { ok: false; problem: string };

/** Takes the good rows of a file, adds the suppliers it names first, and reports each bad row. */
export async function importSupplierItems(shop: string, text: string, now: Date): Promise<Imported> {
  const read = readSupplierFile(text);
  if (!read.ok) return read;
  const { currency } = await readShop(shop);
  const imported = await inShop(
    shop,
    async (tx): Promise<Imported> => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('supplier:' || ${shop}, 0))`;
      const names = read.rows.map((row) => row.supplier);
      const known = await suppliersNamed(tx, names);
      const items = await readItemsBySku(
        tx,
        read.rows.map((row) => row.sku),
      );
      const { placed, bad } = placeSupplierRows(
        read.rows,
        items,
        (name) => known.get(name.toLowerCase())?.currency ?? currency,
      );
      const ids = new Map([...known].map(([name, supplier]) => [name, supplier.id]));
      const newSuppliers: string[] = [];
      for (const { supplier: name } of placed) {
        if (ids.has(name.toLowerCase())) continue;
        const id = randomUUID();
        ids.set(name.toLowerCase(), id);
        newSuppliers.push(name);
        await save(tx, shop, id, {
          name,
          email: null,
          currency: null,
          leadTimeDays: null,
          reviewDays: null,
          minimumValue: null,
          paymentTerms: null,
          note: null,
        });
      }
      await saveSupplierItems(
        tx,
        shop,
        placed.map(
          ({ supplier, inventoryItemId, terms }): SupplierItem => ({
            supplierId: ids.get(supplier.toLowerCase())!,
            inventoryItemId,
            ...terms,
          }),
        ),
      );
      return {
        ok: true,
        taken: placed.length,
        newSuppliers,
        bad: [...read.bad, ...bad].sort((a, b) => a.line - b.line),
      };
    },
    { timeoutMs: 60_000 },
  );
  if (imported.ok && imported.taken > 0) await askForRun(shop, now);
  return imported;
}
