// The put wall as it stands before the person: which pigeonhole lights up, and all of them in their rows and columns.
import { Fragment } from 'react';
import type { WhyChanged } from '../picking/floor/scan.ts';
import type { BackInto } from '../picking/pick.ts';
import type { OrderAtWall } from '../picking/put-wall/ledger.ts';
import { slotName, type WallSize } from '../picking/put-wall/slot.ts';
import type { TaskShown } from '../picking/put-wall/wall-api.ts';
import type { WallWords } from '../picking/put-wall/words.ts';
import { Sheet } from './floor-pieces.tsx';

export type OrderShown = OrderAtWall & { id: string; name: string };

/** The wall's picture: `lit` is the pigeonhole that the unit in the hand goes into. `elsewhere`: where other waves' orders stand. */
export function WallPicture({
  size,
  orders,
  elsewhere,
  lit,
  says,
  onSlot,
}: {
  size: WallSize;
  orders: readonly OrderShown[];
  elsewhere: readonly { slot: number; wave: number }[];
  lit: number | null;
  says: WallWords;
  onSlot: (order: OrderShown) => void;
}) {
  const inSlot = new Map(orders.flatMap((order) => (order.slot === null ? [] : [[order.slot, order] as const])));
  // A wall that was made smaller while orders stood in it shows them until they are carried away.
  const others = new Map(elsewhere.map(({ slot, wave }) => [slot, wave]));
  const count = Math.max(size.rows * size.columns, ...[...inSlot.keys(), ...others.keys()].map((slot) => slot + 1));
  return (
    <ol className="wall-picture" style={{ gridTemplateColumns: `repeat(${size.columns}, minmax(52px, 1fr))` }}>
      {Array.from({ length: count }, (_, slot) => {
        const order = inSlot.get(slot);
        const other = others.get(slot);
        const name = slotName(slot, size);
        return (
          <li key={slot}>
            <button
              type="button"
              className={`slot ${order?.is ?? (other === undefined ? 'free' : 'taken')} ${slot === lit ? 'lit' : ''}`}
              aria-label={[says.slot(name), ...(order ? standingWords(order, says) : [otherWords(other, says)])].join(
                ', ',
              )}
              aria-current={slot === lit}
              disabled={!order}
              onClick={() => order && onSlot(order)}
            >
              <strong>{name}</strong>
              {order ? (
                <span>{order.is === 'complete' ? '✓' : order.is === 'owing' ? '↩' : progressOf(order)}</span>
              ) : null}
              {!order && other !== undefined ? <span>#{other}</span> : null}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** "2/3": of what is wanted and was not missing, what lies there. */
const progressOf = ({ put, left }: OrderShown) => `${put}/${put + left}`;

function standingWords(order: OrderShown, says: WallWords): string[] {
  const { name, put, left, owed } = order;
  return [name, owed > 0 ? says.owes(owed) : says.ofHere(put, put + left)];
}

const otherWords = (wave: number | undefined, says: WallWords) =>
  wave === undefined ? says.free : says.otherWave(wave);

/** Units that their order wants no more: where they lie, and where they go. `onBack` null: it was said already. */
export function PutBackCard({
  title,
  sku,
  units,
  slot,
  into,
  why,
  says,
  onBack,
}: {
  title: string;
  sku: string | null;
  units: number;
  slot: string | null;
  into: readonly BackInto[];
  why: string;
  says: WallWords;
  onBack: (() => void) | null;
}) {
  return (
    <section className="stop put-back" aria-live="assertive">
      <p className="step">{says.putBack}</p>
      <p className="what">{says.putBackWhat(units, title)}</p>
      <p className="sku">{[sku, why].filter(Boolean).join(' · ')}</p>
      <p className="way">
        {slot === null ? says.fromCart : says.fromSlot(slot)}
        {into.map((one) => (
          <Fragment key={one.bin}>
            <br />
            {into.length > 1 ? says.toBins(one.units, one.bin) : says.toBin(one.bin)}
          </Fragment>
        ))}
      </p>
      {onBack ? (
        <button type="button" className="big primary" onClick={onBack}>
          {says.isBack}
        </button>
      ) : null}
    </section>
  );
}

/** Where the unit that was scanned last goes, as large as the screen allows. */
export function LitSlot({
  task,
  order,
  slot,
  put,
  left,
  says,
  onAll,
  onCarried,
}: {
  task: TaskShown;
  order: OrderShown;
  slot: string;
  /** units of this item in the pigeonhole, and those still to come */
  put: number;
  left: number;
  says: WallWords;
  onAll: () => void;
  onCarried: () => void;
}) {
  const complete = order.is === 'complete';
  return (
    <section className={`stop lit-card ${complete ? 'is-complete' : ''}`} aria-live="polite">
      <p className="step">{complete ? says.complete(order.name) : says.putInto}</p>
      <p className="slot-name">{slot}</p>
      <p className="count">
        <strong>{put + left} ×</strong>
        {put + left > 1 ? <span>{says.ofHere(put, put + left)}</span> : null}
      </p>
      <div className="item">
        {task.imageUrl ? <img src={task.imageUrl} alt="" width="72" height="72" loading="eager" /> : null}
        <div>
          <p className="title">{task.title}</p>
          <p className="sku">{[task.sku, order.name].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      {left > 0 ? (
        <button type="button" className="big primary" onClick={onAll}>
          {says.allIn(put + left)}
        </button>
      ) : null}
      {complete ? (
        <button type="button" className="big primary" onClick={onCarried}>
          {`${says.carry}: ${slot}`}
        </button>
      ) : null}
    </section>
  );
}

export type TaskNow = TaskShown & {
  put: number;
  missing: number;
  /** units on the cart that are wanted, and those that are to go back */
  left: number;
  spare: number;
  /** units in the pigeonhole that are to go back */
  owed: number;
  /** why its order wants fewer, said by the shop */
  because: WhyChanged | null;
};

/** What stands in a pigeonhole, and what it still lacks. */
export function OrderSheet({
  order,
  slot,
  tasks,
  says,
  close,
  onMissing,
  onCarried,
  onClose,
}: {
  order: OrderShown;
  slot: string;
  tasks: readonly TaskNow[];
  says: WallWords;
  close: string;
  onMissing: (task: string, units: number) => void;
  onCarried: () => void;
  onClose: () => void;
}) {
  return (
    <Sheet title={`${says.slot(slot)} · ${order.name}`} close={close} onClose={onClose}>
      {tasks.map((task) => (
        <Left key={task.id} task={task} says={says} onMissing={onMissing} />
      ))}
      {order.is === 'complete' ? (
        <button type="button" className="big primary" onClick={onCarried}>
          {`${says.carry}: ${slot}`}
        </button>
      ) : null}
    </Sheet>
  );
}

/** Everything that lies in no pigeonhole yet, and what nobody wanted. */
export function LeftSheet({
  tasks,
  aside,
  says,
  close,
  onMissing,
  onClose,
}: {
  tasks: readonly TaskNow[];
  aside: readonly { title: string; units: number }[];
  says: WallWords;
  close: string;
  onMissing: (task: string, units: number) => void;
  onClose: () => void;
}) {
  return (
    <Sheet title={says.left} close={close} onClose={onClose}>
      {tasks.length === 0 ? <p className="quiet">{says.nothingLeft}</p> : null}
      {tasks.map((task) => (
        <Left key={task.id} task={task} says={says} onMissing={onMissing} />
      ))}
      {aside.length > 0 ? <p className="step">{says.laidAside}</p> : null}
      {aside.map(({ title, units }) => (
        <p key={title}>{says.aside(units, title)}</p>
      ))}
    </Sheet>
  );
}

function Left({
  task,
  says,
  onMissing,
}: {
  task: TaskNow;
  says: WallWords;
  onMissing: (task: string, units: number) => void;
}) {
  return (
    <div className="row at-wall">
      <div>
        <p className="title">{task.title}</p>
        <p className="quiet">
          {[
            task.orderName,
            says.ofHere(task.put, task.units),
            task.missing > 0 ? says.missing(task.missing) : null,
            task.spare + task.owed > 0 ? says.owes(task.spare + task.owed) : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {task.left + task.spare > 0 ? (
        <button type="button" onClick={() => onMissing(task.id, task.left + task.spare)}>
          {says.notThere(task.left + task.spare)}
        </button>
      ) : null}
    </div>
  );
}
