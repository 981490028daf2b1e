import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputsOf, type KeptInputs, keptInputs } from './kept-inputs.ts';
import type { RowInputs } from './reorder-point.ts';

const known = fc.record({
  days: fc.double({ min: 0, max: 1000, noNaN: true, noDefaultInfinity: true }).map((days) => days + 0),
  units: fc.integer({ min: 1, max: 1_000_000 }),
});

const withSamples = (samples: { days: number; units: number }[]) =>
  ({
    decision: { leadTime: { statedDays: 14, samples }, reviewDays: 7 },
    demand: null,
    margin: 'known',
  }) as unknown as RowInputs;

const throughDatabase = (kept: KeptInputs | RowInputs) => JSON.parse(JSON.stringify(kept)) as KeptInputs | RowInputs;

test('what is kept is what was decided on, arrival for arrival', () => {
  fc.assert(
    fc.property(fc.array(known, { maxLength: 60 }), (samples) => {
      const inputs = withSamples(samples);
      expect(inputsOf(throughDatabase(keptInputs(inputs)))).toEqual(inputs);
    }),
  );
});

test('rows that hold arrivals as a list are read as ever', () => {
  const inputs = withSamples([{ days: 16, units: 12 }]);
  expect(inputsOf(throughDatabase(inputs))).toEqual(inputs);
});

test('fifty arrivals take little room', () => {
  const inputs = withSamples(Array.from({ length: 50 }, (_, i) => ({ days: i, units: 12 })));
  expect(JSON.stringify(keptInputs(inputs)).length).toBeLessThan(JSON.stringify(inputs).length / 2);
});
