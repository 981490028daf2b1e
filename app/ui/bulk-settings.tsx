// Settings for many SKUs at once: what is filled in is set for all of them, what is left empty stays as it is.
import { useFetcher } from '@remix-run/react';
import { BlockStack, FormLayout, Modal, Select, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { countOf } from './count.ts';

const FIELDS = [
  { name: 'leadTimeDays', label: 'Lead time', unit: 'days' },
  { name: 'targetPercent', label: 'Units served from the shelf', unit: '%' },
  { name: 'minimumOrder', label: 'Minimum order', unit: 'units' },
  { name: 'packSize', label: 'Pack size', unit: 'units' },
  { name: 'maxCoverDays', label: 'Cover at most', unit: 'days' },
] as const;
type Name = (typeof FIELDS)[number]['name'] | 'supplierId';
export type BulkAnswer =
  | { ok: true; changed: number }
  | { ok: false; problems: { [name in Name]?: string } & { none?: string } };

const empty: Record<Name, string> = {
  supplierId: '',
  leadTimeDays: '',
  targetPercent: '',
  minimumOrder: '',
  packSize: '',
  maxCoverDays: '',
};

/** `places`: "item-location" of each row. */
export function BulkSettings({
  places,
  suppliers,
  action,
  onClose,
}: {
  places: string[];
  suppliers: { id: string; name: string }[];
  action: string;
  onClose: (changed: number | null) => void;
}) {
  const fetcher = useFetcher<BulkAnswer>();
  const [values, setValues] = useState(empty);
  const [scope, setScope] = useState('place');
  const problems = fetcher.data && !fetcher.data.ok ? fetcher.data.problems : {};
  const changed = fetcher.state === 'idle' && fetcher.data?.ok ? fetcher.data.changed : null;
  useEffect(() => {
    if (changed !== null) onClose(changed);
  }, [changed, onClose]);
  const set = (name: Name) => (value: string) => setValues({ ...values, [name]: value });
  return (
    <Modal
      open
      title={`Settings of ${countOf(places.length, 'row')}`}
      onClose={() => onClose(null)}
      primaryAction={{
        content: 'Set for all',
        loading: fetcher.state !== 'idle',
        disabled: Object.values(values).every((value) => value.trim() === ''),
        onAction: () =>
          fetcher.submit(
            { intent: 'bulk-edit', scope, places: places.join(','), ...values },
            { method: 'post', action },
          ),
      }}
      secondaryActions={[{ content: 'Cancel', onAction: () => onClose(null) }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p" tone="subdued">
            An empty field leaves the setting as it is; “inherit” takes it away.
          </Text>
          <FormLayout>
            <Select
              label="For"
              options={[
                { label: 'these SKUs at their locations', value: 'place' },
                { label: 'these SKUs everywhere', value: 'item' },
              ]}
              value={scope}
              onChange={setScope}
            />
            <Select
              label="Supplier"
              options={[
                { label: 'As it is', value: '' },
                { label: 'Inherit', value: 'inherit' },
                ...suppliers.map(({ id, name }) => ({ label: name, value: id })),
              ]}
              value={values.supplierId}
              onChange={set('supplierId')}
              error={problems.supplierId ?? false}
            />
            {FIELDS.map(({ name, label, unit }) => (
              <TextField
                key={name}
                label={label}
                suffix={unit}
                autoComplete="off"
                value={values[name]}
                onChange={set(name)}
                error={problems[name] ?? false}
              />
            ))}
          </FormLayout>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
