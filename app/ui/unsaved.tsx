import { SaveBar } from '@shopify/app-bridge-react';

/** The admin's own bar over a page with unsaved changes. Polaris fields are controlled, so it follows `dirty`, not the form. */
export function Unsaved({
  id,
  dirty,
  saving,
  onSave,
  onDiscard,
}: {
  id: string;
  dirty: boolean;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}) {
  return (
    <SaveBar id={id} open={dirty} discardConfirmation>
      {/* App Bridge reads variant and loading off the buttons. */}
      <button {...{ variant: 'primary', ...(saving ? { loading: '' } : {}) }} type="button" onClick={onSave}>
        Save
      </button>
      <button type="button" onClick={onDiscard}>
        Discard
      </button>
    </SaveBar>
  );
}
