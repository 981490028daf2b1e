// The put wall: scan an item, and a pigeonhole lights up. The server says which, so that several people can sort one wave.
import type { LinksFunction } from '@remix-run/node';
import { Link, useNavigate, useParams } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { isSame } from '../picking/floor/step.ts';
import { type BackInto, binsBack } from '../picking/pick.ts';
import type { WallDeed } from '../picking/put-wall/deed.ts';
import type { WallRefused } from '../picking/put-wall/ledger.ts';
import { isSorted, leftOf, onCart, ordersOf, owedInSlot, owedOnCart } from '../picking/put-wall/ledger.ts';
import { readSlot, slotName } from '../picking/put-wall/slot.ts';
import type { WallAnswer, WallAsk } from '../picking/put-wall/wall-api.ts';
import { type WallWords, wallWordsIn } from '../picking/put-wall/words.ts';
import { Banner, Languages, Looks, Progress, Sheet } from '../ui/floor-pieces.tsx';
import { ScanField } from '../ui/floor-scan-field.tsx';
import styles from '../ui/wall.css?url';
import {
  LeftSheet,
  LitSlot,
  OrderSheet,
  type OrderShown,
  PutBackCard,
  type TaskNow,
  WallPicture,
} from '../ui/wall-pieces.tsx';
import { CameraSheet } from './floor/camera.tsx';
import { useFloor } from './floor/frame.ts';
import { signal } from './floor/signal.ts';
import { useAwake } from './floor/use-awake.ts';
import { useScanner } from './floor/use-scanner.ts';
import { useWall, type WallHere } from './floor/use-wall.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

type Message = { tone: 'right' | 'wrong'; says: string };

export default function WallPage() {
  const { id = '' } = useParams();
  const { words, language } = useFloor();
  const says = wallWordsIn(language);
  const navigate = useNavigate();
  const [answer, setAnswer] = useState<WallAnswer | null>(null);
  const { wall, say } = useWall(id, setAnswer);
  const shut = wall.is === 'shut' ? wall.why : null;
  useEffect(() => {
    if (shut) navigate(shut === 'turned-out' ? '/floor/pair#turned-out' : '/floor/pair');
  }, [shut, navigate]);
  if (wall.is === 'here') return <Here here={wall} say={say} answer={answer} says={says} />;
  return (
    <main className="page">
      <p className="quiet">
        {wall.is === 'gone' ? says.none : wall.is === 'offline' ? words.pair.noConnection : words.loading}
      </p>
      <Link className="button big" to="/floor/wall">
        {says.toWalls}
      </Link>
    </main>
  );
}

type Open = { is: 'order'; id: string } | { is: 'left' | 'undo' | 'camera' | 'menu' } | null;

