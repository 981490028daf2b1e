import { expect, test } from 'vitest';
import { nothingSeen, type SeenCode, see } from './sight.ts';

const middle = { x: 320, y: 240 };
const at = (text: string, x = 320, y = 240): SeenCode => ({ text, x, y });

/** What is said of pictures, one each 100 ms. */
function said(...pictures: SeenCode[][]): string[] {
  let sight = nothingSeen;
  return pictures.flatMap((codes, picture) => {
    const seen = see(sight, codes, middle, picture * 100);
    sight = seen.sight;
    return seen.said ?? [];
  });
}
const times = (count: number, ...codes: SeenCode[]) => Array<SeenCode[]>(count).fill(codes);

test('a code that stays in sight is said once, though a picture now and then misses it', () => {
  expect(said(...times(20, at('cup')))).toEqual(['cup']);
  expect(said(...times(5, at('cup')), ...times(7), ...times(5, at('cup')))).toEqual(['cup']);
});

test('the same code is said again after it was out of sight: it is the next of two', () => {
  expect(said(...times(5, at('cup')), ...times(9), ...times(5, at('cup')))).toEqual(['cup', 'cup']);
});

test('of several codes the one in the middle is meant; the other is said once it is in the middle', () => {
  const shelf = at('A-04-2', 600, 30);
  expect(said(...times(5, shelf, at('cup', 300, 250)))).toEqual(['cup']);
  expect(said(...times(2, shelf, at('cup', 300, 250)), ...times(2, at('A-04-2', 330), at('cup', 10)))).toEqual([
    'cup',
    'A-04-2',
  ]);
});
