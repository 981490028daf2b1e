// The waves that wait. A picker takes the next one, goes on with one, or joins someone.
import { Link, useNavigate } from '@remix-run/react';
import { useCallback, useEffect, useState } from 'react';
import type { FloorLook, WaveCard } from '../picking/floor/floor-api.ts';
import { packWordsIn } from '../picking/floor/words/pack-words.ts';
import { wallWordsIn } from '../picking/put-wall/words.ts';
import { Banner, Languages, Looks, Progress } from '../ui/floor-pieces.tsx';
import { useFloor } from './floor/frame.ts';
import { readLook } from './floor/kept.ts';
import { ask, exchange, lookAround } from './floor/send.ts';
import { useTurns } from './floor/use-turns.ts';

export default function Waves() {
  const { words, language, speak, suggest, look, setLook } = useFloor();
  const navigate = useNavigate();
  const [floor, setFloor] = useState<FloorLook | null>(null);
  const [online, setOnline] = useState(true);
  const [says, setSays] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const turn = useCallback(async () => {
    const sent = await lookAround();
    if (sent.is === 'shut') return navigate(sent.why === 'turned-out' ? '/floor/pair#turned-out' : '/floor/pair');
    setOnline(sent.is === 'ok');
    setFloor(await readLook());
  }, [navigate]);
  const soon = useTurns(turn);
  useEffect(() => {
    void readLook().then((kept) => kept && setFloor(kept));
    soon();
  }, [soon]);
  useEffect(() => {
    if (floor) suggest(floor.me.language);
  }, [floor, suggest]);

  const take = async (wave: string | null) => {
    setBusy(true);
    const answer = await ask<{ ok: boolean; waveId?: string }>('waves', { wave });
    const id = answer.is === 'ok' ? answer.body.waveId : (wave ?? undefined);
    if (answer.is === 'ok' && answer.body.ok && id) await exchange(id);
    setBusy(false);
    if (id) navigate(`/floor/waves/${id}`);
    else setSays(answer.is === 'ok' ? words.waves.taken : words.waves.offline);
    soon();
  };
  if (!floor)
    return (
      <main className="page">
        <h1>{words.waves.title}</h1>
        <p className="quiet">{online ? words.loading : words.pair.noConnection}</p>
      </main>
    );
  const free = floor.waves.some((wave) => wave.walkers.length === 0);
  return (
    <main className="page">
      {online ? null : <Banner>{words.waves.offline}</Banner>}
      <header className="head">
        <h1>{words.waves.hello(floor.me.picker)}</h1>
      </header>
      <div role="alert">{says ? <p className="notice">{says}</p> : null}</div>
      {floor.waves.length === 0 ? (
        <div className="empty">
          <p className="title">{words.waves.none}</p>
          <p className="quiet">{words.waves.noneHint}</p>
        </div>
      ) : (
        <button type="button" className="big primary" disabled={busy || !free || !online} onClick={() => take(null)}>
          {words.waves.takeNext}
        </button>
      )}
      <ul className="cards">
        {floor.waves.map((wave) => (
          <Card key={wave.id} wave={wave} busy={busy} onGo={() => take(wave.id)} />
        ))}
      </ul>
      {floor.atWall ? (
        <Link className="button big" to="/floor/wall">
          {wallWordsIn(language).toWalls}
        </Link>
      ) : null}
      <footer className="stack">
        <Link className="button big" to="/floor/pack">
          {packWordsIn(language).title}
        </Link>
        <Languages language={language} speak={speak} label={words.menu.language} />
        <Looks look={look} setLook={setLook} words={words} />
      </footer>
    </main>
  );
}

function Card({ wave, busy, onGo }: { wave: WaveCard; busy: boolean; onGo: () => void }) {
  const { words } = useFloor();
  const mine = wave.walkers.some((one) => one.me);
  const others = wave.walkers.filter((one) => !one.me).map((one) => one.picker);
  return (
    <li className="card">
      <div className="row">
        <div>
          <h2>
            {words.wave(wave.number)} {wave.express ? <span className="express">{words.express.badge}</span> : null}
          </h2>
          <p className="quiet">
            {wave.location ? (
              <>
                {wave.location}
                <br />
              </>
            ) : null}
            {words.waves.orders(wave.orders)}
            <br />
            {words.waves.units(wave.done, wave.units)}
          </p>
          {others.length > 0 ? <p>{words.waves.with(others.join(', '))}</p> : null}
        </div>
        <button type="button" className={mine ? 'primary' : ''} disabled={busy} onClick={onGo}>
          {mine ? words.waves.resume : others.length > 0 ? words.waves.join : words.waves.take}
        </button>
      </div>
      <Progress done={wave.done} all={wave.units} />
    </li>
  );
}
