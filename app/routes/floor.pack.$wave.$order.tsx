// An order is packed: one next thing, large. Scans put units in; then the box, the scale, the picture, the seal, and off it goes.
import type { LinksFunction } from '@remix-run/node';
import { Link, useLocation, useNavigate, useParams } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { isSame } from '../picking/floor/step.ts';
import { packWordsIn } from '../picking/floor/words/pack-words.ts';
import { whyItStays } from '../picking/floor/words/stays.ts';
import { carrierNames } from '../picking/hand-off/carriers.ts';
import type { ParcelShipped } from '../picking/hand-off/ship-parcel.server.ts';
import { tooMuchIn } from '../picking/packing/station/came-back.ts';
import type { Deed } from '../picking/packing/station/deed.ts';
import {
  missingOf,
  openParcel,
  type PackedParcel,
  type Packing as PackingOf,
  packedOf,
  saidMissing,
} from '../picking/packing/station/ledger.ts';
import { boxGramsOf, linesOf, type SealTerms, toPutBack, weighingOf } from '../picking/packing/station/sealing.ts';
import type { OrderLook, WhyRefused } from '../picking/packing/station/station-api.ts';
import { hearItem, restGoesOn, type Step, stepOf } from '../picking/packing/station/step.ts';
import { expectedGrams, readGrams } from '../picking/packing/station/weight.ts';
import { isOwnCode } from '../picking/papers/codes.ts';
import { Banner, Languages, Looks, Progress, Sheet } from '../ui/floor-pieces.tsx';
import { ScanField } from '../ui/floor-scan-field.tsx';
import { formatGrams } from '../ui/grams.ts';
import styles from '../ui/pack.css?url';
import { SealedCard } from '../ui/pack-sealed.tsx';
import { BoxesSheet, ForceSheet, NotHereSheet, TakeOutSheet } from '../ui/pack-sheets.tsx';
import { BoxStep, type LineNow, PutBackStep, ScanStep, SealStep, WeighStep, weighingWords } from '../ui/pack-steps.tsx';
import { CameraSheet } from './floor/camera.tsx';
import { useFloor } from './floor/frame.ts';
import { liesIn } from './floor/lies-in.ts';
import { sendPhoto, TakePhoto } from './floor/photo.tsx';
import { ask } from './floor/send.ts';
import { signal } from './floor/signal.ts';
import { useAdvice } from './floor/use-advice.ts';
import { useAwake } from './floor/use-awake.ts';
import { type AtStation, usePacking } from './floor/use-packing.ts';
import { useScanner } from './floor/use-scanner.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

type Message = { tone: 'right' | 'wrong'; says: string };

export default function PackOrder() {
  const { wave = '', order = '' } = useParams();
  return <Packing key={`${wave}/${order}`} wave={wave} order={order} />;
}

function Packing({ wave, order }: { wave: string; order: string }) {
  const { words, language } = useFloor();
  const pack = packWordsIn(language);
  const navigate = useNavigate();
  const [message, setMessage] = useState<Message | null>(null);
  const onRefused = (why: WhyRefused) => {
    setMessage({ tone: 'wrong', says: pack.refused[why] });
    signal('wrong');
  };
  const { now, record, soon } = usePacking(wave, order, onRefused);
  const shut = now.is === 'shut' ? now.why : null;
  useEffect(() => {
    if (shut) navigate(shut === 'turned-out' ? '/floor/pair#turned-out' : '/floor/pair');
  }, [shut, navigate]);
  if (now.is === 'here') return <Here at={now} record={record} soon={soon} message={message} setMessage={setMessage} />;
  return (
    <main className="page">
      <p className="quiet">
        {now.is === 'gone' ? pack.home.none : now.is === 'offline' ? words.pair.noConnection : words.loading}
      </p>
      <Link className="button big" to="/floor/pack">
        {pack.title}
      </Link>
    </main>
  );
}

type Open = 'camera' | 'menu' | 'out' | 'not-here' | 'boxes' | { force: LineNow } | null;

