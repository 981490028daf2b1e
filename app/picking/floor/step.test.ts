import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Allocation } from '../wave.ts';
import { isEasyPin, readCode, secretOf, writeCode } from './code.ts';
import { setRight } from './deed.ts';
import type { PhoneTask } from './floor-api.ts';
import type { Stop } from './next.ts';
import { beginAt, count, goOn, hear, isTote, type Place } from './step.ts';
import { numberTotes } from './tasks.ts';
import { press, quietWedge } from './wedge.ts';

const task: PhoneTask = {
  id: 'a',
  orderId: '1',
  bin: 'A-04-2',
  position: 1,
  quantity: 2,
  tote: '3',
  orderName: '#1',
  title: 'Blue kettle',
  sku: 'KET-1',
  barcode: '0012345678905',
  imageUrl: null,
};
const stop: Stop = { kind: 'pick', task, units: 2, tote: '3', again: false, ofLine: null };
const back: Stop = { kind: 'put-back', task, units: 1, tote: '3' };

/** What follows from these scans, one after the other. */
function walk(texts: string[], asksTote = true): string[] {
  let place = beginAt(stop, null);
  return texts.map((text) => {
    const heard = hear(place, stop, task, text, asksTote);
    if (heard.is === 'at-bin' || heard.is === 'counted') {
      place = heard.place;
      return `${place.step} ${place.counted}`;
    }
    return heard.is === 'done' ? JSON.stringify(heard.deed) : heard.is;
  });
}

describe('a stop', () => {
  test('goes from the bin to the item, each unit a scan, to the tote', () => {
    expect(walk(['a-04-2', 'KET-1', '0012345678905', '3'])).toEqual([
      'item 0',
      'item 1',
      'tote 2',
      '{"kind":"picked","task":"a","units":2,"tote":"3"}',
    ]);
  });

  test('says what is wrong, and stays where it is', () => {
    expect(walk(['B-1', 'A-04-2', 'KET-2', 'KET-1', 'KET-1', 'KET-1', '4', 'tote 3'])).toEqual([
      'wrong-bin',
      'item 0',
      'wrong-item',
      'item 1',
      'tote 2',
      'too-many',
      'wrong-tote',
      '{"kind":"picked","task":"a","units":2,"tote":"3"}',
    ]);
  });

  test('takes the item as proof of its bin, and asks for no tote where there is only one', () => {
    expect(walk(['KET-1', '12345678905'], false)).toEqual([
      'item 1',
      '{"kind":"picked","task":"a","units":2,"tote":"3"}',
    ]);
  });

  test('is gone on with after a reload, unless something else comes first now', () => {
    const kept: Place = { task: 'a', kind: 'pick', step: 'tote', counted: 2 };
    expect(goOn(kept, stop, null)).toEqual(kept);
    expect(goOn(kept, { ...stop, units: 1 }, null)).toEqual({ ...kept, counted: 1 });
    expect(goOn(kept, back, null).kind).toBe('put-back');
    expect(goOn(null, stop, 'A-04-2').step).toBe('item');
  });

  test('a unit is put back by its own barcode or at its bin, not by another', () => {
    const place = beginAt(back, null);
    expect(hear(place, back, task, 'KET-1', true)).toMatchObject({ deed: { kind: 'put-back', units: 1, tote: '3' } });
    expect(hear(place, back, task, 'A-04-2', true)).toMatchObject({ is: 'done' });
    expect(hear(place, back, task, 'KET-2', true)).toEqual({ is: 'wrong-item' });
  });

  test('never counts more than is wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A-04-2', 'KET-1', '3', 'x')), (texts) => {
        let place = beginAt(stop, null);
        for (const text of texts) {
          const heard = hear(place, stop, task, text, true);
          if ('place' in heard) place = heard.place;
          if (heard.is === 'done') {
            expect(heard.deed).toMatchObject({ units: 2 });
            place = beginAt(stop, null);
          }
          expect(place.counted).toBeLessThanOrEqual(stop.units);
        }
      }),
    );
    expect(count(beginAt(stop, null), stop, 2, true)).toMatchObject({ place: { step: 'tote' } });
  });

  test('knows a tote by what its label says', () => {
    expect(['3', '03', 'T-3', 'tote 3', 'Kiste 3', 'BAC-03'].filter((text) => !isTote(text, '3'))).toEqual([]);
    expect(['13', '30', 'x3', ''].filter((text) => isTote(text, '3'))).toEqual([]);
    expect(isTote('green box', 'Green box')).toBe(true);
  });
});

describe('a scanner', () => {
  const typed = (keys: [string, number][]) => {
    let wedge = quietWedge;
    return keys.flatMap(([key, time]) => {
      const heard = press(wedge, key, time);
      wedge = heard.wedge;
      return heard.scan ?? [];
    });
  };

  test('is heard as one text; a lone Enter on a button is not', () => {
    expect(
      typed([
        ['K', 0],
        ['Shift', 5],
        ['1', 10],
        ['Enter', 15],
      ]),
    ).toEqual(['K1']);
    expect(typed([['Enter', 0]])).toEqual([]);
    expect(
      typed([
        ['a', 0],
        ['Enter', 2000],
      ]),
    ).toEqual([]);
  });

  test('what was typed long before is not part of it', () => {
    expect(
      typed([
        ['x', 0],
        ['3', 5000],
        ['Enter', 5010],
      ]),
    ).toEqual(['3']);
  });
});

describe('a pairing code', () => {
  test('is read back as it was written, however it was typed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 999_999 }),
        (bytes, shop) => {
          const code = { shopNumber: shop, secret: secretOf(bytes) };
          const written = writeCode(code);
          const sloppy = ` ${written.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
          expect(readCode(written)).toEqual(code);
          expect(readCode(sloppy.replace(/^ \S+/, ` ${shop}`))).toEqual(code);
        },
      ),
    );
  });

  test('is not anything else', () => {
    for (const text of ['', '12', '12-K7QM', '12-K7QM-3FXP-1', 'x-K7QM-3FXP', '12-K7QM-3F!P', '1234567890-K7QM-3FXP'])
      expect(readCode(text)).toBeNull();
  });

  test('the PINs that are tried first are easy', () => {
    expect(['0000', '1234', '4321', '345678'].filter((pin) => !isEasyPin(pin))).toEqual([]);
    expect(['7305', '1212'].filter(isEasyPin)).toEqual([]);
  });
});

test('a time is set right by the phone’s own measure, and never lies ahead', () => {
  expect(setRight(1_000, 4_000, 100_000)).toBe(97_000);
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.nat(), (at, sentAt, now) => {
      const right = setRight(at, sentAt, now);
      expect(right).toBeLessThanOrEqual(now);
      expect(right).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('totes are numbered along the walk, around those that have a name', () => {
  const line = (orderId: string, position: number, tote: string | null = null) =>
    ({ orderId, position, tote }) as Allocation;
  const walk = [line('c', 3), line('a', 1), line('b', 2, '2'), line('a', 4)];
  const totes = numberTotes({ walk, method: null });
  expect([...totes].sort()).toEqual([
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ]);
  const together = numberTotes({ walk: [line('c', 3), line('a', 1)], method: 'sort' });
  expect([...together.values()]).toEqual(['1', '1']);
});
