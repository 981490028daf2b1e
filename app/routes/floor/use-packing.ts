// An order at this station: as the server knows it, and what was done here that the server does not know yet. What was done is kept
// in the browser until it is taken, through a reload and without a connection.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Shut } from '../../picking/floor/floor-api.ts';
import type { Deed, Entry } from '../../picking/packing/station/deed.ts';
import { fold, type Packing } from '../../picking/packing/station/ledger.ts';
import type { OrderLook, WhyRefused } from '../../picking/packing/station/station-api.ts';
import { exchangeDeeds, keepDeeds, type OwnDeed, readDeeds } from './kept-deeds.ts';
import { useTurns } from './use-turns.ts';

export type AtStation = { look: OrderLook; packing: Packing; unsent: number; online: boolean };
export type PackingNow =
  | { is: 'loading' | 'offline' | 'gone' }
  | { is: 'shut'; why: Shut }
  | ({ is: 'here' } & AtStation);

export function usePacking(
  wave: string,
  order: string,
  onRefused: (why: WhyRefused) => void,
): {
  now: PackingNow;
  /** says what was done with a parcel; it is sent as soon as it can be */
  record: (parcel: string, ...deeds: Deed[]) => void;
  /** looks at the order anew */
  soon: () => void;
} {
  const path = `pack/${wave}/${order}`;
  const [look, setLook] = useState<OrderLook | null>(null);
  const [own, setOwn] = useState<OwnDeed[]>([]);
  const [door, setDoor] = useState<'loading' | 'ok' | 'offline' | 'gone' | Shut>('loading');
  const latest = useRef<{ look: OrderLook | null; own: OwnDeed[] }>({ look: null, own: [] });
  const tellRefused = useRef(onRefused);
  tellRefused.current = onRefused;

  const keep = useCallback(
    (deeds: OwnDeed[]) => {
      latest.current.own = deeds;
      setOwn(deeds);
      keepDeeds(path, deeds);
    },
    [path],
  );

  const turn = useCallback(async () => {
    const { look: known, own: unsent } = latest.current;
    const sent = await exchangeDeeds(path, known, unsent);
    if (sent.is !== 'ok') return setDoor(sent.is === 'shut' ? sent.why : sent.is);
    const { look: heard, refused, done } = sent;
    latest.current.look = heard;
    keep(latest.current.own.filter((one) => !done.has(one.id)));
    setLook(heard);
    setDoor('ok');
    const why = refused.map((one) => one.why).find((one) => one !== 'no-room');
    if (why) tellRefused.current(why);
    // What was kept from before the first look, or was counted wrongly, is sent with the right number now.
    if (latest.current.own.length > 0 && (known === null || latest.current.own.length !== unsent.length))
      soonNow.current();
  }, [path, keep]);
  const soon = useTurns(turn);
  const soonNow = useRef(soon);
  soonNow.current = soon;

  useEffect(() => {
    latest.current = { look: null, own: [] };
    setLook(null);
    setDoor('loading');
    keep(readDeeds(path));
    soon();
  }, [path, keep, soon]);

  const record = useCallback(
    (parcel: string, ...deeds: Deed[]) => {
      const made = deeds.map((deed) => ({ id: crypto.randomUUID(), parcel, at: Date.now(), deed }));
      keep([...latest.current.own, ...made]);
      soon();
    },
    [keep, soon],
  );

  const packing = useMemo(() => {
    if (!look) return null;
    const mine = own.map(({ id, parcel, deed }): Entry => ({ id, parcel, station: look.me.deviceId, deed }));
    return fold(look.lines, [...look.entries, ...mine]);
  }, [look, own]);

  const now = ((): PackingNow => {
    if (door === 'not-paired' || door === 'turned-out') return { is: 'shut', why: door };
    if (door === 'gone') return { is: 'gone' };
    if (!look || !packing) return { is: door === 'offline' ? 'offline' : 'loading' };
    return { is: 'here', look, packing, unsent: own.length, online: door !== 'offline' };
  })();
  return { now, record, soon };
}
