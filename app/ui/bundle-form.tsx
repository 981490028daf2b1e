import { useFetcher } from '@remix-run/react';
import { Badge, Banner, BlockStack, Button, InlineStack, Modal, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { FindItem } from './find-item.tsx';

/** `id` null: a new one. `item` null: not chosen yet, or its variant is deleted in Shopify. Items are inventory items. */
export type EditedBundle = {
  id: string | null;
  item: string | null;
  title: string;
  sku: string | null;
  parts: { item: string; title: string; sku: string | null; deleted: boolean; quantity: string }[];
};

type Answer = { ok: true } | { ok: false; problems: Record<string, string> };

/** What a bundle is made of; stays open with what was typed until it is saved. `search` answers items (FindItem). */
export function BundleForm({
  bundle,
  action,
  search,
  onClose,
}: {
  bundle: EditedBundle;
  action: string;
  search: string;
  onClose: () => void;
}) {
  const fetcher = useFetcher<Answer>();
  const [{ item, title, sku, parts }, setTyped] = useState(bundle);
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (answer?.ok) onClose();
  }, [answer, onClose]);
  const problems = answer && !answer.ok ? answer.problems : {};
  const wrong = Object.keys(problems).length > 0;
  const gone = bundle.id !== null && bundle.item === null;
  const type = (changed: Partial<EditedBundle>) => setTyped((before) => ({ ...before, ...changed }));
  const save = () => {
    const form = new FormData();
    form.set('intent', 'save');
    form.set('bundle', item ?? '');
    for (const part of parts) {
      form.append('item', part.item);
      form.append('quantity', part.quantity);
    }
    fetcher.submit(form, { method: 'post', action });
  };
  const remove = {
    content: 'Remove bundle',
    destructive: true,
    disabled: fetcher.state !== 'idle',
    onAction: () => fetcher.submit({ intent: 'remove', id: bundle.id ?? '' }, { method: 'post', action }),
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={bundle.id === null ? 'Add bundle' : bundle.title}
      {...(gone ? {} : { primaryAction: { content: 'Save', loading: fetcher.state !== 'idle', onAction: save } })}
      secondaryActions={[{ content: 'Leave it', onAction: onClose }, ...(bundle.id === null ? [] : [remove])]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {wrong ? (
            <Banner tone="critical" title="The bundle was not saved">
              <p>{problems.bundle ?? problems.parts ?? 'Correct what is marked below.'}</p>
            </Banner>
          ) : null}
          {gone ? (
            <Banner tone="warning" title="This product was deleted in Shopify">
              <p>Nothing it sells is counted any more. Remove the bundle.</p>
            </Banner>
          ) : null}
          {bundle.id !== null ? null : item === null ? (
            <FindItem
              url={search}
              label="Sold as"
              taken={new Set(parts.map((part) => part.item))}
              onAdd={(found) => type({ item: found.inventoryItemId, title: found.title, sku: found.sku })}
            />
          ) : (
            <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
              <Named title={title} sku={sku} />
              <Button variant="plain" onClick={() => type({ item: null, title: '', sku: null })}>
                Choose another
              </Button>
            </InlineStack>
          )}
          <BlockStack gap="300">
            <Text as="h3" variant="headingSm">
              One of it holds
            </Text>
            {parts.map((part) => (
              <BlockStack key={part.item} gap="100">
                <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                  <Named title={part.title} sku={part.sku} deleted={part.deleted} />
                  <InlineStack gap="200" wrap={false} blockAlign="center">
                    <div style={{ width: '5rem' }}>
                      <TextField
                        label={`Units of ${part.title}`}
                        labelHidden
                        inputMode="numeric"
                        autoComplete="off"
                        maxLength={20}
                        disabled={gone}
                        value={part.quantity}
                        onChange={(quantity) =>
                          type({ parts: parts.map((each) => (each.item === part.item ? { ...each, quantity } : each)) })
                        }
                        error={problems[part.item] !== undefined}
                      />
                    </div>
                    {gone ? null : (
                      <Button
                        variant="plain"
                        tone="critical"
                        accessibilityLabel={`Remove ${part.title}`}
                        onClick={() => type({ parts: parts.filter((each) => each.item !== part.item) })}
                      >
                        Remove
                      </Button>
                    )}
                  </InlineStack>
                </InlineStack>
                {problems[part.item] ? (
                  <Text as="p" tone="critical">
                    {problems[part.item]}
                  </Text>
                ) : null}
              </BlockStack>
            ))}
            {gone ? null : (
              <FindItem
                url={search}
                label="Add a component"
                taken={new Set([...parts.map((part) => part.item), ...(item === null ? [] : [item])])}
                onAdd={(found) =>
                  type({
                    parts: [
                      ...parts,
                      {
                        item: found.inventoryItemId,
                        title: found.title,
                        sku: found.sku,
                        deleted: false,
                        quantity: '1',
                      },
                    ],
                  })
                }
              />
            )}
          </BlockStack>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function Named({ title, sku, deleted = false }: { title: string; sku: string | null; deleted?: boolean }) {
  return (
    <div style={{ minWidth: 0 }}>
      <InlineStack gap="200">
        <Text as="span" fontWeight="semibold" breakWord>
          {title}
        </Text>
        {deleted ? <Badge tone="critical">Deleted in Shopify</Badge> : null}
      </InlineStack>
      <Text as="p" tone="subdued" breakWord>
        {sku}
      </Text>
    </div>
  );
}
