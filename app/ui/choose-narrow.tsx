// Choosing rows of a list on a phone, where Polaris's table shows neither checkboxes nor what can be done with the chosen ones.
import { Box, Button, Checkbox, InlineStack } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** Above the rows: how many are chosen, all of them at once, and what can be done with them. */
export function NarrowChosen({
  chosen,
  of,
  actions = [],
  onAll,
}: {
  chosen: number;
  of: number;
  actions?: readonly { content: string; disabled?: boolean; onAction: () => void }[];
  onAll: (all: boolean) => void;
}) {
  if (of === 0) return null;
  return (
    <Box padding="400" borderBlockEndWidth="025" borderColor="border-secondary">
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <Checkbox
          bleed="300"
          label={chosen > 0 ? `${chosen.toLocaleString('en')} chosen` : 'Choose all'}
          checked={chosen === of ? true : chosen > 0 ? 'indeterminate' : false}
          onChange={() => onAll(chosen < of)}
        />
        <InlineStack gap="200">
          {actions.map(({ content, disabled = false, onAction }) => (
            <Button key={content} disabled={disabled || chosen === 0} onClick={onAction}>
              {content}
            </Button>
          ))}
        </InlineStack>
      </InlineStack>
    </Box>
  );
}

/** A row with a box to tick before it. Without `onChoose` it is only a row. */
export function NarrowRow({
  says,
  chosen,
  disabled = false,
  onChoose,
  children,
}: {
  /** which row it is, for those who do not see it */
  says: string;
  chosen: boolean;
  disabled?: boolean;
  onChoose: ((chosen: boolean) => void) | null;
  children: ReactNode;
}) {
  return (
    <div style={ROW}>
      {onChoose ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: nothing happens here but that the row does not lead to its page
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys reach the checkbox alone
        <div onClick={(event) => event.stopPropagation()} style={{ flex: 'none' }}>
          <Checkbox
            bleed="300"
            label={`Choose ${says}`}
            labelHidden
            checked={chosen}
            disabled={disabled}
            onChange={onChoose}
          />
        </div>
      ) : null}
      <div style={{ flex: 1, minWidth: 0 }}>{children}</div>
    </div>
  );
}

const ROW = {
  display: 'flex',
  gap: 'var(--p-space-300)',
  padding: 'var(--p-space-300) var(--p-space-400)',
  whiteSpace: 'normal',
} as const;
