import { AppProvider } from '@shopify/polaris';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { NothingToReorder } from './reorder-nothing.tsx';
import { nextOf, usualUnits } from './reorder-table.tsx';

const today = '2026-11-22';
const line = { orderBy: null, suggested: 0, excess: 0, moves: [], reason: 'enough' as const };

describe('the units a row begins with', () => {
  test('are what is suggested, less what stands on drafts, in whole packs', () => {
    expect(usualUnits({ suggested: 36, onDraft: 0, packSize: 12 })).toBe('36');
    expect(usualUnits({ suggested: 36, onDraft: 24, packSize: 12 })).toBe('12');
    expect(usualUnits({ suggested: 36, onDraft: 10, packSize: 12 })).toBe('36');
    expect(usualUnits({ suggested: 36, onDraft: 36, packSize: 12 })).toBe('0');
    expect(usualUnits({ suggested: 36, onDraft: 99, packSize: 12 })).toBe('0');
    // What a limit left is not raised to a pack.
    expect(usualUnits({ suggested: 30, onDraft: 0, packSize: 12 })).toBe('30');
  });
});

describe('what comes next in a row', () => {
  test('is what to move from where, from every location that sends', () => {
    const moves = [
      { from: 'Leeds', units: 1200 },
      { from: 'York', units: 3 },
    ];
    expect(nextOf({ ...line, advice: 'move', reason: 'others-can-spare', moves }, today)).toBe(
      '1,200 from Leeds, 3 from York',
    );
  });

  test('is what is missing for an answer, in words', () => {
    for (const [reason, words] of [
      ['not-tracked', 'Stock is not tracked'],
      ['no-history', 'No sales known'],
      ['too-little-history', 'In stock on too few days'],
      ['no-lead-time', 'No lead time'],
    ] as const)
      expect(nextOf({ ...line, advice: 'unknown', reason }, today)).toBe(words);
    expect(nextOf({ ...line, advice: 'wait', reason: 'not-allowed' }, today)).toBe('Limits are below a pack');
  });

  test('is by when to order, today where that day is over', () => {
    const buy = { ...line, advice: 'buy' as const, reason: 'at-reorder-point' as const, suggested: 5 };
    expect(nextOf({ ...buy, orderBy: '2026-11-20' }, today)).toBe('Order today');
    expect(nextOf({ ...buy, orderBy: '2026-11-25' }, today)).toMatch(/^Order by /);
    expect(nextOf({ ...line, advice: 'wait', orderBy: '2026-12-01' }, today)).toMatch(/^Next by /);
  });
});

describe('a list without rows', () => {
  const says = (props: Parameters<typeof NothingToReorder>[0]) =>
    renderToStaticMarkup(createElement(AppProvider, { i18n: {} }, createElement(NothingToReorder, props))).replaceAll(
      /<style.*?<\/style>|<[^>]*>/gs,
      ' ',
    );

  test('says on the first run what it waits for, and leads there', () => {
    expect(says({ isStoreRead: false, computed: false, filtered: false })).toMatch(
      /Your store is being read.*See how far it is/s,
    );
    expect(says({ isStoreRead: true, computed: false, filtered: false })).toContain('Not computed yet');
  });

  test('says later whether the filter or the shop is empty', () => {
    expect(says({ isStoreRead: true, computed: true, filtered: true })).toContain('Nothing matches');
    expect(says({ isStoreRead: true, computed: true, filtered: false })).toContain('No variant has this advice now');
  });
});
