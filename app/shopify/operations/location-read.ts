import { locationFields } from './location-fields.ts';
import { read } from './operation.ts';

/** One location; null when it is gone. */
export const locationRead = read(
  'locationRead',
  `#graphql
  ${locationFields}
  query LocationRead($id: ID!) {
    location(id: $id) { ...LocationFields }
  }
`,
  { cost: 2 },
);