function Here({
  at,
  record,
  soon,
  message,
  setMessage,
}: {
  at: AtStation;
  record: (parcel: string, ...deeds: Deed[]) => void;
  soon: () => void;
  message: Message | null;
  setMessage: (message: Message | null) => void;
}) {
  const { words, language, speak, suggest, look: theme, setLook } = useFloor();
  const pack = packWordsIn(language);
  const { look, packing, unsent, online } = at;
  const location = useLocation();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const [typed, setTyped] = useState('');
  const [closing, setClosing] = useState(false);
  const [despite, setDespite] = useState(false);
  const [weighing, setWeighing] = useState(false);
  const [tracking, setTracking] = useState('');
  useEffect(() => suggest(look.me.language), [look.me.language, suggest]);
  useAwake();

  const terms = termsOf(look);
  const parcel = openParcel(packing);
  const beyond = toPutBack(packing, terms);
  const titleOf = (line: string) => look.lines.find(({ id }) => id === line)?.title ?? '';
  const missing = missingOf(packing);
  const lost = saidMissing(packing);
  const without = parcel?.tooSmall ?? [];
  const contents = parcel?.units ?? new Map<string, number>();
  const all = new Map(contents);
  for (const { id, units } of missing) all.set(id, (all.get(id) ?? 0) + units);
  const whole = useAdvice(look.wave.id, look.order.id, parcel && look.boxes.length > 0 ? all : null, without, language);
  const planned = whole && whole.parcels.length > 1 ? whole.parcels[0] : null;
  const plan = planned ? countOf(planned.units.map(({ line }) => line)) : null;
  const more = restGoesOn(packing, plan, closing);
  const advice = useAdvice(
    look.wave.id,
    look.order.id,
    more ? contents : parcel && look.boxes.length > 0 ? all : null,
    without,
    language,
  );
  const usual = stepOf(packing, terms, plan, { closing, despite });
  const step: Step = weighing && usual === 'seal' && parcel?.grams === null ? 'weigh' : usual;
  const others = look.holder && !look.holder.me ? look.holder : null;

  const speakUp = (tone: Message['tone'], says: string) => {
    setMessage({ tone, says });
    signal(tone);
  };

  // The order is this station's as soon as it looks at it, unless somebody else has it.
  const begins = step === 'begin' && !others && !look.stopped;
  const begun = useRef(false);
  // What the server refuses twice is not asked for a third time.
  const tries = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each parcel that the server has is a try that went well
  useEffect(() => {
    tries.current = 0;
  }, [look.parcels.length]);
  useEffect(() => {
    if (!begins) {
      begun.current = false;
      return;
    }
    if (begun.current || tries.current >= 2) return;
    begun.current = true;
    tries.current++;
    setClosing(false);
    setDespite(false);
    setWeighing(false);
    const goesOn = packing.holder === look.me.deviceId;
    record(crypto.randomUUID(), goesOn ? { kind: 'new-parcel' } : { kind: 'opened', over: false });
  }, [begins, packing.holder, look.me.deviceId, record]);

  const say = (...deeds: Deed[]) => {
    if (parcel) record(parcel.id, ...deeds);
  };
  const putBack = (line: string, units: number) => {
    say({ kind: 'put-back', line, units });
    speakUp('right', pack.back.said(units, titleOf(line)));
  };
  const scanItem = (text: string) => {
    if (step === 'put-back') {
      const one = beyond.find(({ id }) =>
        look.lines.some((line) => line.id === id && (isSame(text, line.barcode) || isSame(text, line.sku))),
      );
      return one ? putBack(one.id, 1) : speakUp('wrong', pack.refused['still-wanted']);
    }
    const heard = hearItem(packing, look.lines, plan, text);
    if (heard.is === 'wrong-item') {
      say({ kind: 'wrong', what: 'item' });
      return speakUp('wrong', pack.wrong.item(nameOf(text, look)));
    }
    if (heard.is === 'too-many') {
      say({ kind: 'wrong', what: 'too-many' });
      return speakUp('wrong', pack.wrong.tooMany(heard.line.title, heard.line.units));
    }
    if (heard.is === 'later') return speakUp('wrong', pack.wrong.later(heard.line.title));
    setDespite(false);
    say({ kind: 'scanned', line: heard.line.id, units: 1 });
    speakUp('right', pack.said.item(heard.line.title, heard.done, heard.line.units));
  };
  const weigh = (grams: number) => {
    if (!parcel) return;
    say({ kind: 'weighed', grams });
    setDespite(false);
    setWeighing(false);
    const held = weighingOf({ ...parcel, grams }, terms);
    if (!held) return;
    if (held.is !== 'off') return speakUp('right', weighingWords(held, pack, language));
    // The step itself says how far it is off, and what would explain it.
    setMessage(null);
    signal('wrong');
  };
  const waiting = look.parcels.some((one) => one.state === 'sealed') || unsent > 0;
  const scan = (text: string) => {
    if (open === 'camera' && step !== 'scan') setOpen(null);
    // Nothing is left to do here, or it is not to be done here: the scan is of what comes next.
    const isOfNext = step === 'packed' ? !waiting || isOwnCode(text) : others !== null || look.stopped !== null;
    if (isOfNext) return navigate('/floor/pack', { state: { find: text } });
    if (step === 'packed') return setTracking(text.trim());
    if (!parcel) return;
    const box = look.boxes.find(({ name }) => isSame(text, name));
    if (step === 'box' && box) return say({ kind: 'chose-box', box: box.id });
    const grams = step === 'weigh' || step === 'seal' ? readGrams(text) : null;
    if (grams !== null) return weigh(grams);
    scanItem(text);
  };
  useScanner(scan);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes next wants hands and eyes, not the camera
  useEffect(() => setOpen((now) => (now === 'camera' ? null : now)), [step]);

  // Who came by scanning an item has it in the hand.
  const carried = useRef((location.state as { scanned?: string } | null)?.scanned ?? null);
  const parcelId = parcel?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as a parcel is open
  useEffect(() => {
    if (parcelId === null || carried.current === null) return;
    const text = carried.current;
    carried.current = null;
    history.replaceState({ ...history.state, usr: null }, '');
    if (contents.size === 0) scanItem(text);
  }, [parcelId]);

  const toPack = new Map(packing.lines.map((line) => [line.id, line.units]));
  const lines = look.lines.map((line): LineNow => {
    const packed = packedOf(packing, line.id);
    const here = contents.get(line.id) ?? 0;
    const units = toPack.get(line.id) ?? line.units;
    return { ...line, units, packed, later: plan !== null && packed < units && here >= (plan.get(line.id) ?? 0) };
  });
  const units = lines.reduce((sum, line) => sum + line.units, 0);
  const done = lines.reduce((sum, line) => sum + line.packed, 0);
  const boxOf = (one: PackedParcel | null) => look.boxes.find(({ id }) => id === one?.box?.id) ?? null;
  const boxGrams = parcel && boxGramsOf(parcel, terms);
  const sealed = packing.parcels.filter((one) => one.sealed);
  const unfit = whole?.parcels[0] && look.boxes.find(({ id }) => id === whole.parcels[0]?.box);

  const sheet = { words, pack, titleOf, onClose: () => setOpen(null) };

  return (
    <main className="walk pack">
      {online ? null : <Banner>{pack.offline(unsent)}</Banner>}
      <header className="head">
        <h1>{pack.order(look.order.name)}</h1>
        <span className="quiet">
          {[words.wave(look.wave.number), liesIn(look.order, words, pack)].filter(Boolean).join(' · ')}
        </span>
        <button type="button" className="plain" onClick={() => setOpen('menu')}>
          {words.button.menu}
        </button>
      </header>
      <Progress done={done} all={units} />
      <div role="alert" className="message">
        {message ? <p className={`notice ${message.tone}`}>{message.says}</p> : null}
      </div>
      {look.stopped && step !== 'packed' ? (
        <section className="stop stopped" aria-live="assertive">
          <h2>{pack.stopped.title}</h2>
          <p>
            {look.stopped.because === 'wave-over'
              ? pack.stopped.over[look.wave.phase](look.wave.number)
              : look.stopped.because === 'not-allowed'
                ? pack.stopped.notAllowed
                : words.because[look.stopped.because](look.order.name)}
          </p>
          <p>{pack.stopped.todo[look.stopped.because]}</p>
          {language === 'en' && look.stopped.because !== 'wave-over' && look.stopped.because !== 'not-allowed' ? (
            <p>{look.stopped.detail}</p>
          ) : null}
          <Link className="button big" to="/floor/pack">
            {pack.sealed.nextOrder}
          </Link>
        </section>
      ) : others && step !== 'packed' ? (
        <section className="stop">
          <h2>{pack.held(others.picker, clock(others.since, language))}</h2>
          <p>{pack.heldHint}</p>
          <Link className="button big primary" to="/floor/pack">
            {pack.sealed.nextOrder}
          </Link>
          <button
            type="button"
            className="big"
            onClick={() => record(parcel?.id ?? crypto.randomUUID(), { kind: 'opened', over: true })}
          >
            {pack.takeOver}
          </button>
        </section>
      ) : step === 'put-back' && parcel ? (
        <PutBackStep
          goods={beyond.map(({ id, units: count }) => ({ id, title: titleOf(id), units: count }))}
          empty={contents.size === 0}
          words={pack}
          onPutBack={putBack}
          onGiveUp={() => {
            record(parcel.id, { kind: 'gave-up', over: false });
            setMessage(null);
          }}
        />
      ) : step === 'scan' && units === 0 ? (
        <section className="stop">
          <p className="ready">{pack.back.done}</p>
          <Link className="button big primary" to="/floor/pack">
            {pack.sealed.nextOrder}
          </Link>
        </section>
      ) : step === 'scan' ? (
        <ScanStep
          lines={lines.filter((line) => line.units > 0)}
          words={pack}
          onLine={(line) =>
            look.me.mayForce && !line.later ? setOpen({ force: line }) : speakUp('wrong', pack.force.mayNot)
          }
        >
          <p className="facts">
            {sealed.length > 0 || planned ? (
              <span className="where">
                {planned
                  ? pack.thisParcel(sealed.length + 1, sealed.length + (whole?.parcels.length ?? 1))
                  : pack.parcel(sealed.length + 1)}
              </span>
            ) : null}
            {unfit ? <span className="where">{pack.box.take(unfit.name)}</span> : null}
          </p>
        </ScanStep>
      ) : step === 'box' && parcel ? (
        <BoxStep
          advice={advice}
          boxes={look.boxes}
          parcel={parcel}
          words={pack}
          onFits={(box) => {
            say({ kind: 'chose-box', box }, { kind: 'did-fit', box });
            setMessage(null);
          }}
          onDidNotFit={(box) => {
            say({ kind: 'did-not-fit', box });
            setMessage(null);
          }}
          onOther={() => setOpen('boxes')}
        />
      ) : step === 'weigh' && parcel ? (
        <WeighStep
          expected={boxGrams === null ? null : expectedGrams(linesOf(parcel, terms), boxGrams)}
          weighing={weighingOf(parcel, terms)}
          grams={parcel.grams}
          mayForce={look.me.mayForce}
          words={pack}
          language={language}
          onWeigh={weigh}
          onNotAWeight={(text) => speakUp('wrong', pack.weigh.notAWeight(text))}
          onDespite={() => {
            setDespite(true);
            setMessage(null);
          }}
        />
      ) : step === 'photo' && parcel ? (
        <section className="stop">
          <p className="step">{pack.step.photo}</p>
          <p className="quiet">{pack.photo.why}</p>
          <TakePhoto
            words={pack}
            onUse={async (photo) => {
              const kept = await sendPhoto(parcel.id, photo);
              if (kept) say({ kind: 'photographed', photo: photo.hash });
              signal(kept ? 'right' : 'wrong');
              return kept;
            }}
          />
        </section>
      ) : step === 'seal' && parcel ? (
        <SealStep
          boxName={boxOf(parcel)?.name ?? null}
          units={[...contents.values()].reduce((sum, each) => sum + each, 0)}
          grams={parcel.grams === null ? null : formatGrams(parcel.grams, language)}
          more={more}
          online={online}
          words={pack}
          onWeigh={parcel.grams === null ? () => setWeighing(true) : null}
          onSeal={() => {
            say({ kind: 'sealed', more, despite });
            setMessage(null);
            signal('right');
          }}
        />
      ) : step === 'packed' ? (
        <section className="stop sealed">
          <p className="tick" aria-hidden="true">
            ✓
          </p>
          <p className="ready">{waiting ? pack.sealed.title : units === 0 ? pack.back.done : pack.sealed.shippedAll}</p>
          <ul className="cards">
            {look.parcels
              .filter((one) => one.state === 'sealed' || one.state === 'shipped')
              .map((one, _, shown) => {
                const waits = shown.find(({ state: is }) => is === 'sealed')?.id === one.id;
                return (
                  <SealedCard
                    key={one.id}
                    parcel={one}
                    weight={one.weighedGrams === null ? null : formatGrams(one.weighedGrams, language)}
                    scanned={waits ? tracking : ''}
                    carrier={one.carrier ?? localStorage.getItem('pack-carrier') ?? ''}
                    carriers={carrierNames}
                    words={pack}
                    tooMuch={goodsToPutBack(packing, terms, one.id, titleOf)}
                    onShip={async (said) => {
                      const answer = await ask<ParcelShipped>(`pack/parcels/${one.id}/ship`, said);
                      if (answer.is !== 'ok') return words.pair.noConnection;
                      if (!answer.body.ok) {
                        signal('wrong');
                        return whyItStays(answer.body.refusal, look.order.name, words, pack);
                      }
                      if (said.carrier !== '') localStorage.setItem('pack-carrier', said.carrier);
                      setTracking('');
                      signal('right');
                      soon();
                      return null;
                    }}
                    onAgain={() => {
                      record(one.id, { kind: 'opened-again', over: false });
                      setMessage(null);
                    }}
                  />
                );
              })}
          </ul>
          <Link className={`button big ${waiting ? '' : 'primary'}`} to="/floor/pack">
            {waiting ? pack.sealed.later : pack.sealed.nextOrder}
          </Link>
        </section>
      ) : (
        <>
          <p className="quiet">{words.loading}</p>
          <Link className="button big" to="/floor/pack">
            {pack.title}
          </Link>
        </>
      )}
      {parcel && !others && !look.stopped ? (
        <footer className="tools">
          {step === 'photo' ? null : (
            <ScanField
              words={words}
              value={typed}
              onChange={setTyped}
              onCamera={() => setOpen('camera')}
              onScan={(text) => {
                setTyped('');
                scan(text);
              }}
            />
          )}
          <div className="tool-row">
            <button type="button" onClick={() => setOpen('out')}>
              {pack.out.button}
            </button>
            {(missing.length > 0 || lost.size > 0) && !terms.cameBack ? (
              <button type="button" onClick={() => setOpen('not-here')}>
                {pack.notHere.button}
              </button>
            ) : null}
            {parcel.box !== null && look.boxes.length > 0 ? (
              <button type="button" onClick={() => setOpen('boxes')}>
                {pack.box.change}
              </button>
            ) : null}
            {missing.length > 0 && contents.size > 0 && !more ? (
              <button type="button" onClick={() => setClosing(true)}>
                {pack.close.button}
              </button>
            ) : null}
          </div>
        </footer>
      ) : null}
      {open === 'out' ? (
        <TakeOutSheet
          {...sheet}
          contents={contents}
          onTake={(line) => {
            say({ kind: 'took-back', line, units: 1 });
            setClosing(false);
            setMessage({ tone: 'right', says: pack.said.took(titleOf(line)) });
            if (contents.size === 1 && contents.get(line) === 1) setOpen(null);
          }}
        />
      ) : null}
      {open === 'not-here' ? (
        <NotHereSheet
          {...sheet}
          waiting={missing.map(({ id }) => id)}
          lost={[...lost.keys()]}
          onMissing={(line) => {
            say({ kind: 'missing', line, units: 1 });
            setOpen(null);
            setMessage({ tone: 'wrong', says: pack.notHere.said(titleOf(line)) });
          }}
          onFound={(line) => {
            say({ kind: 'found', line, units: 1 });
            setOpen(null);
            setMessage({ tone: 'right', says: pack.notHere.foundSaid(titleOf(line)) });
          }}
        />
      ) : null}
      {open === 'boxes' ? (
        <BoxesSheet
          {...sheet}
          boxes={look.boxes}
          onChoose={(box) => {
            say({ kind: 'chose-box', box });
            setOpen(null);
            setMessage(null);
          }}
        />
      ) : null}
      {open !== null && typeof open === 'object' ? (
        <ForceSheet
          {...sheet}
          line={open.force}
          onForce={(count) => {
            say({ kind: 'forced', line: open.force.id, units: count });
            setOpen(null);
            speakUp('right', pack.said.item(open.force.title, open.force.packed + count, open.force.units));
          }}
        />
      ) : null}
      {open === 'camera' ? (
        <CameraSheet
          words={words}
          title={done < units ? `${words.ofUnits(done, units)} · ${pack.step.scan}` : words.camera.title}
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
        <Sheet title={pack.order(look.order.name)} close={words.button.close} onClose={() => setOpen(null)}>
          <Languages language={language} speak={speak} label={words.menu.language} />
          <Looks look={theme} setLook={setLook} words={words} />
          <Link className="button big" to="/floor/pack">
            {pack.title}
          </Link>
        </Sheet>
      ) : null}
    </main>
  );
}

/** What of a sealed parcel is not wanted any more, in words; null when it may leave as it is. */
function goodsToPutBack(
  packing: PackingOf,
  { cameBack }: SealTerms,
  id: string,
  titleOf: (line: string) => string,
): string | null {
  const parcel = packing.parcels.find((one) => one.id === id);
  const goods = parcel && cameBack ? tooMuchIn(parcel, packing, cameBack) : [];
  return goods.length > 0 ? goods.map((line) => `${line.units} × ${titleOf(line.id)}`).join(', ') : null;
}

const termsOf = ({ terms, boxes, lines, wanted, parcels }: OrderLook): SealTerms => ({
  ...terms,
  boxes,
  cameBack: wanted && {
    wanted: new Map(Object.entries(wanted)),
    left: new Set(parcels.flatMap((one) => (one.state === 'shipped' ? [one.id] : []))),
  },
  goods: new Map(lines.map(({ id, title, grams }) => [id, { title, grams }])),
});

function countOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const nameOf = (text: string, { lines }: OrderLook): string =>
  lines.find(({ sku, barcode }) => isSame(text, barcode) || isSame(text, sku))?.title ?? text.trim();

const clock = (at: number, language: string): string =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
