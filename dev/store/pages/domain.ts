import type { Domain } from '../kernel/domain.ts';
import { frameRoutes } from './admin/frame.ts';
import { assetRoutes } from './assets.ts';

/** What people see of the emulated Shopify: the admin around the app, the storefront, the customer's account. */
export const pages: Domain = {
  name: 'pages',
  resolvers: {},
  routes: [...assetRoutes, ...frameRoutes],
};
