import { expect, test } from 'vitest';
import { withoutTokens } from './without-tokens.ts';

test('session tokens and access tokens do not reach the log', () => {
  const said =
    'Failed to parse session token eyJhbGciOi.eyJpc3Mi-O.sig_na-ture for shpat_0123abcDEF and shprt_77 of a shop';
  expect(withoutTokens(said)).toBe('Failed to parse session token [token] for [token] and [token] of a shop');
});
