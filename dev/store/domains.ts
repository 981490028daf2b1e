import { apps } from './admin/apps/domain.ts';
import { bulk } from './admin/bulk/domain.ts';
import { companies } from './admin/companies/domain.ts';
import { customers } from './admin/customers/domain.ts';
import { discounts } from './admin/discounts/domain.ts';
import { draftOrders } from './admin/draft-orders/domain.ts';
import { files } from './admin/files/domain.ts';
import { fulfillment } from './admin/fulfillment/domain.ts';
import { inventory } from './admin/inventory/domain.ts';
import { jobs } from './admin/jobs/job.ts';
import { labels } from './admin/labels/domain.ts';
import { locations } from './admin/locations/domain.ts';
import { metafields } from './admin/metafields/domain.ts';
import { node } from './admin/node.ts';
import { orders } from './admin/orders/domain.ts';
import { productsDomain } from './admin/products/domain.ts';
import { purchaseOrders } from './admin/purchase-orders/domain.ts';
import { reports } from './admin/reports/domain.ts';
import { returns } from './admin/returns/domain.ts';
import { shop } from './admin/shop/domain.ts';
import { transfers } from './admin/transfers/domain.ts';
import { webhooks } from './admin/webhooks/domain.ts';
import { auth } from './auth/domain.ts';
import { delivery } from './delivery/domain.ts';
import { assemble, type Domain } from './kernel/domain.ts';
import { pages } from './pages/domain.ts';

/** Every part of the emulated shop. A new domain is one more line here. */
export const domains: Domain[] = [
  shop,
  node,
  jobs,
  metafields,
  customers,
  companies,
  orders,
  locations,
  productsDomain,
  inventory,
  transfers,
  fulfillment,
  labels,
  returns,
  draftOrders,
  discounts,
  reports,
  purchaseOrders,
  pages,
  auth,
  apps,
  delivery,
  webhooks,
  files,
  bulk,
];

export const api = assemble(domains);
