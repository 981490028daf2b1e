// Chance that repeats: the same seed draws the same.

export type Chance = {
  /** in [0, 1) */
  next(): number;
  /** a whole number from low to high, both included */
  whole(low: number, high: number): number;
  of<T>(list: readonly T[]): T;
  /** a UUID-shaped text */
  uuid(): string;
};

export function chance(seed: number): Chance {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    of(list) {
      if (list.length === 0) throw new Error('nothing to choose from');
      return list[whole(0, list.length - 1)]!;
    },
    uuid() {
      const hex = Array.from({ length: 32 }, () => whole(0, 15).toString(16)).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
