// Two years of one variant at one location in a few hundred bytes: most days sell little or nothing, and a state lasts.
import { CLOSED, DAY_STATES, type DemandDays } from '../forecast/demand-days.ts';
import type { HistoryDays } from './states.ts';

/** In the packed states: closed, because there was no stock. */
const EMPTY = DAY_STATES.length;

/**
 * Units a day as unsigned LEB128 numbers; a zero is followed by how many more zeros come right after it. States as runs: the state,
 * then how many more days it lasts; a day that is closed for want of stock has a number of its own. Units are whole numbers from 0 up to 2^32 − 1; anything else throws.
 */
export function packDays(days: DemandDays & { empty?: Uint8Array }): {
  units: Uint8Array<ArrayBuffer>;
  states: Uint8Array<ArrayBuffer>;
} {
  const { units, empty } = days;
  const states = empty ? days.states.map((state, day) => (empty[day] ? EMPTY : state)) : days.states;
  if (units.length !== states.length)
    throw new Error(`${units.length} days of units do not go with ${states.length} states`);
  const packedUnits: number[] = [];
  for (let day = 0; day < units.length; day++) {
    const sold = units[day]!;
    if (!Number.isInteger(sold) || sold < 0 || sold > 0xffffffff) throw new Error(`${sold} units cannot be packed`);
    put(packedUnits, sold);
    if (sold === 0) {
      const more = lasting(units, day);
      put(packedUnits, more);
      day += more;
    }
  }
  const packedStates: number[] = [];
  for (let day = 0; day < states.length; day++) {
    const more = lasting(states, day);
    packedStates.push(states[day]!);
    put(packedStates, more);
    day += more;
  }
  return { units: new Uint8Array(packedUnits), states: new Uint8Array(packedStates) };
}

/** The days again; throws where the two parts do not tell of as many days. */
export function unpackDays(packed: { units: Uint8Array; states: Uint8Array }): HistoryDays {
  let days = 0;
  for (const read = reader(packed.states); read.more(); days += read.number() + 1) read.byte();
  const units = new Float64Array(days);
  const states = new Uint8Array(days);
  const empty = new Uint8Array(days);
  let day = 0;
  for (const read = reader(packed.units); read.more(); day++) {
    const sold = read.number();
    if (sold === 0) day += read.number();
    else units[day] = sold;
  }
  if (day !== days) throw new Error(`${day} days of units do not go with ${days} states`);
  day = 0;
  for (const read = reader(packed.states); read.more(); ) {
    const state = read.byte();
    const until = day + read.number() + 1;
    states.fill(state === EMPTY ? CLOSED : state, day, until);
    if (state === EMPTY) empty.fill(1, day, until);
    day = until;
  }
  return { units, states, empty };
}

function lasting(values: ArrayLike<number>, from: number): number {
  let day = from + 1;
  while (day < values.length && values[day] === values[from]) day++;
  return day - from - 1;
}

function put(bytes: number[], value: number): void {
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  bytes.push(left);
}

function reader(bytes: Uint8Array) {
  let at = 0;
  const byte = () => {
    if (at >= bytes.length) throw new Error('The packed days break off');
    return bytes[at++]!;
  };
  return {
    more: () => at < bytes.length,
    byte,
    number(): number {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const part = byte();
        value += (part & 127) * scale;
        if (part < 128) return value;
      }
    },
  };
}
