// What a station did and the server does not know yet stays in the browser, order by order, through a reload and without a connection.
import type { Deed } from '../../picking/packing/station/deed.ts';
import type { OrderLook, Taken } from '../../picking/packing/station/station-api.ts';
import { ask, type Sent } from './send.ts';

export type OwnDeed = { id: string; parcel: string; at: number; deed: Deed };

/** `path`: of the order at the floor's door, pack/WAVE/ORDER. */
export function readDeeds(path: string): OwnDeed[] {
  try {
    return JSON.parse(localStorage.getItem(path) ?? '[]') as OwnDeed[];
  } catch {
    return [];
  }
}

export function keepDeeds(path: string, deeds: readonly OwnDeed[]): void {
  if (deeds.length > 0) localStorage.setItem(path, JSON.stringify(deeds));
  else localStorage.removeItem(path);
}

export type Exchanged =
  | { is: 'ok'; look: OrderLook; refused: Taken['refused']; done: ReadonlySet<string> }
  | Exclude<Sent, { is: 'ok' }>;

/** Sends what is not known yet, numbered from the server's count, and looks at the order. `done`: what need not be sent again. */
export async function exchangeDeeds(
  path: string,
  known: OrderLook | null,
  unsent: readonly OwnDeed[],
): Promise<Exchanged> {
  const said = known && unsent.length > 0 ? unsent.map((one, index) => ({ ...one, nth: known.next + index })) : null;
  const answer = await ask<Partial<Taken>>(path, said ? { sentAt: Date.now(), deeds: said } : undefined);
  if (answer.is !== 'ok') return answer;
  const { look, refused = [] } = answer.body;
  if (!look) return { is: 'offline' };
  const done = new Set([...look.entries.map((entry) => entry.id), ...refused.map((one) => one.id)]);
  return { is: 'ok', look, refused, done };
}

/** Sends what is left of orders that nobody looks at any more. */
export async function sendKeptDeeds(): Promise<void> {
  for (const path of Object.keys(localStorage).filter((key) => /^pack\/[0-9a-f-]{36}\/\d+$/.test(key))) {
    const looked = await exchangeDeeds(path, null, []);
    if (looked.is === 'gone') keepDeeds(path, []);
    if (looked.is !== 'ok') continue;
    const sent = await exchangeDeeds(path, looked.look, readDeeds(path));
    if (sent.is === 'ok')
      keepDeeds(
        path,
        readDeeds(path).filter((one) => !sent.done.has(one.id)),
      );
  }
}
