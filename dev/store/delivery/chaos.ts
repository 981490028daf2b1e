/** What the network does to deliveries. All chances are drawn from the seed in the order deliveries are made, so a run can be repeated. */
export interface Chaos {
  seed: number;
  /** Share of deliveries that arrive twice, 0 to 1. */
  duplicate: number;
  /** Share of deliveries that never arrive, 0 to 1. */
  drop: number;
  /** Milliseconds (of the timer) a delivery is held back, drawn between 0 and this. */
  delay: number;
  /**
   * Number of deliveries that are shuffled among each other; they go out when the shop has been quiet for a second.
   * `true`: all that come before a quiet second. `'hold'`: all, until they are released.
   */
  reorder: number | boolean | 'hold';
  /** Share of an app's mutations that are carried out but whose answer never arrives, 0 to 1. The development token is spared. */
  cutAnswer: number;
  /** Share of an app's mutations whose connection is cut before anything is done, 0 to 1. */
  cutRequest: number;
}

export const CALM: Chaos = { seed: 1, duplicate: 0, drop: 0, delay: 0, reorder: false, cutAnswer: 0, cutRequest: 0 };

/** Reads the body of POST /_store/chaos over what is set already; errors name the knob. */
export function readChaos(body: Record<string, unknown>, before: Chaos): Chaos {
  const share = (name: 'duplicate' | 'drop' | 'cutAnswer' | 'cutRequest') => {
    const value = body[name] ?? before[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= 1))
      throw new Error(`${name} must be a number from 0 to 1`);
    return value;
  };
  const delay = body.delay ?? before.delay;
  if (typeof delay !== 'number' || delay < 0) throw new Error('delay must be a number of milliseconds');
  const reorder = body.reorder ?? before.reorder;
  if (typeof reorder !== 'boolean' && reorder !== 'hold' && !(typeof reorder === 'number' && reorder >= 0))
    throw new Error("reorder must be true, false, 'hold' or a number of deliveries");
  const seed = body.seed ?? before.seed;
  if (typeof seed !== 'number') throw new Error('seed must be a number');
  const unknown = Object.keys(body).find((key) => !(key in CALM));
  if (unknown) throw new Error(`there is no knob ${unknown}; there are ${Object.keys(CALM).join(', ')}`);
  return {
    seed,
    duplicate: share('duplicate'),
    drop: share('drop'),
    delay,
    reorder,
    cutAnswer: share('cutAnswer'),
    cutRequest: share('cutRequest'),
  };
}

/** A stream of chances in [0, 1). */
export function chances(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Where the connection of the next mutation is cut, if it is; one chance each, whatever the knobs say. */
export function drawCut(chaos: Chaos, chance: () => number): 'request' | 'answer' | undefined {
  const drawn = chance();
  if (drawn < chaos.cutRequest) return 'request';
  return drawn < chaos.cutRequest + chaos.cutAnswer ? 'answer' : undefined;
}

/** What befalls one delivery. */
export interface Fate {
  dropped: boolean;
  /** How long each copy is held back, in milliseconds: one entry, or two for a duplicate. */
  copies: number[];
}

/** Draws the fate of the next delivery: always the same number of chances, so that one knob does not move the others. */
export function drawFate(chaos: Chaos, chance: () => number): Fate {
  const [drop, duplicate, first, second] = [chance(), chance(), chance(), chance()];
  const copies = duplicate < chaos.duplicate ? [first, second] : [first];
  return { dropped: drop < chaos.drop, copies: copies.map((share) => Math.round(share * chaos.delay)) };
}
