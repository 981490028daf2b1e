// The pack station: what was picked lies here. A scan of a tote, an order or an item opens the order that it means.
import type { LinksFunction } from '@remix-run/node';
import { Link, useLocation, useNavigate } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { packWordsIn } from '../picking/floor/words/pack-words.ts';
import type { Found, FoundOrder, OrderCard, PackingLook, WaveToPack } from '../picking/packing/station/station-api.ts';
import { Banner, Languages, Looks, Progress, Sheet } from '../ui/floor-pieces.tsx';
import { ScanField } from '../ui/floor-scan-field.tsx';
import styles from '../ui/pack.css?url';
import { CameraSheet } from './floor/camera.tsx';
import { useFloor } from './floor/frame.ts';
import { sendKeptDeeds } from './floor/kept-deeds.ts';
import { liesIn } from './floor/lies-in.ts';
import { ask } from './floor/send.ts';
import { signal } from './floor/signal.ts';
import { useScanner } from './floor/use-scanner.ts';
import { useTurns } from './floor/use-turns.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

export default function PackHome() {
  const { words, language, speak, suggest, look, setLook } = useFloor();
  const pack = packWordsIn(language);
  const navigate = useNavigate();
  const [here, setHere] = useState<PackingLook | null>(null);
  const [online, setOnline] = useState(true);
  const [last, setLast] = useState<string | null>(null);
  const [says, setSays] = useState<string | null>(null);
  const [choice, setChoice] = useState<FoundOrder[] | null>(null);
  const [camera, setCamera] = useState(false);
  const [typed, setTyped] = useState('');
  const turn = useCallback(async () => {
    const looked = await ask<PackingLook>('pack');
    if (looked.is === 'shut') return navigate(looked.why === 'turned-out' ? '/floor/pair#turned-out' : '/floor/pair');
    setOnline(looked.is === 'ok');
    if (looked.is !== 'ok') return;
    setHere(looked.body);
    await sendKeptDeeds();
  }, [navigate]);
  const soon = useTurns(turn);
  useEffect(() => {
    setLast(localStorage.getItem('pack-wave'));
    soon();
  }, [soon]);
  useEffect(() => {
    if (here) suggest(here.me.language);
  }, [here, suggest]);

  const open = (found: { wave: string; order: string }, scanned?: string) => {
    localStorage.setItem('pack-wave', found.wave);
    navigate(`/floor/pack/${found.wave}/${found.order}`, { state: scanned ? { scanned } : null });
  };
  const find = async (text: string) => {
    setCamera(false);
    const answer = await ask<Found>('pack/find', { text: text.trim(), wave: last });
    if (answer.is !== 'ok') return setSays(words.pair.noConnection);
    const { by, orders } = answer.body;
    const [only] = orders;
    if (!only) {
      signal('wrong');
      return setSays(pack.home.nothing(text.trim()));
    }
    setSays(null);
    signal('right');
    if (orders.length === 1) return open(only, by === 'item' ? text.trim() : undefined);
    setChoice(orders);
  };
  useScanner((text) => void find(text));

  // Who was done with an order scanned the next one there.
  const location = useLocation();
  const asked = useRef((location.state as { find?: string } | null)?.find ?? null);
  const isReady = here !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as it is known where the scan belongs
  useEffect(() => {
    if (!isReady || asked.current === null) return;
    const text = asked.current;
    asked.current = null;
    history.replaceState({ ...history.state, usr: null }, '');
    void find(text);
  }, [isReady]);

  if (!here)
    return (
      <main className="page">
        <h1>{pack.title}</h1>
        <p className="quiet">{online ? words.loading : words.pair.noConnection}</p>
      </main>
    );
  const waves = here.waves.toSorted((a, b) => Number(b.id === last) - Number(a.id === last));
  const next = nextOrder(waves);
  return (
    <main className="page pack-home">
      {online ? null : <Banner>{words.pair.noConnection}</Banner>}
      <header className="head">
        <h1>{pack.title}</h1>
        <span className="quiet">{here.me.picker}</span>
      </header>
      {waves.length === 0 ? (
        <div className="empty">
          <p className="title">{pack.home.none}</p>
          <p className="quiet">{pack.home.noneHint}</p>
        </div>
      ) : (
        <section className="ask">
          <p className="step">{pack.home.scan}</p>
          <div role="alert">{says ? <p className="notice wrong">{says}</p> : null}</div>
          <ScanField
            words={words}
            value={typed}
            onChange={setTyped}
            onCamera={() => setCamera(true)}
            onScan={(text) => {
              setTyped('');
              void find(text);
            }}
          />
          {next ? (
            <button type="button" className="big primary" onClick={() => open(next)}>
              {pack.home.next}
            </button>
          ) : null}
        </section>
      )}
      <ul className="cards">
        {waves.map((wave) => (
          <Card key={wave.id} wave={wave} onOpen={(order) => open({ wave: wave.id, order })} />
        ))}
      </ul>
      <footer className="stack">
        <Languages language={language} speak={speak} label={words.menu.language} />
        <Looks look={look} setLook={setLook} words={words} />
        <Link className="button big" to="/floor">
          {pack.toFloor}
        </Link>
      </footer>
      {choice ? (
        <Sheet title={pack.home.several} close={words.button.close} onClose={() => setChoice(null)}>
          {choice.map((one) => (
            <button key={`${one.wave}/${one.order}`} type="button" className="big" onClick={() => open(one)}>
              {[one.name, words.wave(one.waveNumber), liesIn(one, words, pack)].filter(Boolean).join(' · ')}
            </button>
          ))}
        </Sheet>
      ) : null}
      {camera ? (
        <CameraSheet
          words={words}
          onScan={(text) => void find(text)}
          onBlind={() => {
            setCamera(false);
            setSays(words.camera.none);
          }}
          onClose={() => setCamera(false)}
        />
      ) : null}
    </main>
  );
}

const isPacked = (order: OrderCard) => order.packed >= order.units;

/** The next order that nobody packed, of the wave that is being packed first; what is not sorted yet has to wait. */
function nextOrder(waves: readonly WaveToPack[]): { wave: string; order: string } | null {
  for (const wave of waves) {
    const order = wave.orders.find(
      (one) =>
        !isPacked(one) &&
        one.leftOut === null &&
        (one.wall === null || (one.wall.slot !== null && one.wall.left === 0)),
    );
    if (order) return { wave: wave.id, order: order.id };
  }
  return null;
}

function Card({ wave, onOpen }: { wave: WaveToPack; onOpen: (order: string) => void }) {
  const { words, language } = useFloor();
  const pack = packWordsIn(language);
  const packed = wave.orders.filter(isPacked).length;
  return (
    <li className="card">
      <div>
        <h2>{[words.wave(wave.number), wave.location].filter(Boolean).join(' · ')}</h2>
        <p className="quiet">
          {packed === wave.orders.length ? pack.home.allPacked : pack.home.orders(packed, wave.orders.length)}
        </p>
      </div>
      <Progress done={packed} all={wave.orders.length} />
      <details>
        <summary>{pack.home.showOrders}</summary>
        <ul className="orders">
          {wave.orders.map((order) => (
            <li key={order.id}>
              <button type="button" onClick={() => onOpen(order.id)}>
                <span>{order.name}</span>
                <span className="quiet">
                  {[
                    isPacked(order) ? '' : liesIn(order, words, pack),
                    isPacked(order) ? pack.home.packed : pack.home.units(order.units),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
