// What a picker says when the shelf is not as it should be, when a tote is full, and when a scan was wrong.
import { useState } from 'react';
import { type Deed, type ShortReason, shortReasons } from '../picking/floor/scan.ts';
import type { Words } from '../picking/floor/words/words.ts';
import { Field, Sheet } from './floor-pieces.tsx';

export function ShortSheet(props: {
  title: string;
  /** units that are still wanted */
  most: number;
  /** how many are likely missing */
  missing: number;
  words: Words;
  onClose: () => void;
  onShort: (units: number, reason: ShortReason) => void;
}) {
  const { words, most } = props;
  const [units, setUnits] = useState(Math.min(most, Math.max(1, props.missing)));
  return (
    <Sheet title={words.short.title(props.title)} close={words.button.close} onClose={props.onClose}>
      {most > 1 ? (
        <>
          <p>{words.short.how}</p>
          <div className="counter">
            <button
              type="button"
              aria-label={words.button.oneLess}
              disabled={units <= 1}
              onClick={() => setUnits(units - 1)}
            >
              −
            </button>
            <output aria-label={words.short.missing(units)}>{units}</output>
            <button
              type="button"
              aria-label={words.button.oneMore}
              disabled={units >= most}
              onClick={() => setUnits(units + 1)}
            >
              +
            </button>
          </div>
          <p>{words.short.reason}</p>
        </>
      ) : null}
      {shortReasons.map((reason) => (
        <button key={reason} type="button" className="big" onClick={() => props.onShort(units, reason)}>
          {words.reasons[reason]}
        </button>
      ))}
    </Sheet>
  );
}

export function FullTote(props: {
  tote: string;
  words: Words;
  problem: string | null;
  onClose: () => void;
  onSwap: (to: string) => void;
}) {
  const { words } = props;
  const [to, setTo] = useState('');
  return (
    <Sheet title={words.swap.title(props.tote)} close={words.button.close} onClose={props.onClose}>
      <p>{words.swap.hint}</p>
      <div role="alert">{props.problem ? <p className="notice wrong">{props.problem}</p> : null}</div>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSwap(to);
        }}
      >
        <Field label={words.swap.label} value={to} onChange={setTo} maxLength={80} />
        <button type="submit" className="big primary">
          {words.swap.swap}
        </button>
      </form>
    </Sheet>
  );
}

export function UndoSheet(props: {
  /** what is counted and in no tote yet */
  hand: { units: number; title: string } | null;
  deeds: { id: string; deed: Deed; title: string }[];
  words: Words;
  problem: string | null;
  onClose: () => void;
  onUndo: (scan: string) => void;
  onEmptyHand: () => void;
}) {
  const { words } = props;
  return (
    <Sheet title={words.undo.title} close={words.button.close} onClose={props.onClose}>
      <div role="alert">{props.problem ? <p className="notice wrong">{props.problem}</p> : null}</div>
      {props.deeds.length === 0 && !props.hand ? <p className="quiet">{words.undo.none}</p> : null}
      {props.hand ? (
        <button type="button" className="undo" onClick={props.onEmptyHand}>
          {words.undo.inHand(props.hand.units, props.hand.title)}
        </button>
      ) : null}
      {props.deeds.map(({ id, deed, title }) => (
        <button key={id} type="button" className="undo" onClick={() => props.onUndo(id)}>
          {say(deed, title, words)}
        </button>
      ))}
    </Sheet>
  );
}

function say(deed: Deed, title: string, { undo }: Words): string {
  switch (deed.kind) {
    case 'picked':
      return undo.picked(deed.units, title, deed.tote);
    case 'short':
      return undo.short(deed.units, title);
    case 'put-back':
      return undo.putBack(deed.units, title);
    case 'swapped-tote':
      return undo.swapped(deed.from, deed.to);
    default:
      return undo.skipped(title);
  }
}
