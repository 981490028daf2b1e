/**
 * The states that part of a closed walk can be in, seen from the one aisle where it may still grow: for each junction of that
 * aisle with a cross-aisle, whether it has no edge, an odd or an even number, and which junctions hang together. With two
 * cross-aisles these are the states of Ratliff and Rosenthal (1983), with three those of Roodbergen and de Koster (EJOR 133,
 * 2001); any number is built by the same two rules (as in Cambazard and Catusse, EJOR 270, 2018).
 */
export interface PartialWalks {
  states: number;
  /** the state of a walk that has not begun */
  empty: number;
  /** `along[junction][state * 3 + edges]`: after 0, 1 or 2 edges along a cross-aisle to the next aisle; -1 where that leads nowhere */
  along: Int16Array[];
  /** `up[segment][state * passages + passage]`: after a passage of the piece of aisle between two junctions */
  up: Int16Array[];
  /** whether a walk in this state is closed and in one piece */
  closed: boolean[];
}

/** How a piece of aisle between two cross-aisles is walked. */
export const PASSAGE = { not: 0, through: 1, fromBelow: 2, fromAbove: 3, fromBoth: 4, twice: 5 } as const;

/** What a passage is to the junctions at its ends: how many edges it adds there, and whether it joins them. */
interface Effect {
  below: 0 | 1 | 2;
  above: 0 | 1 | 2;
  joined: boolean;
}

const CLOSED: readonly Effect[] = [
  { below: 0, above: 0, joined: false },
  { below: 1, above: 1, joined: true },
  { below: 2, above: 0, joined: false },
  { below: 0, above: 2, joined: false },
  { below: 2, above: 2, joined: false },
  { below: 2, above: 2, joined: true },
];
/** A walk that starts or ends within the piece has an odd number of edges there. */
const OPEN: readonly Effect[] = [
  ...CLOSED,
  { below: 1, above: 0, joined: false },
  { below: 0, above: 1, joined: false },
  { below: 1, above: 2, joined: false },
  { below: 1, above: 2, joined: true },
  { below: 2, above: 1, joined: false },
  { below: 2, above: 1, joined: true },
  { below: 1, above: 1, joined: false },
];

/** How many passages there are, where walks are closed and where they may start and end apart. */
export const passagesOf = (open: boolean): number => (open ? OPEN : CLOSED).length;

/** A state, spelt out. */
interface Sketch {
  /** 0 no edge, 1 odd, 2 even */
  degree: number[];
  /** which piece of the walk a junction belongs to; -1 for none */
  piece: number[];
}

const known = { closed: new Map<number, PartialWalks>(), open: new Map<number, PartialWalks>() };

/**
 * The table for so many cross-aisles; it is built once. Two have 7 states, three 30, four some hundred and fifty, and twice as
 * many where a walk may start and end apart.
 */
export function partialWalks(junctions: number, open: boolean): PartialWalks {
  const tables = open ? known.open : known.closed;
  const there = tables.get(junctions);
  if (there) return there;
  const effects = open ? OPEN : CLOSED;
  const sketches: Sketch[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (sketch: Sketch | null): number => {
    if (!sketch) return -1;
    const tidy = renumbered(sketch);
    const name = JSON.stringify(tidy);
    let number = numbers.get(name);
    if (number === undefined) {
      number = sketches.push(tidy) - 1;
      numbers.set(name, number);
    }
    return number;
  };
  const empty = numberOf(untouched(junctions));
  const along: number[][] = Array.from({ length: junctions }, () => []);
  const up: number[][] = Array.from({ length: junctions - 1 }, () => []);
  // Every step from every state that is met; the list grows while it is read.
  for (let state = 0; state < sketches.length; state++) {
    const sketch = sketches[state]!;
    for (let junction = 0; junction < junctions; junction++)
      for (let edges = 0; edges < 3; edges++)
        along[junction]![state * 3 + edges] = numberOf(movedOn(sketch, junction, edges));
    for (let segment = 0; segment < junctions - 1; segment++)
      effects.forEach((effect, passage) => {
        up[segment]![state * effects.length + passage] = numberOf(passed(sketch, segment, effect));
      });
  }
  const made = {
    states: sketches.length,
    empty,
    along: along.map((row) => Int16Array.from(row)),
    up: up.map((row) => Int16Array.from(row)),
    closed: sketches.map(({ degree, piece }) => !degree.includes(1) && new Set(piece.filter((p) => p >= 0)).size === 1),
  };
  tables.set(junctions, made);
  return made;
}

function untouched(junctions: number): Sketch {
  return { degree: Array(junctions).fill(0), piece: Array(junctions).fill(-1) };
}

function renumbered({ degree, piece }: Sketch): Sketch {
  const order: number[] = [];
  for (const p of piece) if (p >= 0 && !order.includes(p)) order.push(p);
  return { degree, piece: piece.map((p) => order.indexOf(p)) };
}

function copyOf({ degree, piece }: Sketch): Sketch {
  return { degree: [...degree], piece: [...piece] };
}

/** The junction is left behind for the same cross-aisle's junction with the next aisle. */
function movedOn(from: Sketch, junction: number, edges: number): Sketch | null {
  const degree = from.degree[junction]!;
  // An odd junction is made even by one edge; an even one takes none or two; from one that is not met there is nothing to carry on.
  if (degree === 1 ? edges !== 1 : edges === 1 || (degree === 0 && edges > 0)) return null;
  const to = copyOf(from);
  to.degree[junction] = edges;
  if (edges === 0) {
    const piece = from.piece[junction]!;
    to.piece[junction] = -1;
    // A piece that nothing leads on from would stay apart for good.
    if (piece >= 0 && !to.piece.includes(piece)) return null;
  }
  return to;
}

/** The piece of aisle from a junction to the one above it is walked. */
function passed(from: Sketch, segment: number, { below, above, joined }: Effect): Sketch {
  const to = copyOf(from);
  const fresh = from.piece.length;
  const meet = (junction: number, label: number, edges: number) => {
    if (edges === 0) return;
    if (to.piece[junction]! < 0) to.piece[junction] = label;
    to.degree[junction] = edges === 1 ? (to.degree[junction] === 1 ? 2 : 1) : to.degree[junction] || 2;
  };
  meet(segment, fresh, below);
  meet(segment + 1, fresh + 1, above);
  if (joined) {
    const [a, b] = [to.piece[segment]!, to.piece[segment + 1]!];
    to.piece = to.piece.map((piece) => (piece === b ? a : piece));
  }
  return to;
}

/**
 * What a piece of aisle in which walks start or end is to the junctions at its ends, as a passage: the ends of walks cut it into
 * parts, each with a passage of its own. Null where that is no part of a walk: an end must have an odd number of edges, and
 * hang together with a junction.
 */
export function passageOfParts(parts: readonly number[]): number | null {
  const last = parts.length;
  const { degree, piece } = parts.reduce(
    (sketch, passage, part) => renumbered(passed(sketch, part, CLOSED[passage]!)),
    untouched(last + 1),
  );
  for (let end = 1; end < last; end++)
    if (degree[end] !== 1 || (piece[end] !== piece[0] && piece[end] !== piece[last])) return null;
  const joined = piece[0]! >= 0 && piece[0] === piece[last];
  return OPEN.findIndex(
    (effect) => effect.below === degree[0] && effect.above === degree[last] && effect.joined === joined,
  );
}
