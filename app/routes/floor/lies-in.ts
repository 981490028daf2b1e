// Where an order's goods lie, as the pack station says it: a slot of the put wall, a tote.
import type { PackWords } from '../../picking/floor/words/pack-words.ts';
import type { Words } from '../../picking/floor/words/words.ts';
import type { AtWall } from '../../picking/put-wall/wall-api.ts';

export function liesIn(
  { tote, wall }: { tote: string | null; wall: AtWall | null },
  words: Words,
  pack: PackWords,
): string {
  if (wall?.slot) return [pack.wall.slot(wall.slot), ...(wall.left > 0 ? [pack.wall.lacks(wall.left)] : [])].join(', ');
  if (wall && wall.left > 0) return pack.wall.notSorted;
  return tote === null ? '' : words.tote(tote);
}
