// Which items sell best: of those that sold, ranked by how often they were picked, the first 20 % are A, the next 30 % B, the rest
// C. What did not sell is C. The same shares of the bins, nearest to packing first, are the parts of the floor for them.
import type { SalesClass } from './put-away.ts';

const A_SHARE = 0.2;
const B_SHARE = 0.5;

/** The class of each thing of a list that is ranked already, the first being the best. */
export function classesOf<Id>(ranked: readonly Id[]): Map<Id, SalesClass> {
  const [a, b] = [Math.ceil(ranked.length * A_SHARE), Math.ceil(ranked.length * B_SHARE)];
  return new Map(ranked.map((id, at) => [id, at < a ? 'A' : at < b ? 'B' : 'C']));
}
