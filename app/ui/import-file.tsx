// A page that takes a CSV file: good rows are taken, bad ones are named with their line and what to do.
import { useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, DropZone, Page } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { type BadRow, BadRows, tooLarge } from './bad-rows.tsx';
import { countOf } from './count.ts';

/** In bytes, and in characters of the text that is sent. */
export const MAX_FILE = 5_000_000;

export type ImportAnswer =
  | { ok: false; problem: string }
  | {
      ok: true;
      taken: number;
      bad: readonly BadRow[];
    };

export function ImportFile({
  title,
  back,
  label,
  answer,
  outcome,
  children,
}: {
  title: string;
  back: { content: string; url: string };
  label: string;
  answer: ImportAnswer | undefined;
  /** what became of the rows that were taken */
  outcome: string;
  /** which columns there are, and what they mean */
  children: ReactNode;
}) {
  const submit = useSubmit();
  const busy = useNavigation().state === 'submitting';
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    setProblem(null);
    if (!file) return;
    if (file.size > MAX_FILE) setProblem(tooLarge(MAX_FILE, file.name));
    else submit({ file: await file.text() }, { method: 'post' });
  };
  const refused = problem ?? (answer && !answer.ok ? answer.problem : null);
  const bad = answer?.ok ? answer.bad : [];
  const rows = new Set(bad.map((row) => row.line)).size;
  return (
    <Page narrowWidth title={title} backAction={back}>
      <BlockStack gap="400">
        {refused ? <Banner tone="critical" title={refused} /> : null}
        {answer?.ok && !problem ? (
          <Banner
            tone={rows > 0 ? 'warning' : 'success'}
            title={`${countOf(answer.taken, 'row')} taken${rows > 0 ? `, ${rows.toLocaleString('en')} not taken` : ''}`}
            action={{ content: `See ${back.content.toLowerCase()}`, url: back.url }}
          >
            {outcome ? <p>{outcome}</p> : null}
            {rows > 0 ? <BadRows bad={bad} /> : null}
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="400">
            <DropZone
              label={label}
              accept=".csv,text/csv,text/plain"
              type="file"
              allowMultiple={false}
              disabled={busy}
              onDrop={(files) => void take(files[0])}
            >
              <DropZone.FileUpload actionTitle="Choose a file" actionHint="Good rows are taken, bad ones are named" />
            </DropZone>
            {children}
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
