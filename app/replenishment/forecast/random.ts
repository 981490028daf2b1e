import { uniformFrom } from '../../lib/uniform.ts';

/** Draws from one seed: the same seed, the same draws, on every machine. */
export interface Random {
  uniform(): number;
  normal(): number;
  gamma(shape: number): number;
  poisson(mean: number): number;
}

export function randomFrom(seed: number): Random {
  const uniform = uniformFrom(Math.imul(seed, 0x9e3779b1));
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  /** Marsaglia and Tsang 2000; shapes below one through U^(1/shape). */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const poisson = (mean: number): number => {
    if (mean > 500) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let product = 1 - uniform();
    let count = 0;
    for (const least = Math.exp(-mean); product > least; count++) product *= 1 - uniform();
    return count;
  };
  return { uniform, normal, gamma, poisson };
}
