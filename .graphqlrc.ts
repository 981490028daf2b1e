// Types for every `#graphql` document of app/shopify, from the schema that scripts/generate.ts unpacks into app/shopify/generated
// (npm run generate). Nothing here touches the network as long as that file exists.
import { ApiType, pluckConfig, shopifyApiTypes } from '@shopify/api-codegen-preset';
import { API_VERSION } from './app/shopify/version.ts';

const outputDir = 'app/shopify/generated';
const documents = ['app/shopify/operations/*.ts'];
const generates = shopifyApiTypes({ apiType: ApiType.Admin, apiVersion: API_VERSION, documents, outputDir });

// Shopify's enums as unions of their words: a declaration file's enum has no values at run time to name them by.
const types = generates[`${outputDir}/admin.types.d.ts`];
if (types && !Array.isArray(types) && 'plugins' in types) types.config = { ...types.config, enumsAsTypes: true };

export default {
  projects: {
    default: {
      schema: `${outputDir}/admin-${API_VERSION}.schema.json`,
      documents,
      extensions: { codegen: { pluckConfig, generates } },
    },
  },
};
