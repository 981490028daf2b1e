// What a packer does next with an order, as large as the screen allows.
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Language } from '../picking/floor/language.ts';
import type { PackWords } from '../picking/floor/words/pack-words.ts';
import type { PackedParcel } from '../picking/packing/station/ledger.ts';
import type { BoxAdvice, OfferedBox, PackLine } from '../picking/packing/station/station-api.ts';
import { readGrams, type Weighing } from '../picking/packing/station/weight.ts';
import { Field } from './floor-pieces.tsx';
import { formatGrams } from './grams.ts';

export type LineNow = PackLine & {
  /** in all parcels */
  packed: number;
  /** it goes into the next parcel */
  later: boolean;
};

export function ScanStep(props: {
  lines: LineNow[];
  words: PackWords;
  /** what is said above the list: which parcel, which box */
  children?: ReactNode;
  onLine: (line: LineNow) => void;
}) {
  const { lines, words } = props;
  const open = lines.filter((line) => line.packed < line.units && !line.later);
  const rest = lines.filter((line) => !open.includes(line));
  return (
    <section className="stop" aria-live="polite">
      <p className="step">{words.step.scan}</p>
      {props.children}
      <ul className="pack-lines">
        {[...open, ...rest].map((line) => (
          <li key={line.id} className={line.packed >= line.units ? 'done' : line.later ? 'later' : ''}>
            <button type="button" onClick={() => props.onLine(line)} disabled={line.packed >= line.units}>
              {line.imageUrl ? <img src={line.imageUrl} alt="" width="64" height="64" /> : null}
              <span className="what">
                <span className="title">{line.title}</span>
                <span className="sku">
                  {line.sku || line.barcode || words.force.noCode}
                  {line.later ? ` · ${words.laterParcel}` : ''}
                </span>
              </span>
              <span className="done-of" role="img" aria-label={words.count(line.packed, line.units)}>
                <strong>{line.packed}</strong>/{line.units}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The order came back after its wave was over, and wants less than this parcel holds. */
export function PutBackStep(props: {
  goods: { id: string; title: string; units: number }[];
  /** nothing is in the parcel any more */
  empty: boolean;
  words: PackWords;
  onPutBack: (line: string, units: number) => void;
  onGiveUp: () => void;
}) {
  const { goods, words } = props;
  return (
    <section className="stop" aria-live="polite">
      <p className="step">{words.back.title}</p>
      <p className="quiet">{props.empty ? words.back.empty : words.back.why}</p>
      {goods.map(({ id, title, units }) => (
        <button key={id} type="button" className="big primary" onClick={() => props.onPutBack(id, units)}>
          {words.back.put(units, title)}
        </button>
      ))}
      {props.empty ? (
        <button type="button" className="big primary" onClick={props.onGiveUp}>
          {words.back.giveUp}
        </button>
      ) : null}
    </section>
  );
}

export function BoxStep(props: {
  advice: BoxAdvice | null;
  boxes: OfferedBox[];
  parcel: PackedParcel;
  words: PackWords;
  onFits: (box: string) => void;
  onDidNotFit: (box: string) => void;
  onOther: () => void;
}) {
  const { advice, boxes, words } = props;
  const best = advice?.parcels.length === 1 ? advice.parcels[0] : undefined;
  const box = boxes.find(({ id }) => id === best?.box);
  if (!advice)
    return (
      <section className="stop" aria-live="polite">
        <p className="step">{words.step.box}</p>
        <p className="quiet">{words.box.asking}</p>
        <button type="button" className="big" onClick={props.onOther}>
          {words.box.list}
        </button>
      </section>
    );
  if (!best || !box) {
    const atLeast = boxes.find(({ id }) => id === advice.atLeast);
    const unmeasured = advice.unknown.filter(({ what }) => what === 'size').map(({ title }) => title);
    return (
      <section className="stop" aria-live="polite">
        <p className="step">{words.step.box}</p>
        {unmeasured.length > 0 ? <p className="notice">{words.box.noSize(unmeasured.join(', '))}</p> : null}
        {advice.fitsNowhere.length > 0 ? (
          <p className="notice">{words.box.nowhere(advice.fitsNowhere.join(', '))}</p>
        ) : null}
        {advice.parcels.length > 1 ? <p className="notice">{words.box.several(advice.parcels.length)}</p> : null}
        {atLeast ? <p className="where">{words.box.atLeast(atLeast.name)}</p> : null}
        <button type="button" className="big primary" onClick={props.onOther}>
          {words.box.list}
        </button>
      </section>
    );
  }
  return (
    <section className="stop box-step" aria-live="polite">
      <p className="step">{words.step.box}</p>
      <p className={`bin ${box.name.length <= 5 ? 'huge' : 'large'}`}>{box.name}</p>
      <p className="quiet">
        {words.box.inner(box.length, box.width, box.height)}
        {best.proven ? ` · ${words.box.proven}` : ''}
      </p>
      <img className="picture" src={`data:image/svg+xml,${encodeURIComponent(best.picture)}`} alt={words.box.steps} />
      <ol className="pack-steps" aria-label={words.box.steps}>
        {best.units.map(({ title }, index) => (
          <li key={index}>{title}</li>
        ))}
      </ol>
      {best.fillBelow.length > 0 ? (
        <p className="notice">{words.box.fillBelow(best.fillBelow.map((at) => at + 1).join(', '))}</p>
      ) : null}
      <button type="button" className="big primary" onClick={() => props.onFits(box.id)}>
        {words.box.fits(box.name)}
      </button>
      <div className="tool-row">
        <button type="button" onClick={() => props.onDidNotFit(box.id)}>
          {words.box.didNotFit}
        </button>
        <button type="button" onClick={props.onOther}>
          {words.box.other}
        </button>
      </div>
    </section>
  );
}

/** What a weighing says, in words: what is off, and what would explain it. */
export function weighingWords(weighing: Weighing, words: PackWords, language: Language): string {
  if (weighing.is === 'unknown') return words.weigh.unknown;
  if (weighing.is === 'right') return words.said.weight;
  const { difference, because } = weighing;
  const grams = formatGrams(difference, language);
  const titles = new Intl.ListFormat(language, { type: 'disjunction' }).format(because.map(({ title }) => title));
  const why = difference > 0 ? words.weigh.tooMany(titles) : words.weigh.missing(titles);
  return [
    difference > 0 ? words.weigh.heavy(grams) : words.weigh.light(grams),
    because.length > 0 ? why : words.weigh.nothingExplains,
  ].join(' ');
}

export function WeighStep(props: {
  expected: number | null;
  weighing: Weighing | null;
  grams: number | null;
  mayForce: boolean;
  words: PackWords;
  language: Language;
  onWeigh: (grams: number) => void;
  onNotAWeight: (text: string) => void;
  onDespite: () => void;
}) {
  const { expected, weighing, words, language } = props;
  const [typed, setTyped] = useState('');
  const off = weighing?.is === 'off';
  const send = (event: FormEvent) => {
    event.preventDefault();
    const grams = readGrams(typed);
    if (grams === null) return props.onNotAWeight(typed.trim());
    setTyped('');
    props.onWeigh(grams);
  };
  return (
    <section className="stop" aria-live="polite">
      <p className="step">{words.step.weigh}</p>
      <p className="expected">
        {expected === null ? words.weigh.unknown : words.weigh.expected(formatGrams(expected, language))}
      </p>
      {off && props.grams !== null ? (
        <div className="off" role="alert">
          <p className="scale">{formatGrams(props.grams, language)}</p>
          <p>{weighingWords(weighing, words, language)}</p>
          <p>{words.weigh.again}</p>
        </div>
      ) : null}
      <form className="stack" onSubmit={send}>
        <Field label={words.weigh.label} value={typed} onChange={setTyped} inputMode="decimal" maxLength={12} />
        <button type="submit" className="big primary" disabled={typed.trim() === ''}>
          {words.weigh.enter}
        </button>
      </form>
      {off && props.mayForce ? (
        <button type="button" className="big" onClick={props.onDespite}>
          {words.weigh.despite}
        </button>
      ) : null}
    </section>
  );
}

export function SealStep(props: {
  boxName: string | null;
  units: number;
  grams: string | null;
  more: boolean;
  online: boolean;
  words: PackWords;
  onSeal: () => void;
  onWeigh: (() => void) | null;
}) {
  const { words } = props;
  return (
    <section className="stop" aria-live="polite">
      <p className="step">{words.step.seal}</p>
      <p className="tick" aria-hidden="true">
        ✓
      </p>
      <p className="ready">{words.seal.ready}</p>
      <p className="order">
        <span>{words.home.units(props.units)}</span>
        {props.grams ? <span>{props.grams}</span> : null}
        {props.boxName ? <span className="where">{props.boxName}</span> : null}
      </p>
      {props.online ? null : <p className="notice">{words.seal.online}</p>}
      {props.onWeigh ? (
        <button type="button" onClick={props.onWeigh}>
          {words.weigh.optional}
        </button>
      ) : null}
      <button type="button" className="big primary" disabled={!props.online} onClick={props.onSeal}>
        {props.more ? words.seal.more : words.seal.button}
      </button>
    </section>
  );
}
