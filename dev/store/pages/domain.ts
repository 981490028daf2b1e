import type { Domain } from '../kernel/domain.ts';
import { accountRoutes } from './account/account.ts';
import { accountOrderRoutes } from './account/order.ts';
import { frameRoutes } from './admin/frame.ts';
import { homeRoutes } from './admin/home.ts';
import { orderRoutes } from './admin/order.ts';
import { ordersRoutes } from './admin/orders.ts';
import { productsRoutes } from './admin/products.ts';
import { webhookRoutes } from './admin/webhooks.ts';
import { assetRoutes } from './assets.ts';
import { proxyRoutes } from './storefront/app-proxy.ts';
import { shopPages } from './storefront/shop.ts';

/** What people see of the emulated Shopify: the admin around the app, the storefront, the customer's account. */
export const pages: Domain = {
  name: 'pages',
  resolvers: {},
  routes: [
    ...assetRoutes,
    ...homeRoutes,
    ...ordersRoutes,
    ...orderRoutes,
    ...productsRoutes,
    ...webhookRoutes,
    ...frameRoutes,
    ...shopPages,
    ...proxyRoutes,
    ...accountRoutes,
    ...accountOrderRoutes,
  ],
};
