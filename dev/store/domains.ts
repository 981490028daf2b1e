import { node } from './admin/node.ts';
import { shop } from './admin/shop/domain.ts';
import { assemble, type Domain } from './kernel/domain.ts';
import { pages } from './pages/domain.ts';

/** Every part of the emulated shop. A new domain is one more line here. */
export const domains: Domain[] = [shop, node, pages];

export const api = assemble(domains);
