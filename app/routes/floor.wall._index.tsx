// The waves that wait to be sorted at the wall.
import { Link, useNavigate } from '@remix-run/react';
import { useCallback, useEffect, useState } from 'react';
import type { Me } from '../picking/floor/floor-api.ts';
import type { WallCard } from '../picking/put-wall/wall-api.ts';
import { wallWordsIn } from '../picking/put-wall/words.ts';
import { Banner, Progress } from '../ui/floor-pieces.tsx';
import { useFloor } from './floor/frame.ts';
import { ask } from './floor/send.ts';
import { useTurns } from './floor/use-turns.ts';

export default function Walls() {
  const { words, language, suggest } = useFloor();
  const says = wallWordsIn(language);
  const navigate = useNavigate();
  const [walls, setWalls] = useState<WallCard[] | null>(null);
  const [online, setOnline] = useState(true);
  const turn = useCallback(async () => {
    const answer = await ask<{ me: Me; walls: WallCard[] }>('wall');
    if (answer.is === 'shut') return navigate(answer.why === 'turned-out' ? '/floor/pair#turned-out' : '/floor/pair');
    setOnline(answer.is === 'ok');
    if (answer.is !== 'ok') return;
    suggest(answer.body.me.language);
    setWalls(answer.body.walls);
  }, [navigate, suggest]);
  const soon = useTurns(turn);
  useEffect(() => soon(), [soon]);
  return (
    <main className="page">
      {online ? null : <Banner>{says.offline}</Banner>}
      <header className="head">
        <h1>{says.title}</h1>
      </header>
      {walls === null ? (
        <p className="quiet">{words.loading}</p>
      ) : walls.length === 0 ? (
        <div className="empty">
          <p className="title">{says.none}</p>
          <p className="quiet">{says.noneHint}</p>
        </div>
      ) : (
        <ul className="cards">
          {walls.map((wall) => (
            <li className="card" key={wall.id}>
              <div className="row">
                <div>
                  <h2>{words.wave(wall.number)}</h2>
                  <p className="quiet">
                    {[wall.location, words.waves.orders(wall.orders)].filter(Boolean).join(' · ')}
                    <br />
                    {says.sorted(wall.done, wall.units)}
                  </p>
                </div>
                <Link className="button primary" to={`/floor/wall/${wall.id}`}>
                  {says.open}
                </Link>
              </div>
              <Progress done={wall.done} all={wall.units} />
            </li>
          ))}
        </ul>
      )}
      <footer className="stack">
        <Link className="button big" to="/floor">
          {words.button.toWaves}
        </Link>
      </footer>
    </main>
  );
}