function Here({
  here,
  say,
  answer,
  says,
}: {
  here: WallHere;
  say: (ask: WallAsk['ask']) => void;
  answer: WallAnswer | null;
  says: WallWords;
}) {
  const { words, language, speak, suggest, look, setLook } = useFloor();
  const { wave, state, me, phase, online, size, elsewhere, parts } = here;
  const [message, setMessage] = useState<Message | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => suggest(me.language), [me.language, suggest]);
  useAwake();

  const shown = new Map(wave.tasks.map((task) => [task.id, task]));
  const tasks = [...state.tasks.values()].map(
    (one): TaskNow => ({
      ...shown.get(one.task.id)!,
      ...{ put: one.put, missing: one.missing, because: one.because },
      ...{ left: leftOf(one), spare: owedOnCart(one), owed: owedInSlot(one) },
    }),
  );
  const names = new Map(wave.tasks.map((task) => [task.orderId, task.orderName]));
  const orders = [...ordersOf(state)].map(([id, order]): OrderShown => ({ id, name: names.get(id) ?? '', ...order }));
  const complete = orders.filter((order) => order.is === 'complete').sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0));
  const waiting = orders.filter((order) => order.is === 'waiting');
  const all = tasks.reduce((sum, task) => sum + task.units, 0);
  const left = [...state.tasks.values()].reduce((sum, one) => sum + onCart(one), 0);
  const missing = tasks.reduce((sum, task) => sum + task.missing, 0);
  const slotOf = (slot: number) => slotName(slot, size);
  const sorting = phase === 'picked';

  // What goes back out of slots; off the cart too, once nothing else is left there.
  const onlySpare = tasks.every((task) => task.left === 0);
  const owing = tasks.flatMap((task) => {
    const slot = orders.find((order) => order.id === task.orderId)?.slot ?? null;
    return [
      ...(task.owed > 0 && slot !== null ? [{ task, slot, units: task.owed }] : []),
      ...(task.spare > 0 && onlySpare ? [{ task, slot: null, units: task.spare }] : []),
    ];
  });
  const into = (task: TaskNow, units: number): BackInto[] => {
    const several = binsBack(parts[task.id] ?? [], units);
    return several.length > 0 ? several : [{ bin: task.bin, units }];
  };
  const why = ({ because, orderName }: TaskNow) => words.because[because ?? 'again'](orderName);
  const taken = new Set([...state.slots.values(), ...elsewhere.map((one) => one.slot)]);
  const anyFree = Array.from({ length: size.rows * size.columns }, (_, slot) => slot).some((slot) => !taken.has(slot));

  // What this tablet said last is what the person holds or has just put.
  const mine = [...state.scans.values()].filter((scan) => scan.device === me.deviceId);
  const last = mine.findLast((scan) => scan.deed.kind !== 'undone' && !state.undone.has(scan.id));
  const newest = mine.at(-1)?.deed.kind === 'undone' ? null : (last?.deed ?? null);
  const litTask = newest?.kind === 'put' ? tasks.find((task) => task.id === newest.task) : undefined;
  const backTask = newest?.kind === 'put-back' ? tasks.find((task) => task.id === newest.task) : undefined;
  // What has to come out again does not light up.
  const litOrder =
    litTask && orders.find(({ id, slot, is }) => id === litTask.orderId && slot !== null && is !== 'owing');

  const speakUp = (tone: Message['tone'], text: string) => {
    setMessage({ tone, says: text });
    signal(tone);
  };
  // What goes back comes while nobody looks.
  const owed = owing.reduce((sum, one) => sum + one.units, 0);
  const [toldOwed, setToldOwed] = useState(0);
  useEffect(() => {
    if (owed > toldOwed) signal('wrong');
    if (owed > 0) setOpen((now) => (now?.is === 'camera' ? null : now));
    setToldOwed(owed);
  }, [owed, toldOwed]);
  const titleOf = (item: string) => wave.tasks.find((task) => task.item === item)?.title ?? item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is told once
  useEffect(() => {
    if (!answer) return;
    if (!answer.ok) return speakUp('wrong', answer.why === 'not-picked' ? says.notPicked : says.over);
    if (answer.refused) return speakUp('wrong', refusedWords(answer.refused));
    const deed = answer.heard?.deed;
    if (deed?.kind === 'aside')
      return speakUp(
        'wrong',
        deed.why === 'wall-full' ? says.full(waitFor(deed.item)) : says.notWanted(titleOf(deed.item)),
      );
    setMessage(null);
    signal('right');
  }, [answer]);

  const refusedWords = (why: WallRefused) =>
    why === 'order-gone'
      ? says.gone
      : why === 'not-owed' || why === 'not-wanted' || why === 'other-slot'
        ? says.changed
        : says.refused;
  /** The orders without a slot that want an item. */
  const waitFor = (item: string) =>
    waiting
      .filter((order) => tasks.some((task) => task.orderId === order.id && task.item === item && task.left > 0))
      .map((order) => order.name)
      .join(', ');

  /** The camera stays open, and says what became of each scan. */
  const closeSheets = () => setOpen((now) => (now?.is === 'camera' ? now : null));
  const carried = (order: OrderShown) => {
    closeSheets();
    if (order.owed > 0 && order.slot !== null)
      return speakUp('wrong', `${says.fromSlot(slotOf(order.slot))}: ${says.owes(order.owed)}`);
    if (order.is === 'complete') return say({ kind: 'cleared', order: order.id });
    if (order.slot !== null) speakUp('wrong', says.notComplete(slotOf(order.slot), order.left));
  };
  const scan = (raw: string) => {
    const text = raw.trim();
    if (text === '' || !sorting) return;
    closeSheets();
    if (!online) return speakUp('wrong', says.offline);
    const item = wave.tasks.find((task) => isSame(text, task.barcode) || isSame(text, task.sku));
    if (item) return say({ kind: 'scanned', item: item.item });
    const slot = readSlot(text, size);
    const order = slot === null ? undefined : orders.find((one) => one.slot === slot);
    if (order) return carried(order);
    if (slot === null) return speakUp('wrong', says.wrongItem(text));
    const other = elsewhere.find((one) => one.slot === slot);
    speakUp('wrong', other ? `${slotOf(slot)}: ${says.otherWave(other.wave)}` : says.carried(slotOf(slot)));
  };
  useScanner(scan);

  const lost = (task: string, units: number) => say({ kind: 'missing', task, units });
  const opened = open?.is === 'order' ? orders.find((order) => order.id === open.id) : undefined;
  const aside = Map.groupBy(
    [...state.scans.values()].flatMap(({ id, deed }) =>
      deed.kind === 'aside' && deed.why === 'not-wanted' && !state.undone.has(id) ? [titleOf(deed.item)] : [],
    ),
    (title) => title,
  );
  const undoable = mine.filter(({ id, deed }) => deed.kind !== 'undone' && !state.undone.has(id)).reverse();
  return (
    <main className="walk wall">
      {online ? null : <Banner>{says.offline}</Banner>}
      <header className="head">
        <h1>{words.wave(wave.number)}</h1>
        <span className="quiet">{says.sorted(all - left, all)}</span>
        <button type="button" className="plain" onClick={() => setOpen({ is: 'menu' })}>
          {words.button.menu}
        </button>
      </header>
      <Progress done={all - left} all={all} />
      <div role="alert" className="message">
        {message ? <p className={`notice ${message.tone}`}>{message.says}</p> : null}
      </div>
      {isSorted(state) || !sorting ? (
        <section className="over">
          <p className="tick" aria-hidden="true">
            {sorting ? '✓' : '✕'}
          </p>
          <h2>{sorting ? says.done : words.wave(wave.number)}</h2>
          <p>{sorting ? says.doneHint(missing) : phase === 'released' ? says.notPicked : says.over}</p>
          {phase === 'canceled' && state.slots.size > 0 ? (
            <p>
              {says.emptySlots(
                [...state.slots.values()]
                  .sort((a, b) => a - b)
                  .map(slotOf)
                  .join(', '),
              )}
            </p>
          ) : null}
          <Link className="button big primary" to="/floor/wall">
            {says.toWalls}
          </Link>
        </section>
      ) : (
        <div className="wall-body">
          <div className="wall-side">
            {owing.map(({ task, slot, units }) => (
              <PutBackCard
                key={`${task.id} ${slot}`}
                {...{ title: task.title, sku: task.sku, units, into: into(task, units), why: why(task), says }}
                slot={slot === null ? null : slotOf(slot)}
                onBack={() => say({ kind: 'put-back', task: task.id, slot, units })}
              />
            ))}
            {backTask && newest?.kind === 'put-back' && newest.slot === null && owing.length === 0 ? (
              <PutBackCard
                {...{ title: backTask.title, sku: backTask.sku, units: newest.units }}
                into={newest.into ?? [{ bin: backTask.bin, units: newest.units }]}
                {...{ slot: null, why: why(backTask), says, onBack: null }}
              />
            ) : litTask && litOrder && litOrder.slot !== null ? (
              <LitSlot
                task={litTask}
                order={litOrder}
                slot={slotOf(litOrder.slot)}
                put={litTask.put}
                left={litTask.left}
                says={says}
                onAll={() => say({ kind: 'more', task: litTask.id, units: litTask.left })}
                onCarried={() => carried(litOrder)}
              />
            ) : owing.length === 0 ? (
              <section className="stop idle">
                <p className="title">{left > 0 ? says.scan : says.nothingLeft}</p>
              </section>
            ) : null}
            {complete.some((order) => order.id !== litOrder?.id) ? (
              <section className="carry">
                <p className="step">{says.carry}</p>
                <div className="tool-row">
                  {complete
                    .filter((order) => order.id !== litOrder?.id)
                    .map((order) => (
                      <button key={order.id} type="button" className="ready" onClick={() => carried(order)}>
                        <strong>{slotOf(order.slot ?? 0)}</strong> {order.name}
                      </button>
                    ))}
                </div>
              </section>
            ) : null}
          </div>
          <section className="wall-front">
            <WallPicture
              size={size}
              orders={orders}
              elsewhere={elsewhere}
              lit={litOrder?.slot ?? null}
              says={says}
              onSlot={(order) => setOpen({ is: 'order', id: order.id })}
            />
            {waiting.length > 0 && (!anyFree || state.waiting.size > 0) ? (
              <section className="waits">
                <p className="step">{says.waiting(waiting.length)}</p>
                <p>{waiting.map((order) => says.waitingFor(order.name, order.left)).join(', ')}</p>
              </section>
            ) : null}
            {state.waiting.size > 0 ? (
              <section className="waits">
                <p className="step">{anyFree ? says.slotFree : says.waitingTote}</p>
                <p>{[...state.waiting].map(([item, units]) => says.aside(units, titleOf(item))).join(', ')}</p>
              </section>
            ) : null}
          </section>
        </div>
      )}
      {sorting ? (
        <footer className="tools">
          {isSorted(state) ? null : (
            <ScanField
              words={words}
              value={typed}
              onChange={setTyped}
              onCamera={() => setOpen({ is: 'camera' })}
              onScan={(text) => {
                setTyped('');
                scan(text);
              }}
            />
          )}
          <div className="tool-row">
            <button type="button" onClick={() => setOpen({ is: 'left' })}>
              {says.left}
            </button>
            <button type="button" onClick={() => setOpen({ is: 'undo' })}>
              {words.button.undo}
            </button>
          </div>
        </footer>
      ) : null}
      {opened && opened.slot !== null ? (
        <OrderSheet
          order={opened}
          slot={slotOf(opened.slot)}
          tasks={tasks.filter((task) => task.orderId === opened.id)}
          says={says}
          close={words.button.close}
          onMissing={lost}
          onCarried={() => carried(opened)}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.is === 'left' ? (
        <LeftSheet
          tasks={tasks.filter((task) => task.left + task.spare > 0)}
          aside={[...aside].map(([title, own]) => ({ title, units: own.length }))}
          says={says}
          close={words.button.close}
          onMissing={lost}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.is === 'undo' ? (
        <Sheet title={words.undo.title} close={words.button.close} onClose={() => setOpen(null)}>
          {undoable.length === 0 ? <p className="quiet">{words.undo.none}</p> : null}
          {undoable.map(({ id, deed }) => (
            <button
              key={id}
              type="button"
              className="undo"
              onClick={() => {
                setOpen(null);
                say({ kind: 'undone', scan: id });
              }}
            >
              {sayDeed(deed)}
            </button>
          ))}
        </Sheet>
      ) : null}
      {open?.is === 'camera' && sorting && !isSorted(state) ? (
        <CameraSheet
          words={words}
          title={says.scan}
          onScan={scan}
          onBlind={() => {
            setOpen(null);
            speakUp('wrong', words.camera.none);
          }}
          onClose={() => setOpen(null)}
        >
          <div role="alert" className="message">
            {message ? (
              <p className={`notice ${message.tone}`}>{message.says}</p>
            ) : litTask && litOrder && litOrder.slot !== null ? (
              <p className="notice right">
                {litOrder.is === 'complete' ? says.complete(litOrder.name) : says.putInto}
                <strong className="slot-name">{slotOf(litOrder.slot)}</strong>
                {says.ofHere(litTask.put, litTask.put + litTask.left)} · {litTask.title}
              </p>
            ) : backTask && newest?.kind === 'put-back' ? (
              <p className="notice wrong">
                {says.putBack}: {says.putBackWhat(newest.units, backTask.title)}
              </p>
            ) : null}
          </div>
        </CameraSheet>
      ) : null}
      {open?.is === 'menu' ? (
        <Sheet
          title={`${words.wave(wave.number)} · ${wave.location}`}
          close={words.button.close}
          onClose={() => setOpen(null)}
        >
          <Languages language={language} speak={speak} label={words.menu.language} />
          <Looks look={look} setLook={setLook} words={words} />
          <Link className="button big" to="/floor/wall">
            {says.toWalls}
          </Link>
        </Sheet>
      ) : null}
    </main>
  );

  function sayDeed(deed: WallDeed): string {
    const title = 'task' in deed ? (shown.get(deed.task)?.title ?? '') : '';
    switch (deed.kind) {
      case 'put':
        return says.undo.put(deed.units, title, slotOf(deed.slot));
      case 'missing':
        return says.undo.missing(deed.units, title);
      case 'put-back':
        return says.undo.putBack(deed.units, title);
      case 'cleared':
        return says.undo.cleared(names.get(deed.order) ?? '');
      case 'aside':
        return says.undo.aside(titleOf(deed.item));
      default:
        return '';
    }
  }
}
