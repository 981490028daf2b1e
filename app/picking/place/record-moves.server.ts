// Moves that people make by hand or scan: put away, moved, counted, adjusted. What the form says is checked against the ledger
// before it is appended, as a number typed wrong is likelier than a shelf that holds more than it was said to.
import { inShop } from '../../db.server.ts';
import { longestBin } from '../bin.ts';
import { isDay } from './bin-file.ts';
import { type BinMove, sumOf } from './ledger.ts';
import { besideCount } from './on-carts.server.ts';
import type { Told } from './place-bins.server.ts';
import { appendMoves, loadAllBins, loadStock } from './store.server.ts';

export type MoveWish = {
  /** made by the page when the form opened: sent twice it is one move */
  id: string;
  kind: 'put-away' | 'moved' | 'counted' | 'adjusted';
  inventoryItemId: string;
  from: string;
  to: string;
  quantity: string;
  lot: string;
  expiresOn: string;
  note: string;
};

export type Recorded = { ok: true; says: string } | { ok: false; problems: Record<string, string> };

const most = 1_000_000;

/** Records one move, or says beside each field what is wrong with it. */
export async function recordMove(shop: string, locationId: string, wish: MoveWish, told: Told): Promise<Recorded> {
  const move = readMove(wish);
  if ('problems' in move) return { ok: false, problems: move.problems };
  return inShop(shop, async (tx): Promise<Recorded> => {
    const bins = await loadAllBins(tx, locationId);
    const named = (name: string | null) => name === null || bins.some((bin) => bin.name === name);
    if (move.kind === 'moved' && !named(move.from))
      return { ok: false, problems: { from: `There is no bin ${move.from} here. Choose the one it lies in.` } };
    const stock = await loadStock(tx, locationId, { items: [move.inventoryItemId] });
    if (move.kind === 'moved' || (move.kind === 'adjusted' && (move.quantity ?? 0) < 0)) {
      const source = move.from ?? move.to;
      const here = stock.filter((row) => row.bin === source && (move.lot === null || row.lot === move.lot));
      const held = sumOf(here);
      if (here.length === 0)
        return {
          ok: false,
          problems: {
            [move.from === null ? 'to' : 'from']: `None of it lies in ${source}. Count that bin if it does.`,
          },
        };
      if (held !== null && Math.abs(move.quantity ?? 0) > held)
        return {
          ok: false,
          problems: { quantity: `${source} holds ${countOf(held)} of it. Count that bin if there are more.` },
        };
    }
    const beside = move.kind === 'counted' ? await besideCount(tx, shop, locationId, move) : [];
    const fresh = await appendMoves(tx, shop, locationId, [move], told.by, told.at);
    if (fresh > 0) await appendMoves(tx, shop, locationId, beside, told.by, told.at);
    const away = beside.reduce((sum, one) => sum + (one.quantity ?? 0), 0);
    return {
      ok: true,
      says: fresh > 0 ? `${wordsOf(move, named(move.to))}${awayWords(away)}` : 'That was recorded already.',
    };
  });
}

function readMove(wish: MoveWish): BinMove | { problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  const [from, to, lot, expires] = [wish.from, wish.to, wish.lot, wish.expiresOn].map((text) => text.trim()) as [
    string,
    string,
    string,
    string,
  ];
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(wish.id)) problems.to = 'Reload the page and try again.';
  if (wish.kind === 'moved' && from === '') problems.from = 'Say which bin it is taken from';
  if (to === '') problems.to = wish.kind === 'counted' ? 'Say which bin was counted' : 'Say which bin it goes to';
  else if (to.length > longestBin) problems.to = `Shorten the bin to ${longestBin} characters`;
  else if (wish.kind === 'moved' && from === to) problems.to = 'It lies there already';
  const text = wish.quantity.trim();
  const quantity = /^-?\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  const least = { 'put-away': 1, moved: 1, counted: 0, adjusted: -most }[wish.kind];
  if (Number.isNaN(quantity) || quantity < least || quantity > most || (wish.kind === 'adjusted' && quantity === 0))
    problems.quantity =
      wish.kind === 'adjusted'
        ? 'Enter how many more (12) or fewer (-12) there are'
        : `Enter a whole number of units, ${least} or more`;
  if (lot.length > 40) problems.lot = 'Shorten the lot to 40 characters';
  if (expires !== '' && !isDay(expires)) problems.expiresOn = 'Enter a date like 2027-01-31';
  if (wish.note.length > 200) problems.note = 'Shorten the note to 200 characters';
  if (Object.keys(problems).length > 0) return { problems };
  return {
    id: wish.id,
    kind: wish.kind,
    inventoryItemId: wish.inventoryItemId,
    from: wish.kind === 'moved' ? from : null,
    to,
    lot: lot || null,
    expiresOn: expires || null,
    quantity,
    note: wish.note.trim() || null,
  };
}

function wordsOf(move: BinMove, known: boolean): string {
  const units = countOf(Math.abs(move.quantity ?? 0));
  const into = `${move.to}${known ? '' : ', a new bin'}`;
  if (move.kind === 'moved') return `${units} moved from ${move.from} to ${into}.`;
  if (move.kind === 'counted') return `${move.to} was counted: ${units}.`;
  if (move.kind === 'adjusted') return `${move.to} has ${units} ${(move.quantity ?? 0) < 0 ? 'fewer' : 'more'}.`;
  return `${units} put away in ${into}.`;
}

const awayWords = (units: number) =>
  units > 0 ? ` ${countOf(units)} on carts ${units === 1 ? 'is' : 'are'} kept beside that until the walk is over.` : '';

const countOf = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'unit' : 'units'}`;
