import { EmptyState } from '@shopify/polaris';

/** What the reorder list says without a row: on the first run what it waits for, later why there is none. */
export function NothingToReorder({
  isStoreRead,
  computed,
  filtered,
}: {
  isStoreRead: boolean;
  computed: boolean;
  filtered: boolean;
}) {
  if (!isStoreRead)
    return (
      <EmptyState
        heading="Your store is being read"
        image=""
        action={{ content: 'See how far it is', url: '/app/settings/sync' }}
      >
        <p>Once products and orders are here, what to buy is computed by itself and appears on this page.</p>
      </EmptyState>
    );
  if (!computed)
    return (
      <EmptyState heading="Not computed yet" image="">
        <p>It is computed by itself soon, and each night. Press Compute now not to wait for it.</p>
      </EmptyState>
    );
  return (
    <EmptyState heading={filtered ? 'Nothing matches' : 'Nothing here'} image="">
      <p>
        {filtered ? 'Change the search or the filters, or look in another tab.' : 'No variant has this advice now.'}
      </p>
    </EmptyState>
  );
}
