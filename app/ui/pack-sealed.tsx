// What is packed: its papers, and how each parcel leaves.
import { type FormEvent, useState } from 'react';
import type { PackWords } from '../picking/floor/words/pack-words.ts';
import { typedAtStation } from '../picking/hand-off/carriers.ts';
import type { ParcelFact } from '../picking/packing/station/station-api.ts';
import { Field } from './floor-pieces.tsx';

export function SealedCard(props: {
  parcel: ParcelFact;
  /** as weighed */
  weight: string | null;
  /** a number that was scanned while this is the parcel that waits for one */
  scanned: string;
  carrier: string;
  carriers: readonly string[];
  words: PackWords;
  /** goods in it that are not wanted any more, in words; it may not leave with them */
  tooMuch: string | null;
  onShip: (typed: { carrier: string; trackingNumber: string }) => Promise<string | null>;
  onAgain: () => void;
}) {
  const { parcel, words } = props;
  const [carrier, setCarrier] = useState(props.carrier);
  const [number, setNumber] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const tracking = number ?? (props.scanned || parcel.trackingNumber || '');
  const ship = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await props.onShip(typedAtStation(carrier, tracking)));
    setBusy(false);
  };
  const papers = `/floor/api/parcels/${parcel.id}/papers`;
  return (
    <li className="card">
      <div className="row">
        <h2>{words.sealed.parcel(parcel.number, parcel.boxName)}</h2>
        {props.weight ? <span className="quiet">{props.weight}</span> : null}
      </div>
      <div className="tool-row">
        <a className="button" href={`${papers}/slip.pdf`} target="_blank" rel="noreferrer">
          {words.sealed.slip}
        </a>
        <a className="button" href={`${papers}/label.pdf`} target="_blank" rel="noreferrer">
          {words.sealed.label}
        </a>
        <a className="button" href={`${papers}/label.zpl`} download>
          {words.sealed.zpl}
        </a>
      </div>
      {parcel.insured ? <p className="notice">{words.sealed.insured}</p> : null}
      {parcel.state === 'shipped' ? (
        <p className="notice right">
          {parcel.way === 'pickup' ? words.sealed.pickup : words.sealed.shipped(parcel.trackingNumber)}
        </p>
      ) : (
        <>
          {props.tooMuch ? <p className="notice wrong">{words.back.tooMuch(props.tooMuch)}</p> : null}
          <div role="alert">{problem ? <p className="notice wrong">{problem}</p> : null}</div>
          {props.tooMuch ? null : (
            <form className="stack" onSubmit={ship}>
              {parcel.way === 'own' || parcel.way === 'label' ? (
                <>
                  <Field
                    label={words.sealed.number}
                    value={tracking}
                    onChange={setNumber}
                    maxLength={100}
                    autoCapitalize="characters"
                  />
                  <Field
                    label={words.sealed.carrier}
                    value={carrier}
                    onChange={setCarrier}
                    maxLength={100}
                    list={`carriers-${parcel.id}`}
                  />
                  <datalist id={`carriers-${parcel.id}`}>
                    {props.carriers.map((one) => (
                      <option key={one} value={one} />
                    ))}
                  </datalist>
                  {/* Sending it off without a number is seldom meant. */}
                  <button type="submit" className={tracking.trim() === '' ? 'big' : 'big primary'} disabled={busy}>
                    {tracking.trim() === '' ? words.sealed.noNumber : words.sealed.ship}
                  </button>
                </>
              ) : (
                <button type="submit" className="big primary" disabled={busy}>
                  {parcel.way === 'pickup' ? words.sealed.pickup : words.sealed.delivery}
                </button>
              )}
            </form>
          )}
          <button type="button" className="plain" onClick={props.onAgain}>
            {words.sealed.again}
          </button>
        </>
      )}
    </li>
  );
}
