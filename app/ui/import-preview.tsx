// The pieces of a page that shows what a CSV file would do, and does it when somebody says so.
import { useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  DropZone,
  IndexTable,
  type IndexTableProps,
  InlineStack,
  Text,
} from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { type BadRow, BadRows, SHOWN, tooLarge } from './bad-rows.tsx';
import { countOf } from './count.ts';

/** A file that was chosen. Choosing sends it with the intent `preview`; `take` sends it again with `take`. */
export function useImportFile(mostBytes: number) {
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (chosen: File | undefined) => {
    setProblem(null);
    if (!chosen) return;
    if (chosen.size > mostBytes) return setProblem(tooLarge(mostBytes, chosen.name));
    const text = await chosen.text();
    setFile({ name: chosen.name, text });
    submit({ intent: 'preview', file: text }, { method: 'post' });
  };
  const take = () => submit({ intent: 'take', file: file?.text ?? '' }, { method: 'post' });
  return { name: file?.name ?? null, problem, busy, choose, take };
}

type ImportFile = ReturnType<typeof useImportFile>;

export function ChooseFile({
  file,
  label,
  hint,
  children,
}: {
  file: ImportFile;
  label: string;
  hint: string;
  /** which columns there are, and what they mean */
  children: ReactNode;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <DropZone
          label={label}
          accept=".csv,text/csv,text/plain"
          type="file"
          allowMultiple={false}
          disabled={file.busy}
          onDrop={(files) => void file.choose(files[0])}
        >
          <DropZone.FileUpload actionTitle={file.name ? 'Choose another file' : 'Choose a file'} actionHint={hint} />
        </DropZone>
        <Text as="p" tone="subdued">
          {children}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** What of the file cannot be taken: where it stands, what it says, and what to do. */
export function NotTaken({ title, bad }: { title: string; bad: readonly BadRow[] }) {
  if (bad.length === 0) return null;
  return (
    <Banner tone="warning" title={title}>
      <BadRows bad={bad} />
    </Banner>
  );
}

/** The rows that would be taken, and the button that takes them. */
export function WouldChange<Row>({
  file,
  title,
  headings,
  condensed,
  rows,
  show,
}: {
  file: ImportFile;
  title: string;
  headings: IndexTableProps['headings'];
  condensed: boolean;
  rows: readonly Row[];
  show: (row: Row, position: number) => ReactNode;
}) {
  return (
    <Card padding="0">
      <div style={{ padding: 'var(--p-space-400)' }}>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {rows.length > 0 ? (
            <Button variant="primary" loading={file.busy} onClick={file.take}>
              {`Take ${countOf(rows.length, 'row')}`}
            </Button>
          ) : null}
        </InlineStack>
      </div>
      {rows.length > 0 ? (
        <IndexTable
          resourceName={{ singular: 'row', plural: 'rows' }}
          itemCount={Math.min(SHOWN, rows.length)}
          selectable={false}
          condensed={condensed}
          headings={headings}
        >
          {rows.slice(0, SHOWN).map(show)}
        </IndexTable>
      ) : null}
      {rows.length > SHOWN ? (
        <div style={{ padding: 'var(--p-space-400)' }}>
          <Text as="p" tone="subdued">
            and {countOf(rows.length - SHOWN, 'more row')}
          </Text>
        </div>
      ) : null}
    </Card>
  );
}
