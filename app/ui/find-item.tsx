import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';

export type FoundItem = {
  inventoryItemId: string;
  title: string;
  sku: string | null;
  /** a plain decimal, or empty where it is not known */
  cost: string;
  /** shown beside the item */
  remark: string;
};

/** Searches items at `url?q=` (which answers `{ found }`) and hands over the one that is added. */
export function FindItem({
  url,
  label,
  taken,
  onAdd,
}: {
  url: string;
  label: string;
  taken: ReadonlySet<string>;
  onAdd: (item: FoundItem) => void;
}) {
  const fetcher = useFetcher<{ found: FoundItem[] }>();
  const [search, setSearch] = useState('');
  const look = (text: string) => {
    setSearch(text);
    if (text.trim().length > 1) fetcher.load(`${url}?q=${encodeURIComponent(text.trim())}`);
  };
  const found = search.trim().length > 1 ? (fetcher.data?.found ?? []) : [];
  return (
    <BlockStack gap="200">
      <TextField
        label={label}
        value={search}
        onChange={look}
        autoComplete="off"
        placeholder="Product, SKU or barcode"
        clearButton
        onClearButtonClick={() => setSearch('')}
        loading={fetcher.state !== 'idle'}
      />
      <div aria-live="polite">
        {search.trim().length > 1 && fetcher.state === 'idle' && fetcher.data && found.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing matches “{search.trim()}”. Search for another product, SKU or barcode.
          </Text>
        ) : null}
      </div>
      {found.slice(0, 8).map((item) => (
        <InlineStack key={item.inventoryItemId} align="space-between" blockAlign="center" gap="200" wrap={false}>
          <div style={{ minWidth: 0 }}>
            <Text as="p" breakWord>
              {item.title}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              {[item.sku, item.remark].filter(Boolean).join(' · ')}
            </Text>
          </div>
          <Button
            size="slim"
            disabled={taken.has(item.inventoryItemId)}
            accessibilityLabel={`Add ${item.title}`}
            onClick={() => {
              onAdd(item);
              setSearch('');
            }}
          >
            {taken.has(item.inventoryItemId) ? 'Added' : 'Add'}
          </Button>
        </InlineStack>
      ))}
    </BlockStack>
  );
}
