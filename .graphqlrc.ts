// Types for every `#graphql` document of app/shopify, from the schema that scripts/generate.ts unpacks into app/shopify/generated
// (npm run generate). Nothing here touches the network as long as that file exists.
import { ApiType, shopifyApiProject } from '@shopify/api-codegen-preset';
import { API_VERSION } from './app/shopify/version.ts';

export default {
  projects: {
    default: shopifyApiProject({
      apiType: ApiType.Admin,
      apiVersion: API_VERSION,
      documents: ['app/shopify/operations/*.ts'],
      outputDir: 'app/shopify/generated',
    }),
  },
};
