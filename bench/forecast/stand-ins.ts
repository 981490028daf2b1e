// Panels to develop on where the real ones are not at hand: seeded, so everyone sees the same numbers.
import { randomFrom } from '../../app/replenishment/forecast/random.ts';
import type { Series } from './panel.ts';

/** Spare parts: monthly counts, most of them zero, the level drifting or dying, a few months not counted, some clumps. */
function slowMovers(seed: number): Series[] {
  return Array.from({ length: 600 }, (_, i) => {
    const { uniform, normal, gamma, poisson } = randomFrom(seed + i);
    let level = Math.exp(-1 + 0.9 * normal());
    const drift = uniform() < 0.4 ? -0.03 * uniform() : 0.01 * normal();
    const shape = uniform() < 0.5 ? 0.8 + uniform() : 50;
    const begins = uniform() < 0.2 ? Math.floor(uniform() * 20) : 0;
    const values = Array.from({ length: 51 }, (_, t) => {
      level *= Math.exp(drift + 0.08 * normal());
      const units = poisson(level * (gamma(shape) / shape));
      return t < begins ? Number.NaN : units;
    });
    return { id: `part-${i}`, values: Float64Array.from(values) };
  });
}

/** Visits or staples: monthly counts from a few to thousands, a weak season, a slow trend that bends. */
function smooth(seed: number): Series[] {
  return Array.from({ length: 300 }, (_, i) => {
    const { uniform, normal, gamma, poisson } = randomFrom(seed + i);
    let level = Math.exp(3.2 + 1.3 * normal());
    let slope = 0.002 * normal();
    const amplitude = 0.15 * uniform() ** 2;
    const season = Array.from({ length: 12 }, () => amplitude * normal());
    const shape = 15 + 200 * uniform();
    const wander = 0.04 * uniform();
    const values = Array.from({ length: 84 }, (_, t) => {
      slope = 0.97 * slope + 0.0008 * normal();
      level *= Math.exp(slope + wander * normal());
      return poisson(level * Math.exp(season[t % 12]!) * (gamma(shape) / shape));
    });
    return { id: `series-${i}`, values: Float64Array.from(values) };
  });
}

export const standIns: Record<string, () => Series[]> = { 'slow-movers': () => slowMovers(1), smooth: () => smooth(2) };
