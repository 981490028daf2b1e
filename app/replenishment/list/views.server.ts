// Views of the list that people saved: a name, and the address that shows it.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { filterQuery, readFilter } from './reorder-filter.ts';
import { deleteView, insertView, listViews, updateView, type View } from './store.server.ts';

const MOST = 50;
const LONGEST = 60;

export type ViewAnswer = { ok: true; id: string } | { ok: false; problem: string };

/** The shop's views, by name. */
export function readViews(shop: string): Promise<View[]> {
  return inShop(shop, listViews);
}

/** Saves what the address `query` shows under a name; only what the list knows of it is kept. */
export async function saveView(shop: string, typedName: string, query: string, now: Date): Promise<ViewAnswer> {
  const name = readName(typedName);
  if (!name.ok) return name;
  return inShop(shop, async (tx): Promise<ViewAnswer> => {
    const views = await listViews(tx);
    if (views.length >= MOST) return { ok: false, problem: `There are ${MOST} views already: delete one first` };
    const id = randomUUID();
    const view = { id, name: name.name, query: filterQuery(readFilter(new URLSearchParams(query))) };
    return (await insertView(tx, shop, view, now)) ? { ok: true, id } : taken(name.name);
  });
}

export async function renameView(shop: string, id: string, typedName: string): Promise<ViewAnswer> {
  const name = readName(typedName);
  if (!name.ok) return name;
  return inShop(shop, async (tx): Promise<ViewAnswer> => {
    const views = await listViews(tx);
    if (!views.some((view) => view.id === id)) return gone;
    if (views.some((view) => view.id !== id && view.name === name.name)) return taken(name.name);
    await updateView(tx, shop, id, name.name);
    return { ok: true, id };
  });
}

/** Deleting what is not there is no problem: it is gone either way. */
export async function removeView(shop: string, id: string): Promise<ViewAnswer> {
  await inShop(shop, (tx) => deleteView(tx, id));
  return { ok: true, id };
}

const gone: ViewAnswer = { ok: false, problem: 'The view is no longer there: somebody deleted it' };
const taken = (name: string): ViewAnswer => ({
  ok: false,
  problem: `There is a view called ${name}: choose another name`,
});

function readName(typed: string): { ok: true; name: string } | { ok: false; problem: string } {
  const name = typed.trim().replaceAll(/\s+/g, ' ');
  if (name === '') return { ok: false, problem: 'Give the view a name' };
  if (name.length > LONGEST) return { ok: false, problem: `Shorten the name to ${LONGEST} characters` };
  return { ok: true, name };
}
