import { locationFields } from './location-fields.ts';
import { read } from './operation.ts';

/** Every location of the shop, closed ones too. */
export const locationsList = read(
  'locationsList',
  `#graphql
  ${locationFields}
  query LocationsList($after: String) {
    locations(first: 100, after: $after, includeInactive: true, includeLegacy: true) {
      nodes { ...LocationFields }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
