// The one thing that a picker does next, as large as the phone allows.
import type { PhoneTask } from '../picking/floor/floor-api.ts';
import type { Stop } from '../picking/floor/next.ts';
import type { Place } from '../picking/floor/step.ts';
import type { Words } from '../picking/floor/words/words.ts';

/** Long bin names become smaller, so that they stay on one line of a narrow phone. */
const sizeOf = (text: string) => (text.length <= 7 ? 'huge' : text.length <= 12 ? 'large' : 'long');

export function PickStop(props: {
  stop: Stop;
  task: PhoneTask;
  place: Place;
  again: boolean;
  words: Words;
  onBin: () => void;
  onAll: () => void;
  onCount: (counted: number) => void;
  onTote: () => void;
  onPart: () => void;
}) {
  const { stop, task, place, words } = props;
  const bin = task.bin ?? words.noBin;
  return (
    <section className={`stop at-${place.step}`} aria-live="polite">
      {place.step === 'bin' ? (
        <>
          <p className="step">{words.step.bin}</p>
          <p className={`bin ${sizeOf(bin)}`}>{bin}</p>
          {task.joined ? (
            <p>
              <span className="express">{words.express.badge}</span> {words.order(task.orderName)}
            </p>
          ) : null}
          {props.again ? <p className="quiet">{words.again}</p> : null}
          <Item task={task} units={`${stop.units} ×`} />
          <OfLine stop={stop} words={words} />
          <button type="button" className="big primary" onClick={props.onBin}>
            {words.button.atBin}
          </button>
        </>
      ) : place.step === 'item' ? (
        <>
          <div className="row">
            <p className="step">{words.step.item}</p>
            <p className="where">{bin}</p>
          </div>
          <div className="take">
            <p className="count">
              <strong>{stop.units}</strong>
            </p>
            <Item task={task} />
          </div>
          <OfLine stop={stop} words={words} />
          <p className="order">
            <span>
              {words.order(task.orderName)}{' '}
              {task.joined ? <span className="express">{words.express.badge}</span> : null}
            </span>
            <span className="where">{words.tote(stop.tote)}</span>
          </p>
          {stop.units > 1 ? (
            <div className="counter">
              <button
                type="button"
                aria-label={words.button.oneLess}
                disabled={place.counted === 0}
                onClick={() => props.onCount(place.counted - 1)}
              >
                −
              </button>
              <output aria-label={words.ofUnits(place.counted, stop.units)}>{place.counted}</output>
              <button
                type="button"
                aria-label={words.button.oneMore}
                onClick={() => (place.counted + 1 >= stop.units ? props.onAll() : props.onCount(place.counted + 1))}
              >
                +
              </button>
            </div>
          ) : null}
          {/* Beside each other: one that comes must not move the other from under the thumb. */}
          <div className="choice">
            {place.counted > 0 ? (
              <button type="button" className="big" onClick={props.onPart}>
                {`${words.step.tote} ${words.tote(stop.tote)}: ${place.counted}`}
              </button>
            ) : null}
            <button type="button" className="big primary" onClick={props.onAll}>
              {words.button.haveAll(stop.units)}
            </button>
          </div>
        </>
      ) : (
        <>
          <p className="step">{words.step.tote}</p>
          <p className={`tote ${sizeOf(words.tote(stop.tote))}`}>{words.tote(stop.tote)}</p>
          <Item task={task} units={`${place.counted} ×`} />
          <p className="order">{words.order(task.orderName)}</p>
          <button type="button" className="big primary" onClick={props.onTote}>
            {words.button.intoTote(stop.tote)}
          </button>
        </>
      )}
    </section>
  );
}

export function PutBackStop({
  stop,
  task,
  because,
  words,
  onDone,
}: {
  stop: Stop;
  task: PhoneTask;
  because: string;
  words: Words;
  onDone: () => void;
}) {
  return (
    <section className="stop put-back" aria-live="assertive">
      <p className="step">{words.putBack.title}</p>
      <p className="what">{words.putBack.what(stop.units, task.title)}</p>
      <p className="sku">{task.sku}</p>
      <dl>
        <dt>{words.putBack.fromTote(stop.tote)}</dt>
        <dd>{words.putBack.toBin(task.bin ?? words.noBin)}</dd>
      </dl>
      <p>{because}</p>
      <button type="button" className="big primary" onClick={onDone}>
        {words.button.isBack}
      </button>
    </section>
  );
}

function OfLine({ stop, words }: { stop: Stop; words: Words }) {
  return stop.kind === 'pick' && stop.ofLine !== null ? (
    <p className="of-line">{words.ofLine(stop.units, stop.ofLine)}</p>
  ) : null;
}

function Item({ task, units }: { task: PhoneTask; units?: string }) {
  return (
    <div className="item">
      {task.imageUrl ? <img src={`${task.imageUrl}`} alt="" width="72" height="72" loading="eager" /> : null}
      <div>
        <p className="title">
          {units ? <span className="units">{units} </span> : null}
          {task.title}
        </p>
        <p className="sku">{[task.sku, task.barcode].filter(Boolean).join(' · ')}</p>
      </div>
    </div>
  );
}
