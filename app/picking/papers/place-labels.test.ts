import { expect, test } from 'vitest';
import { binLabels, toteLabels } from './place-labels.ts';
import { placeLabelsZpl } from './zpl.ts';

const dots = () => ({ width: 8, height: 1, bits: new Uint8Array([0xff]) });

test('there is one label for each tote and each bin, in the order in which people number them', () => {
  expect(toteLabels({ name: 'Cart 1', totes: 2 }).map((one) => [one.name, one.bars, one.note])).toEqual([
    ['1', 'T-1', 'Cart 1'],
    ['2', 'T-2', 'Cart 1'],
  ]);
  const bins = binLabels(['A-10', 'A-2', 'Regal ä'], 'London');
  expect(bins.map((one) => [one.code, one.bars])).toEqual([
    ['A-2', 'A-2'],
    ['A-10', 'A-10'],
    ['Regal ä', null],
  ]);
  expect(placeLabelsZpl(bins, dots).match(/\^XA/g)).toHaveLength(3);
});
