import { describe, expect, test } from 'vitest';
import { waveHold, withoutWaveHolds } from './wave-hold.ts';

const hold = (handle: string | null, heldByUs = true) => ({
  ...{ id: '1', reason: 'OTHER', reasonNotes: null, handle, heldByUs },
});
const ours = hold(waveHold('0190b6a0-0000-7000-8000-000000000001'));

describe('a fulfillment order held', () => {
  test('for a walk alone is open to the rooms, and can be fulfilled once that is over', () => {
    const held = { status: 'ON_HOLD', holds: [ours], supportedActions: ['HOLD', 'MOVE', 'RELEASE_HOLD'] };
    expect(withoutWaveHolds(held)).toEqual({
      status: 'OPEN',
      holds: [],
      supportedActions: ['CREATE_FULFILLMENT', 'HOLD', 'MOVE'],
    });
  });

  test('for something else too stays held for that', () => {
    const held = { status: 'ON_HOLD', holds: [ours, hold('backroom-checks')], supportedActions: ['RELEASE_HOLD'] };
    expect(withoutWaveHolds(held)).toEqual({ ...held, holds: [hold('backroom-checks')] });
  });

  test.each([hold(null), hold('backroom-short-3'), hold(ours.handle, false)])(
    'by others stays held, whatever they call it',
    (other) => {
      const held = { status: 'ON_HOLD', holds: [other], supportedActions: ['RELEASE_HOLD'] };
      expect(withoutWaveHolds(held)).toEqual(held);
    },
  );

  test('a handle is as short as Shopify wants it', () => {
    expect(ours.handle?.length).toBeLessThanOrEqual(64);
  });
});
