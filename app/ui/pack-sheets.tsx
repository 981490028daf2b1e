// What a packer chooses from, over the order that is packed.

import type { PackWords } from '../picking/floor/words/pack-words.ts';
import type { Words } from '../picking/floor/words/words.ts';
import type { OfferedBox } from '../picking/packing/station/station-api.ts';
import { Sheet } from './floor-pieces.tsx';
import type { LineNow } from './pack-steps.tsx';

type OfSheet = { words: Words; pack: PackWords; titleOf: (line: string) => string; onClose: () => void };

/** `contents`: units by line of the parcel that is open. */
export function TakeOutSheet({
  contents,
  titleOf,
  onTake,
  ...sheet
}: OfSheet & {
  contents: ReadonlyMap<string, number>;
  titleOf: (line: string) => string;
  onTake: (line: string) => void;
}) {
  const { words, pack, onClose } = sheet;
  return (
    <Sheet title={pack.out.title} close={words.button.close} onClose={onClose}>
      {contents.size === 0 ? <p className="quiet">{pack.out.none}</p> : null}
      {[...contents].map(([line, count]) => (
        <button key={line} type="button" className="undo" onClick={() => onTake(line)}>
          {`${pack.out.one(titleOf(line))} (${count})`}
        </button>
      ))}
    </Sheet>
  );
}

/** `waiting`: lines of which units are in no parcel; `lost`: those that were said to be missing. */
export function NotHereSheet({
  waiting,
  lost,
  onMissing,
  onFound,
  ...sheet
}: OfSheet & {
  waiting: readonly string[];
  lost: readonly string[];
  onMissing: (line: string) => void;
  onFound: (line: string) => void;
}) {
  const { words, pack, titleOf, onClose } = sheet;
  return (
    <Sheet title={pack.notHere.title} close={words.button.close} onClose={onClose}>
      <p>{pack.notHere.why}</p>
      {waiting.map((line) => (
        <button key={line} type="button" className="undo" onClick={() => onMissing(line)}>
          {pack.notHere.one(titleOf(line))}
        </button>
      ))}
      {lost.map((line) => (
        <button key={`found-${line}`} type="button" className="undo" onClick={() => onFound(line)}>
          {pack.notHere.found(titleOf(line))}
        </button>
      ))}
    </Sheet>
  );
}

/** A null box is the goods' own wrapping. */
export function BoxesSheet({
  boxes,
  onChoose,
  ...sheet
}: OfSheet & { boxes: readonly OfferedBox[]; onChoose: (box: string | null) => void }) {
  const { words, pack, onClose } = sheet;
  return (
    <Sheet title={pack.box.list} close={words.button.close} onClose={onClose}>
      {boxes.map((box) => (
        <button key={box.id} type="button" className="big box-choice" onClick={() => onChoose(box.id)}>
          <span>{box.name}</span>
          <span className="quiet">{pack.box.inner(box.length, box.width, box.height)}</span>
        </button>
      ))}
      <button type="button" className="big" onClick={() => onChoose(null)}>
        {pack.box.own}
      </button>
    </Sheet>
  );
}

export function ForceSheet({ line, onForce, ...sheet }: OfSheet & { line: LineNow; onForce: (units: number) => void }) {
  const { words, pack, onClose } = sheet;
  return (
    <Sheet title={pack.force.title(line.title)} close={words.button.close} onClose={onClose}>
      <p>{pack.force.hint}</p>
      {[...new Set([1, line.units - line.packed])].map((count) => (
        <button key={count} type="button" className="big primary" onClick={() => onForce(count)}>
          {pack.force.put(count)}
        </button>
      ))}
    </Sheet>
  );
}
