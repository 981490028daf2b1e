// The filters of the reorder list: what may be chosen, and what is.
import { ChoiceList } from '@shopify/polaris';
import { NO_SUPPLIER, type ReorderFilter } from '../replenishment/list/reorder-filter.ts';

const PATTERNS = [
  { value: 'smooth', label: 'Smooth' },
  { value: 'erratic', label: 'Erratic' },
  { value: 'intermittent', label: 'Intermittent' },
  { value: 'lumpy', label: 'Lumpy' },
  { value: 'none', label: 'Does not sell' },
];
const DUE = [
  { value: '0', label: 'Today or overdue' },
  { value: '7', label: 'Within 7 days' },
  { value: '14', label: 'Within 14 days' },
  { value: '30', label: 'Within 30 days' },
];

/** `go` changes the list's address; null takes a filter away. */
export function reorderFilters(
  filter: ReorderFilter,
  {
    locations,
    suppliers,
  }: {
    locations: readonly { id: string; name: string }[];
    suppliers: readonly { id: string; name: string; archived: boolean }[];
  },
  go: (change: Record<string, string | null>) => void,
) {
  const choice = (
    key: string,
    label: string,
    choices: { value: string; label: string }[],
    selected: string | null,
    pinned = false,
  ) => ({
    key,
    label,
    pinned,
    filter: (
      <ChoiceList
        title={label}
        titleHidden
        choices={choices}
        selected={selected === null ? [] : [selected]}
        onChange={([value]) => go({ [key]: value ?? null })}
      />
    ),
    applied:
      selected === null
        ? []
        : [
            {
              key,
              label: `${label}: ${choices.find(({ value }) => value === selected)?.label ?? selected}`,
              onRemove: () => go({ [key]: null }),
            },
          ],
  });
  const yes = [{ value: '1', label: 'Only these' }];
  return [
    choice(
      'location',
      'Location',
      locations.map(({ id, name }) => ({ value: id, label: name })),
      filter.locationId,
      true,
    ),
    choice(
      'supplier',
      'Supplier',
      [
        ...suppliers.filter(({ archived }) => !archived).map(({ id, name }) => ({ value: id, label: name })),
        { value: NO_SUPPLIER, label: 'No supplier' },
      ],
      filter.supplierId,
      true,
    ),
    choice('due', 'Order by', DUE, filter.dueDays === null ? null : String(filter.dueDays), true),
    choice(
      'abc',
      'Class',
      ['A', 'B', 'C'].map((value) => ({ value, label: value })),
      filter.abc,
    ),
    choice('pattern', 'Pattern', PATTERNS, filter.pattern),
    choice('new', 'New', yes, filter.isNew ? '1' : null),
    choice('phantom', 'Phantom stock', yes, filter.phantom ? '1' : null),
  ];
}
