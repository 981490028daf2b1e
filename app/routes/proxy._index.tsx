// The proxy's root (https://SHOP/apps/backroom) is what the shop's navigation links to: the returns portal.
export { action, loader } from './proxy.returns.tsx';
