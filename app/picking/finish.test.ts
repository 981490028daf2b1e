import { expect, test } from 'vitest';
import { now } from '../../tests/a-backlog.ts';
import { playFinish } from './finish.ts';

test('more pickers are done sooner, later waves end later, and a cut-off is missed as often as it is played', () => {
  const from = now;
  const waves = Array.from({ length: 6 }, () => ({ seconds: 1200, dueAt: new Date(now.getTime() + 40 * 60_000) }));
  const of = { factor: 1, sigma: 0.25, seed: 3, from };
  const alone = playFinish(waves, { ...of, pickers: 1 });
  const three = playFinish(waves, { ...of, pickers: 3 });
  expect(alone[5]!.half.getTime()).toBeGreaterThan(three[5]!.half.getTime() * 1 + 1000 * 3000);
  expect(alone[0]!.missed).toBeLessThan(0.05);
  expect(alone[1]!.missed).toBeGreaterThan(0.3);
  expect(alone[1]!.missed).toBeLessThan(0.7);
  expect(alone[3]!.missed).toBe(1);
  expect(playFinish(waves, { ...of, pickers: 1 })).toEqual(alone);
  for (const one of alone) expect(one.ninety.getTime()).toBeGreaterThan(one.half.getTime());
});
