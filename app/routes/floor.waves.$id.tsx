// The walk: one next thing, large. The phone folds the ledger by itself and goes on without a connection.
import { Link, useNavigate, useParams } from '@remix-run/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PhoneTask } from '../picking/floor/floor-api.ts';
import { isDone, standing, take, type WaveState } from '../picking/floor/ledger.ts';
import { type Stop, stopsLeft, toteOf } from '../picking/floor/next.ts';
import { type Deed, longestTote, type Scan } from '../picking/floor/scan.ts';
import { count, goOn, type Heard, hear, type Place, picked, putBack } from '../picking/floor/step.ts';
import { shortestRest } from '../picking/floor/ways.ts';
import { packWordsIn } from '../picking/floor/words/pack-words.ts';
import type { Words } from '../picking/floor/words/words.ts';
import { wallWordsIn } from '../picking/put-wall/words.ts';
import { Banner, Languages, Looks, Progress, Sheet } from '../ui/floor-pieces.tsx';
import { ScanField } from '../ui/floor-scan-field.tsx';
import { FullTote, ShortSheet, UndoSheet } from '../ui/floor-sheets.tsx';
import { PickStop, PutBackStop } from '../ui/floor-stop.tsx';
import { CameraSheet } from './floor/camera.tsx';
import { useFloor } from './floor/frame.ts';
import { signal } from './floor/signal.ts';
import { useAwake } from './floor/use-awake.ts';
import { useScanner } from './floor/use-scanner.ts';
import { useWalk, type Walk } from './floor/use-walk.ts';

export default function WalkPage() {
  const { id = '' } = useParams();
  const { words } = useFloor();
  const navigate = useNavigate();
  const { walk, record, moveTo } = useWalk(id);
  const shut = walk.is === 'shut' ? walk.why : null;
  useEffect(() => {
    if (shut) navigate(shut === 'turned-out' ? '/floor/pair#turned-out' : '/floor/pair');
  }, [shut, navigate]);
  if (walk.is === 'here') return <Here walk={walk} record={record} moveTo={moveTo} />;
  return (
    <main className="page">
      <p className="quiet">
        {walk.is === 'gone' ? words.waves.none : walk.is === 'offline' ? words.pair.noConnection : words.loading}
      </p>
      <Link className="button big" to="/floor">
        {words.button.toWaves}
      </Link>
    </main>
  );
}

/** So many lines of an order that joined are told at once; the others show when their turn comes. */
const TOLD = 2;

type Message = { tone: 'right' | 'wrong'; says: string };
type Open = 'short' | 'tote' | 'undo' | 'camera' | 'menu' | null;

