// A phone becomes a picker's phone. The QR code leads here with its code behind the #, which no server's log ever sees.
import { useNavigate } from '@remix-run/react';
import { type FormEvent, useEffect, useState } from 'react';
import type { Paired } from '../picking/floor/pair-device.server.ts';
import { Field, Languages } from '../ui/floor-pieces.tsx';
import { useFloor } from './floor/frame.ts';
import { ask } from './floor/send.ts';

type Problem = Extract<Paired, { ok: false }>['why'] | 'offline';

export default function Pair() {
  const { words, language, speak } = useFloor();
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<Problem | 'turned-out' | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const given = decodeURIComponent(location.hash.slice(1));
    if (given === 'turned-out') setProblem('turned-out');
    else if (given) setCode(given);
    // A code in the address bar would be looked at over a shoulder.
    history.replaceState(history.state, '', location.pathname);
  }, []);
  const says = {
    code: words.pair.wrongCode,
    pin: words.pair.wrongPin,
    'too-often': words.pair.tooOften,
    offline: words.pair.noConnection,
    'turned-out': words.pair.turnedOut,
  };
  const pair = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const answer = await ask<{ ok: true } | { ok: false; why: Problem }>('pair', { code, pin, name: phoneName() });
    setBusy(false);
    if (answer.is !== 'ok') return setProblem('offline');
    if (answer.body.ok) return navigate('/floor');
    setProblem(answer.body.why);
    if (answer.body.why === 'pin') setPin('');
  };
  return (
    <main className="page">
      <h1>{words.pair.title}</h1>
      <p className="quiet">{words.pair.hint}</p>
      <div role="alert">{problem ? <p className="notice wrong">{says[problem]}</p> : null}</div>
      <form className="stack" onSubmit={pair}>
        <Field label={words.pair.code} value={code} onChange={setCode} autoCapitalize="characters" required />
        <Field label={words.pair.pin} value={pin} onChange={setPin} type="password" inputMode="numeric" required />
        <button type="submit" className="big primary" disabled={busy}>
          {words.pair.pair}
        </button>
      </form>
      <Languages language={language} speak={speak} label={words.menu.language} />
    </main>
  );
}

/** What the admin's list calls this phone. */
function phoneName(): string {
  const [, device = ''] = /\(([^)]*)\)/.exec(navigator.userAgent) ?? [];
  return device.split(';').slice(0, 3).join(',').trim() || 'Phone';
}
