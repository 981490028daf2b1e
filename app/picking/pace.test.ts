import { expect, test } from 'vitest';
import { learnPace, secondsOf, unlearned } from './pace.ts';
import { usualTerms } from './rules/terms.ts';

test('a pace is learned from waves as they were, and not from a handful or from lunch', () => {
  const work = { metres: 300, lines: 20, units: 25 };
  const reckoned = secondsOf(work, usualTerms);
  const past = Array.from({ length: 9 }, (_, at) => ({ ...work, seconds: reckoned * (1.15 + at / 80) }));
  expect(learnPace(past.slice(0, 7), usualTerms)).toEqual(unlearned);
  const learned = learnPace([...past, { ...work, seconds: 40_000 }], usualTerms);
  expect(learned).toMatchObject({ from: 9 });
  expect(learned.factor).toBeCloseTo(1.2, 6);
});
