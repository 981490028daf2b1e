import type { Domain } from '../../kernel/domain.ts';
import { definitions } from './definition.ts';
import { metafieldsDelete, metafieldsSet, metafieldType } from './metafield.ts';

export const metafields: Domain = {
  name: 'metafields',
  resolvers: {
    ...definitions,
    Mutation: { ...definitions.Mutation, metafieldsSet, metafieldsDelete },
    Metafield: metafieldType,
  },
};
