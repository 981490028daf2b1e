/** @jsxImportSource preact */
import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.order.action.menu-item.render';
import { render } from 'preact';

/** "Return items" in the order's menu; Shopify signs the customer in and opens the form. */
export default async () => {
  const { shopify } = globalThis as unknown as { shopify: Api };
  render(<s-button>{shopify.i18n.translate('menuItem')}</s-button>, document.body);
};