function Here({
  walk,
  record,
  moveTo,
}: {
  walk: Walk;
  record: (...deeds: Deed[]) => void;
  moveTo: ReturnType<typeof useWalk>['moveTo'];
}) {
  const { words, language, speak, suggest, look, setLook } = useFloor();
  const { kept, own, state, at, online } = walk;
  const { wave, me } = kept;
  const [message, setMessage] = useState<Message | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => suggest(me.language), [me.language, suggest]);
  useAwake();

  const tasks = new Map(wave.tasks.map((task) => [task.id, task]));
  // A wave that an earlier version kept on the phone has none.
  const ways = wave.ways ?? null;
  const rest = useMemo(() => (ways ? shortestRest(ways) : undefined), [ways]);
  // A walk that is typed into costs nothing: the order of the rest is found anew only when something happened on it.
  const stops = useMemo(() => stopsLeft(state, me.deviceId, at.bin, rest), [state, me.deviceId, at.bin, rest]);
  // Who has begun with something stays with it, whatever the other phones do.
  const begun = stops.find((one) => one.task.id === at.place?.task && one.kind === at.place.kind);
  const stop = (at.place && at.place.step !== 'bin' && begun) || stops[0] || null;
  const task = stop && (tasks.get(stop.task.id) ?? null);
  const place = stop && goOn(at.place, stop, at.bin);
  const asksTote = new Set(wave.tasks.map((one) => toteOf(state, one.tote))).size > 1;
  const totals = sumUp(state);

  const speakUp = (tone: Message['tone'], says: string) => {
    setMessage({ tone, says });
    signal(tone);
  };

  // The other phones learn where this one is going.
  const going = wave.phase === 'released' && stop?.kind === 'pick' ? stop.task.id : null;
  const takenBy = going === null ? null : (state.tasks.get(going)?.taker ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each place, not again when another phone answers
  useEffect(() => {
    if (going !== null && takenBy !== me.deviceId) record({ kind: 'took', task: going });
  }, [going]);

  // An order that joined is said once, whatever the picker is at.
  const joined = wave.tasks.filter((one) => one.joined).map((one) => one.id);
  const knownJoined = useRef<ReadonlySet<string> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when a task is new, not when the words change
  useEffect(() => {
    const before = knownJoined.current;
    knownJoined.current = new Set(joined);
    const fresh = wave.tasks.filter((one) => one.joined && before && !before.has(one.id));
    const [first] = fresh;
    if (!first) return;
    const also = fresh
      .slice(0, TOLD)
      .map((one) => words.express.also(one.quantity, one.title, one.bin ?? words.noBin, toteOf(state, one.tote)));
    const more = fresh.length > TOLD ? [words.express.more(fresh.length - TOLD)] : [];
    speakUp('right', [words.express.joins(first.orderName), ...also, ...more].join('\n'));
  }, [joined.join(' ')]);

  // A put-back comes while nobody looks.
  const backTask = stop?.kind === 'put-back' ? stop.task.id : null;
  useEffect(() => {
    if (backTask !== null) signal('wrong');
  }, [backTask]);

  // What is in the hand and is wanted no more goes back at once: no tote holds it.
  const inHand = at.place?.kind === 'pick' && at.place.counted > 0 ? at.place : null;
  const handTask = inHand ? tasks.get(inHand.task) : undefined;
  const wantedOfHand = inHand ? (begun?.units ?? 0) : 0;
  const tooMany = inHand !== null && inHand.counted > wantedOfHand;
  useEffect(() => {
    if (!tooMany || !handTask) return;
    const why = whyOf(state, handTask.id);
    const reason = why ? words.because[why](handTask.orderName) : words.tooMuch(handTask.orderName);
    setMessage({ tone: 'wrong', says: `${reason}. ${words.wrong.tooMany(wantedOfHand)}` });
    signal('wrong');
    moveTo({ place: null });
  }, [tooMany, handTask, wantedOfHand, state, words, moveTo]);

  const heard = (answer: Heard, text: string) => {
    if (!stop || !task) return;
    const bin = stop.task.bin;
    switch (answer.is) {
      case 'at-bin':
        moveTo({ place: answer.place, bin });
        return speakUp('right', words.said.atBin);
      case 'counted':
        moveTo({ place: answer.place, bin });
        return speakUp('right', words.said.counted(answer.place.counted, stop.units));
      case 'done':
        record(answer.deed);
        moveTo({ place: null, bin });
        return speakUp('right', stop.kind === 'pick' ? words.said.inTote(stop.tote) : words.button.isBack);
      case 'wrong-bin':
        record({ kind: 'wrong', task: task.id, what: 'bin' });
        return speakUp('wrong', words.wrong.bin(text, bin ?? words.noBin));
      case 'wrong-item':
        record({ kind: 'wrong', task: task.id, what: 'item' });
        return speakUp('wrong', words.wrong.item(nameOf(text, wave.tasks)));
      case 'wrong-tote':
        record({ kind: 'wrong', task: task.id, what: 'tote' });
        return speakUp('wrong', words.wrong.tote(text, words.tote(stop.tote)));
      case 'too-many':
        record({ kind: 'wrong', task: task.id, what: 'too-many' });
        return speakUp('wrong', words.wrong.tooMany(stop.units));
    }
  };
  const scan = (text: string) => {
    if (open === 'tote') return swap(text);
    if (stop && task && place && wave.phase === 'released') heard(hear(place, stop, task, text, asksTote), text.trim());
    else if (stop?.kind === 'put-back' && task && place) heard(hear(place, stop, task, text, asksTote), text.trim());
  };
  useScanner(scan);

  // The camera stays open for all that is scanned at one bin; on the way to the next it would see whatever hangs there.
  const onTheWay = stop === null || (stop.kind === 'pick' && place?.step === 'bin' && place.counted === 0);
  const stopId = stop && `${stop.kind} ${stop.task.id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another stop begins, not when somebody opens it on the way
  useEffect(() => {
    if (onTheWay) setOpen((now) => (now === 'camera' ? null : now));
  }, [stopId]);

  const swap = (text: string) => {
    const to = text.trim().slice(0, longestTote);
    if (!stop || !place || to === '') return;
    const deeds: Deed[] = place.counted > 0 && stop.kind === 'pick' ? [picked(stop, place.counted)] : [];
    const deed: Deed = { kind: 'swapped-tote', from: stop.tote, to };
    if (take(state, { id: 'try', device: me.deviceId, deed }).refused) return speakUp('wrong', words.swap.inUse);
    // What is counted went into the full tote: it is what filled it.
    record(...deeds, deed);
    if (deeds.length > 0) moveTo({ place: null });
    setOpen(null);
    speakUp('right', words.tote(to));
  };
  const undo = (scanId: string) => {
    const deed: Deed = { kind: 'undone', scan: scanId };
    if (take(state, { id: 'try', device: me.deviceId, deed }).refused) return speakUp('wrong', words.wrong.refused);
    record(deed);
    moveTo({ place: null });
    setOpen(null);
    setMessage(null);
  };
  const setCounted = (counted: number) => {
    if (place) moveTo({ place: { ...place, step: 'item', counted: Math.max(0, counted) } });
  };
  const unsent = own.filter(({ deed }) => deed.kind !== 'took' && deed.kind !== 'wrong').length;
  const others = kept.walkers.filter((one) => !one.me).map((one) => one.picker);
  const walking = wave.phase === 'released';
  const mine = myDeeds(state, me.deviceId);
  return (
    <main className={`walk ${stop?.kind === 'put-back' ? 'back' : ''}`}>
      {online ? null : <Banner>{words.offline(unsent)}</Banner>}
      <header className="head">
        <h1>{words.wave(wave.number)}</h1>
        <span className="quiet">{words.waves.units(totals.done, totals.wanted)}</span>
        <button type="button" className="plain" onClick={() => setOpen('menu')}>
          {words.button.menu}
        </button>
      </header>
      <Progress done={totals.done} all={totals.wanted} />
      {/* Always there: a line that comes and goes would move the buttons under the thumb. */}
      <p className="status">
        {others.length > 0 ? <span>{words.waves.with(others.join(', '))}</span> : null}
        {online && unsent > 0 ? <span className="sending">{words.sending(unsent)}</span> : null}
      </p>
      <div role="alert" className="message">
        {message ? <p className={`notice ${message.tone}`}>{message.says}</p> : null}
      </div>
      {stop && task && place && stop.kind === 'put-back' ? (
        <PutBackStop
          stop={stop}
          task={task}
          because={because(state, task, words)}
          words={words}
          onDone={() => heard({ is: 'done', deed: putBack(stop) }, '')}
        />
      ) : walking && stop && task && place ? (
        <PickStop
          stop={stop}
          task={task}
          place={place}
          again={stop.kind === 'pick' && stop.again}
          words={words}
          onBin={() => heard({ is: 'at-bin', place: { ...place, step: 'item' } }, '')}
          onAll={() => heard(count(place, stop, stop.units, asksTote), '')}
          onCount={setCounted}
          onTote={() => heard({ is: 'done', deed: picked(stop, Math.max(1, place.counted)) }, '')}
          onPart={() => moveTo({ place: { ...place, step: 'tote' } })}
        />
      ) : (
        <Over walk={walk} totals={totals} onFinish={() => moveTo({ finishing: true })} />
      )}
      {stop ? (
        <footer className="tools">
          <ScanField
            words={words}
            onCamera={() => setOpen('camera')}
            value={typed}
            onChange={setTyped}
            onScan={(text) => {
              setTyped('');
              scan(text);
            }}
          />
          <div className="tool-row">
            {walking && stop.kind === 'pick' ? (
              <>
                <button type="button" onClick={() => setOpen('short')}>
                  {words.button.short}
                </button>
                <button
                  type="button"
                  onClick={() => {
                    record({ kind: 'skipped', task: stop.task.id });
                    moveTo({ place: null });
                    setMessage(null);
                  }}
                >
                  {words.button.skip}
                </button>
                <button type="button" onClick={() => setOpen('tote')}>
                  {words.button.fullTote}
                </button>
              </>
            ) : null}
            <button type="button" onClick={() => setOpen('undo')}>
              {words.button.undo}
            </button>
          </div>
        </footer>
      ) : walking ? (
        <footer className="tools">
          <button type="button" onClick={() => setOpen('undo')}>
            {words.button.undo}
          </button>
        </footer>
      ) : null}
      {open === 'short' && stop && task ? (
        <ShortSheet
          key={stop.task.id}
          title={task.title}
          most={stop.units}
          missing={stop.units - (place?.counted ?? 0)}
          words={words}
          onClose={() => setOpen(null)}
          onShort={(units, reason) => {
            const deeds: Deed[] = [{ kind: 'short', task: stop.task.id, units, reason }];
            record(...deeds);
            const left = stop.units - units;
            const counted = Math.min(place?.counted ?? 0, left);
            moveTo({
              bin: stop.task.bin,
              place:
                left > 0
                  ? { task: stop.task.id, kind: 'pick', step: counted >= left ? 'tote' : 'item', counted }
                  : null,
            });
            setOpen(null);
            setMessage(null);
          }}
        />
      ) : null}
      {open === 'tote' && stop ? (
        <FullTote
          tote={stop.tote}
          words={words}
          problem={message?.tone === 'wrong' ? message.says : null}
          onClose={() => setOpen(null)}
          onSwap={swap}
        />
      ) : null}
      {open === 'undo' ? (
        <UndoSheet
          hand={task && place && place.counted > 0 ? { units: place.counted, title: task.title } : null}
          onEmptyHand={() => {
            setCounted(0);
            setOpen(null);
            setMessage(null);
          }}
          deeds={mine.map(({ id, deed }) => ({
            id,
            deed,
            title: 'task' in deed ? (tasks.get(deed.task)?.title ?? '') : '',
          }))}
          words={words}
          problem={message?.tone === 'wrong' ? message.says : null}
          onClose={() => setOpen(null)}
          onUndo={undo}
        />
      ) : null}
      {open === 'camera' ? (
        <CameraSheet
          words={words}
          title={stop && task && place ? asked(stop, task.title, place, words) : ''}
          onScan={scan}
          onBlind={() => {
            setOpen(null);
            speakUp('wrong', words.camera.none);
          }}
          onClose={() => setOpen(null)}
        >
          <div role="alert" className="message">
            {message ? <p className={`notice ${message.tone}`}>{message.says}</p> : null}
          </div>
        </CameraSheet>
      ) : null}
      {open === 'menu' ? (
        <Sheet
          title={`${words.wave(wave.number)} · ${wave.location}`}
          close={words.button.close}
          onClose={() => setOpen(null)}
        >
          <Languages language={language} speak={speak} label={words.menu.language} />
          <Looks look={look} setLook={setLook} words={words} />
          <Link className="button big" to="/floor">
            {words.button.toWaves}
          </Link>
        </Sheet>
      ) : null}
    </main>
  );
}

function Over({ walk, totals, onFinish }: { walk: Walk; totals: Totals; onFinish: () => void }) {
  const { words, language } = useFloor();
  const { wave } = walk.kept;
  const ended = wave.phase !== 'released';
  const wall = wave.method === 'sort' && wave.phase === 'picked' ? wallWordsIn(language) : null;
  return (
    <section className="over">
      <p className="tick" aria-hidden="true">
        {wave.phase === 'canceled' ? '✕' : '✓'}
      </p>
      <h2>{words.done.title}</h2>
      {wave.phase === 'canceled' ? (
        <p>{words.done.canceled}</p>
      ) : (
        <p>{ended ? (wall?.toTheWall ?? words.done.picked) : words.done.units(totals.picked, totals.short)}</p>
      )}
      {walk.at.finishing && !ended && !walk.online ? <p className="notice">{words.done.waiting}</p> : null}
      {wall ? (
        <Link className="button big primary" to={`/floor/wall/${wave.id}`}>
          {wall.toWalls}
        </Link>
      ) : ended ? (
        <>
          <Link className="button big primary" to="/floor">
            {words.button.toWaves}
          </Link>
          {wave.phase === 'picked' ? (
            <Link className="button big" to="/floor/pack">
              {packWordsIn(language).title}
            </Link>
          ) : null}
        </>
      ) : (
        <button
          type="button"
          className="big primary"
          disabled={walk.at.finishing || !isDone(walk.state)}
          onClick={onFinish}
        >
          {words.button.finish}
        </button>
      )}
    </section>
  );
}

/** What is to be scanned next, in a line. */
function asked(stop: Stop, title: string, { step, counted }: Place, words: Words): string {
  const bin = stop.task.bin ?? words.noBin;
  if (stop.kind === 'put-back') return `${words.putBack.title}: ${words.putBack.toBin(bin)}`;
  if (step === 'bin') return `${words.step.bin} ${bin}`;
  return step === 'tote'
    ? `${words.step.tote} ${words.tote(stop.tote)}`
    : `${words.ofUnits(counted, stop.units)} · ${title}`;
}

type Totals = { wanted: number; picked: number; short: number; done: number };

function sumUp(state: WaveState): Totals {
  const totals = { wanted: 0, picked: 0, short: 0, done: 0 };
  for (const one of state.tasks.values()) {
    const { wanted, picked: inTotes, short } = standing(one);
    totals.wanted += wanted;
    totals.picked += inTotes;
    totals.short += short;
  }
  return { ...totals, done: totals.picked + totals.short };
}

/** The item that a text names, if it is one of this wave. */
const nameOf = (text: string, tasks: readonly PhoneTask[]): string =>
  tasks.find((task) => task.barcode === text || task.sku?.toLowerCase() === text.toLowerCase())?.title ?? text;

type Wanted = Extract<Deed, { kind: 'wanted' }>;

function whyOf(state: WaveState, task: string): Wanted['because'] | null {
  const said = [...state.scans.values()].findLast(({ deed }) => deed.kind === 'wanted' && deed.task === task);
  return said?.deed.kind === 'wanted' ? said.deed.because : null;
}

function because(state: WaveState, task: PhoneTask, words: Words): string {
  const why = whyOf(state, task.id);
  return why && why !== 'again' ? words.because[why](task.orderName) : words.tooMuch(task.orderName);
}

/** What this phone did that may be undone, the newest first. */
function myDeeds(state: WaveState, device: string): Scan[] {
  return [...state.scans.values()]
    .filter(
      ({ id, device: by, deed }) =>
        by === device && !state.undone.has(id) && !['undone', 'took', 'wrong'].includes(deed.kind),
    )
    .reverse();
}
