import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayAt, isDay, isMidnight } from './day.ts';
import { type Discount, eventOf } from './discount.ts';
import {
  EVENT_KINDS,
  EVENT_SCOPES,
  isAbout,
  multipleOf,
  type PlanEvent,
  permilleOf,
  problemsOf,
} from './plan-event.ts';
import { readPlanFile, writePlanFile } from './plan-file.ts';

const discount: Discount = {
  id: '7',
  title: 'Black Friday',
  startsAt: new Date('2026-11-27T05:00:00Z'),
  endsAt: new Date('2026-12-01T05:00:00Z'),
  usageLimit: null,
  forEverybody: true,
  offPermille: 200,
  scope: 'everything',
  scopeKeys: [],
};

describe('days', () => {
  test('are the shop’s own, also where the clock is put back', () => {
    expect(dayAt(new Date('2026-11-22T11:30:00Z'), 'Pacific/Auckland')).toBe('2026-11-23');
    expect(isMidnight(new Date('2026-11-01T04:00:00Z'), 'America/New_York')).toBe(true);
    expect(isMidnight(new Date('2026-11-02T05:00:00Z'), 'America/New_York')).toBe(true);
    expect(isMidnight(new Date('2026-11-02T04:00:00Z'), 'America/New_York')).toBe(false);
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect([isDay('2026-02-30'), isDay('2028-02-29'), isDay('27.11.2026')]).toEqual([false, true, false]);
  });
});

describe('a discount of Shopify', () => {
  test('is a promotion on the shop’s days; what ends at midnight is over the day before', () => {
    expect(eventOf(discount, 'America/New_York')).toMatchObject({
      event: { firstDay: '2026-11-27', lastDay: '2026-11-30', offPermille: 200, sourceId: '7' },
    });
    expect(eventOf(discount, 'Asia/Tokyo')).toMatchObject({ event: { firstDay: '2026-11-27', lastDay: '2026-12-01' } });
  });

  test.each([
    ['no end', { endsAt: null }],
    ['too long', { endsAt: new Date('2027-11-27T05:00:00Z') }],
    ['voucher', { usageLimit: 1 }],
    ['not for everybody', { forEverybody: false }],
    ['nothing discounted', { scope: 'products' as const }],
  ])('that has %s is left out and says so', (leftOut, changes) => {
    expect(eventOf({ ...discount, ...changes }, 'UTC')).toEqual({ leftOut });
  });
});

describe('an event', () => {
  const item = { variantId: '1', productId: '2', productType: 'Tea', vendor: 'Acme' };
  test('is about what its scope names', () => {
    expect(isAbout({ scope: 'everything', scopeKeys: [] }, item)).toBe(true);
    expect(isAbout({ scope: 'products', scopeKeys: ['2'] }, item)).toBe(true);
    expect(isAbout({ scope: 'variants', scopeKeys: ['2'] }, item)).toBe(false);
    expect(isAbout({ scope: 'type', scopeKeys: ['tea'] }, item)).toBe(true);
    expect(isAbout({ scope: 'vendor', scopeKeys: ['Other'] }, item)).toBe(false);
  });

  test('reads figures as people type them', () => {
    expect(['20', '12.5 %', '', ' 0,5'].map(permilleOf)).toEqual([200, 125, null, 5]);
    expect(['2', '×1.5', '', 'x3'].map(multipleOf)).toEqual([2000, 1500, null, 3000]);
    expect(permilleOf('much')).toBeNaN();
  });
});

describe('a file of the calendar', () => {
  test('takes the good rows and answers the bad ones with line, column and what to do', () => {
    const read = readPlanFile(
      [
        '\uFEFFTitle;kind;first_day;last day;applies to;which;percent off;expected demand',
        'Black Friday;flash sale;2026-11-27;2026-11-30;type;Tea|Cups;20;3',
        'Backwards;promotion;2026-11-30;2026-11-27;;;;',
        'Unknown;party;2026-11-30;2026-11-30;;;;',
        ';;;;;;;',
        'Odd;promotion;2026-13-01;2026-12-01;products;;150;lots',
        'Black Friday;flash-sale;2026-11-27;2026-11-28;;;;',
      ].join('\n'),
    );
    if (!read.ok) throw new Error(read.problem);
    expect(read.rows).toEqual([
      {
        line: 2,
        event: {
          kind: 'flash-sale',
          title: 'Black Friday',
          firstDay: '2026-11-27',
          lastDay: '2026-11-30',
          scope: 'type',
          scopeKeys: ['Tea', 'Cups'],
          offPermille: 200,
          upliftPermille: 3000,
          source: 'file',
          sourceId: 'flash-sale/Black Friday/2026-11-27',
        },
      },
    ]);
    expect(read.bad.map((row) => [row.line, row.column])).toEqual([
      [3, 'last day'],
      [4, 'kind'],
      [6, 'first day'],
      [6, 'which'],
      [6, 'percent off'],
      [6, 'expected demand'],
      [7, 'title'],
    ]);
    expect(read.bad.every((row) => row.problem.length > 10)).toBe(true);
  });

  test('that is none changes nothing and says so', () => {
    expect(readPlanFile('a,b\n1,2')).toMatchObject({ ok: false, problem: expect.stringContaining('first day') });
    expect(readPlanFile('kind,title,first day,last day\n"open')).toMatchObject({ ok: false });
    expect(readPlanFile('')).toMatchObject({ ok: false });
  });

  test('that was written is read back the same', () => {
    const words = fc.stringMatching(/^[a-zA-Z=+"',; é]{1,20}$/).filter((text) => text.trim() === text);
    const day = fc.integer({ min: 0, max: 2000 }).map((days) => addDays('2024-01-01', days));
    const event = fc
      .record({
        kind: fc.constantFrom(...EVENT_KINDS),
        title: words.filter((text) => !text.startsWith("'")),
        firstDay: day,
        length: fc.integer({ min: 0, max: 60 }),
        scope: fc.constantFrom(...EVENT_SCOPES),
        scopeKeys: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1 }),
        offPermille: fc.option(fc.integer({ min: 0, max: 1000 })),
        upliftPermille: fc.option(fc.integer({ min: 0, max: 100_000 })),
      })
      .map(
        ({ length, ...one }): PlanEvent => ({
          ...one,
          id: '',
          lastDay: addDays(one.firstDay, length),
          scopeKeys: one.scope === 'everything' ? [] : one.scopeKeys,
          source: 'file',
          sourceId: `${one.kind}/${one.title}/${one.firstDay}`,
        }),
      );
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: (one) => one.sourceId }), (events) => {
        const read = readPlanFile(writePlanFile(events, (one) => one.scopeKeys));
        expect(read).toMatchObject({ ok: true, bad: [] });
        expect(read.ok && read.rows.map((row) => ({ ...row.event, id: '' }))).toEqual(events);
        for (const one of events) expect(problemsOf(one)).toEqual({});
      }),
    );
  });
});
