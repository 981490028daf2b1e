// The views of a list that people saved: open one, save what is shown, rename, delete.
import { useFetcher } from '@remix-run/react';
import {
  ActionList,
  BlockStack,
  Button,
  Divider,
  FormLayout,
  InlineStack,
  Modal,
  Popover,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';

export type SavedView = { id: string; name: string; query: string };
export type ViewAnswer = { ok: true; id: string } | { ok: false; problem: string };

/** `query` is the address of what is shown now; `onOpen` goes to another. The forms go to `action` with an `intent`. */
export function SavedViews({
  views,
  query,
  action,
  onOpen,
}: {
  views: SavedView[];
  query: string;
  action: string;
  onOpen: (query: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<'save' | 'manage' | null>(null);
  const shown = views.find((view) => view.query === query);
  return (
    <>
      <Popover
        active={open}
        onClose={() => setOpen(false)}
        activator={
          <Button disclosure onClick={() => setOpen(!open)}>
            {shown ? `View: ${shown.name}` : 'Views'}
          </Button>
        }
      >
        <ActionList
          actionRole="menuitem"
          sections={[
            {
              items: views.map((view) => ({
                content: view.name,
                active: view.id === shown?.id,
                onAction: () => {
                  setOpen(false);
                  onOpen(view.query);
                },
              })),
            },
            {
              items: [
                {
                  content: 'Save what is shown',
                  disabled: shown !== undefined,
                  onAction: () => {
                    setOpen(false);
                    setAsking('save');
                  },
                },
                ...(views.length > 0
                  ? [
                      {
                        content: 'Rename or delete',
                        onAction: () => {
                          setOpen(false);
                          setAsking('manage');
                        },
                      },
                    ]
                  : []),
              ],
            },
          ]}
        />
      </Popover>
      {asking === 'save' ? <SaveView query={query} action={action} onClose={() => setAsking(null)} /> : null}
      {asking === 'manage' ? (
        <Modal open title="Saved views" onClose={() => setAsking(null)}>
          <Modal.Section>
            <BlockStack gap="300">
              {views.map((view) => (
                <BlockStack key={view.id} gap="300">
                  <ViewRow view={view} action={action} />
                  <Divider />
                </BlockStack>
              ))}
              {views.length === 0 ? <Text as="p">No view is left.</Text> : null}
            </BlockStack>
          </Modal.Section>
        </Modal>
      ) : null}
    </>
  );
}

function SaveView({ query, action, onClose }: { query: string; action: string; onClose: () => void }) {
  const fetcher = useFetcher<ViewAnswer>();
  const [name, setName] = useState('');
  const done = fetcher.state === 'idle' && fetcher.data?.ok === true;
  if (done) return <Closed onClose={onClose} />;
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : false;
  const save = () => fetcher.submit({ intent: 'save-view', name, query }, { method: 'post', action });
  return (
    <Modal
      open
      title="Save what is shown"
      onClose={onClose}
      primaryAction={{ content: 'Save view', loading: fetcher.state !== 'idle', onAction: save }}
      secondaryActions={[{ content: 'Cancel', onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <TextField
            label="Name"
            autoFocus
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={setName}
            error={problem}
            helpText="Tab, search, filters and order are kept. Everybody in the shop sees the view."
          />
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}

/** Tells its parent once it is drawn, so that nothing changes while another component draws. */
function Closed({ onClose }: { onClose: () => void }) {
  return <span ref={(drawn) => drawn && queueMicrotask(onClose)} />;
}

function ViewRow({ view, action }: { view: SavedView; action: string }) {
  const fetcher = useFetcher<ViewAnswer>();
  const [name, setName] = useState(view.name);
  const [sure, setSure] = useState(false);
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : false;
  const send = (intent: string) => fetcher.submit({ intent, id: view.id, name }, { method: 'post', action });
  return (
    <InlineStack gap="200" blockAlign="start">
      <div style={{ flex: '1 1 10rem' }}>
        <TextField
          label={`Name of ${view.name}`}
          labelHidden
          autoComplete="off"
          maxLength={60}
          value={name}
          onChange={setName}
          error={problem}
        />
      </div>
      <Button
        disabled={name.trim() === view.name}
        loading={fetcher.state !== 'idle'}
        onClick={() => send('rename-view')}
      >
        Rename
      </Button>
      <Button
        tone="critical"
        accessibilityLabel={sure ? `Delete ${view.name} for everybody` : `Delete ${view.name}`}
        onClick={() => (sure ? send('delete-view') : setSure(true))}
      >
        {sure ? 'Delete for everybody?' : 'Delete'}
      </Button>
    </InlineStack>
  );
}
